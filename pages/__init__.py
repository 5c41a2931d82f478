"""What editors publish: groups, projects, events and news.

May import the engine in `cms`; never imports `feedback`.
"""

"""Content that editors publish: groups, projects, events and articles.

May import the engine in `cms`; must not import `feedback`.
"""

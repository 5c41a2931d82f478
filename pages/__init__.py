"""Content that editors publish: groups, projects, events and articles.

May import the engine in `cms`; must not import `feedback`.

From the top down: `demo`, then `graphql` and `search`, then `previews` and `syndication`, then
`models`, then `registry`. A package imports only packages below it, and none beside it.
"""

"""The GraphQL types, lists and mutations of feedback.

The only package of feedback that imports `pages.graphql`. Imports neither `feedback.resident` nor
`feedback.admin`; may import every package below them.
"""

"""The GraphQL engine: HTTP, limits, execution, lists and the contract's files.

Knows nothing of the project's content: apps register what it needs.
"""

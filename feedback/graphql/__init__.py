"""The GraphQL types, lists and mutations of feedback."""

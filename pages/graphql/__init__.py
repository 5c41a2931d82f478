"""GraphQL types and loaders of pages. Everything returned has passed `pages.visibility`."""

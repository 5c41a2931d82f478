"""The GraphQL face of pages. Everything it returns has passed `pages.visibility`."""

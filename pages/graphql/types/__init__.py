"""GraphQL types of pages and snippets, one content area a file."""

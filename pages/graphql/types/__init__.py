"""GraphQL types of pages and snippets, one module per content area."""

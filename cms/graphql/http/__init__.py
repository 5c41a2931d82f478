"""GraphQL over HTTP: requests, responses, caching headers and trusted documents."""

"""The project: settings, URLs, schema, start page, checks, health and scheduling.

Below it stands the engine – `cms.graphql`, `cms.response_cache` and `cms.search` – which imports
neither `pages` nor `feedback`, nor anything else of this package but the leaf modules
`bounded_cache`, `client_address`, `statements` and `throttling`.
"""

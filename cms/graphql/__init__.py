"""The GraphQL engine: HTTP, limits, execution, lists and the contract's files.

Together with `cms.response_cache` and `cms.search` it forms the engine, which could be taken out
as a package of its own. The engine imports no app and nothing else of `cms` but the leaf modules
`bounded_cache`, `client_address`, `statements` and `throttling`; import-linter holds this. What it
needs to know of a project is passed in or registered in `AppConfig.ready()`: the schema and the
request context to `http.view.GraphQLView`, models to `cms.search.registry`, sites, expiry times and
private tables to `cms.response_cache.registry`. What differs between projects, such as the path of
the endpoint, the time zone and the languages of the search, are Django settings.
"""

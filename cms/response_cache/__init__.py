"""A cache of GraphQL responses in front of Django (docs/decisions/0021).

Part of the engine: imports no app of the project and could be a package of its own. Apps register
in `registry` what it needs to know of them.
"""

"""Full-text search over the models that apps register; start reading in `registry` and `searching`.

Part of the engine: imports no app of the project and could be a package of its own.
"""

"""The contract's files: export, comparison of schemas and releases."""

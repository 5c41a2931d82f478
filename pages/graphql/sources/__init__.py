"""Loaders: rows by key, in batches, limited to what the reader may see."""

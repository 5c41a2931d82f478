"""Connections: keyset cursors, pages of a list and their types."""

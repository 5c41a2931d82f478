"""Closing an administration, and opening it again."""

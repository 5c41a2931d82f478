"""Keeps answers of the API and hands them out in front of Django (docs/decisions/0021)."""

"""Retention rules, the dry run and archive packages."""

"""Backup and restore of an installation: the database, uploaded files and the list of erasures."""

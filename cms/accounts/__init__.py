"""Accounts of editors: logging in, passwords, and limits on attempts."""

"""Periodic work: which jobs there are, who may run them, and how."""

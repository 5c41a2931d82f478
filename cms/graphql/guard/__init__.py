"""Limits on requests: size, depth, cost and rate, checked before execution."""

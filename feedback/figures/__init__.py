"""Counts per service and month, and the figures that are published from them.

May import `feedback.models`, `feedback.permissions` and the pure rules.
"""

"""Dashboards, charts and posters."""

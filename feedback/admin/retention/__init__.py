"""Retention rules, age-out runs and archive packages in the Wagtail admin."""

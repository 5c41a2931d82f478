"""Periodic jobs, and the scheduler that runs them."""

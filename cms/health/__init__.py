"""Health checks of a running installation."""

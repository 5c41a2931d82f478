"""Admin forms and widgets that models name."""

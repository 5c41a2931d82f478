"""Admin forms and widgets that models refer to."""

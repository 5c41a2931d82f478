"""Admin forms, fields and widgets that models refer to."""

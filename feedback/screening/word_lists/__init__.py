"""The crisis words of a new installation, one module per language."""

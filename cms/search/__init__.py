"""The search over everything that readers may find; begin in `searching`."""

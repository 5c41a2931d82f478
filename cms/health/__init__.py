"""Whether the parts of a running installation do their work."""

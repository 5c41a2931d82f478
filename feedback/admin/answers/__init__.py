"""Writing, reviewing and publishing answers."""

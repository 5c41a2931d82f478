"""Pure rules: figures from counts, and which of them may be published. No Django, no I/O."""

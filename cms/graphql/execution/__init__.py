"""Execution: one level of a selection is loaded at a time, then resolved."""

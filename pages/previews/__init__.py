"""Previews of drafts: grants, tokens and views."""

"""Previews of drafts: grants, tokens and the views that show them."""

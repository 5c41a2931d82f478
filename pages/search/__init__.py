"""Search sources of `pages`, and the texts of pages for search."""

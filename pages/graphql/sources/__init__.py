"""Sources for the loaders: rows by key, in batches, limited to public content."""

"""What users get while the database or the disk of uploaded files is unavailable."""

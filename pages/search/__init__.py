"""What search finds of `pages`, and the words by which it finds it."""

"""Demo submissions and answers, and generated submissions in quantity."""

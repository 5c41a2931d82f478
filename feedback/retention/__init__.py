"""Deletion of feedback: by retention rule, by the law, and of expired technical data.

Holds the archive package that is made before deletion. May import `feedback.exports`,
`feedback.intake` and what those may import.
"""

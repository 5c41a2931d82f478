"""Deletion of feedback after its retention period, and the archive package made before it.

May import the models, `feedback.figures` and `feedback.exports`.
"""

"""Submissions and answers of the demo, and generated submissions in quantity for tests of scale.

Imports none of `feedback.resident`, `feedback.admin` and `feedback.graphql`.
"""

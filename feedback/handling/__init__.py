"""What staff do with submissions: status, moderation, answers, erasure, notifications.

May import the models, the pure rules and `feedback.figures`, not the faces.
"""

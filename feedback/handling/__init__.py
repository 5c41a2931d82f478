"""The editors' work with submissions: status, moderation, answers, inbox, notifications.

May import `feedback.figures`, what that may import, and nothing of `feedback.intake`.
"""

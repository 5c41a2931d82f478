"""Pure rules that find personal data and words of crisis in a comment.

No Django models, no Wagtail, no I/O. May import `feedback.enums`.
"""

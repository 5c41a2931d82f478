"""The inbox: its list, one submission, bulk actions, moderation and erasure."""

"""The inbox: the list, one submission, bulk actions, moderation and erasure."""

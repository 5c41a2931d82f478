"""Files that editors export: their rows, their formats, and the jobs that a worker runs.

May import `feedback.handling` and what that may import.
"""

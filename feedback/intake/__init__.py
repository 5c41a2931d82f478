"""Submissions from a resident to the editors: CAPTCHA, screening, receipts, the daily batch.

`feedback.intake.submit.submit_feedback` is the only function that stores a submission. May import
`feedback.figures`, what that may import, and nothing of `feedback.handling`.
"""

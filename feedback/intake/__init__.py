"""How a submission comes in: CAPTCHA, screening, receipt, one insert, and the daily batch.

`feedback.intake.submit.submit_feedback` is the only way in. May import the models and the pure
rules, not the faces (`resident/`, `admin/`, `graphql/`).
"""

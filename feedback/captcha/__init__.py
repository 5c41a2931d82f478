"""Pure rules of the CAPTCHA: letters, questions, pictures, sounds, and the matching of answers.

No Django models, no Wagtail, no database: `feedback.intake.challenges` stores the challenges.
May import `feedback.enums`.
"""

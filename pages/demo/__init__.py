"""Demo content, loaded into an empty site by `manage.py load_demo_content`."""

# A function of the day of the demo, called if the app `feedback` is installed; `cms.checks` loads
# it at startup, since pages must not import it.
FEEDBACK_GENERATOR = "feedback.demo.submissions.generate_demo_feedback"

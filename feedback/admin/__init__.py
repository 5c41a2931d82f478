"""The Wagtail admin of feedback: views, panels and forms for an administration's staff."""

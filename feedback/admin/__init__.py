"""The Wagtail admin of feedback: views, panels and forms.

Imports neither `feedback.resident` nor `feedback.graphql` nor `pages.graphql`; may import every
package below them, and `feedback.tasks`.
"""

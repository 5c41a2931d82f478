"""Panels beside the fields of an answer: the comment, and the reply templates."""

from typing import Any

from wagtail.admin.panels import Panel

from feedback.admin.panels import comment_words
from feedback.model_fields import month_name
from feedback.models import ReplyTemplate
from pages.models import Organisation

TEMPLATE, USE = "reply_template", "use_template"
AFTER, REPLACE = "after", "replace"


def templates_for(administration_id: int) -> Any:
    """Return the reply templates of an administration."""
    return ReplyTemplate.objects.filter(administration=administration_id)


class CommentPanel(Panel):
    """The comment that is being answered."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one answer."""

        template_name = "feedback/admin/comment_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the submission and its comment."""
            submission = self.instance.submission
            return super().get_context_data(parent_context) | {
                "submission": submission,
                "comment": comment_words(submission.comment),
                "month": month_name(submission.month),
            }


class TemplatePanel(Panel):
    """Inserts a reply template by a submit button, without a script."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one answer."""

        template_name = "feedback/admin/template_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add the templates, and whether typed text would be changed."""
            posted = self.request.POST
            administration = Organisation.objects.get(pk=self.instance.administration_id)
            return super().get_context_data(parent_context) | {
                "templates": list(templates_for(administration.pk)),
                "administration": administration,
                "chosen": posted.get(TEMPLATE, ""),
                "asks": getattr(self.form, "asks_before_template", False),
                "name": TEMPLATE,
                "use": USE,
                "after": AFTER,
                "replace": REPLACE,
            }

"""What stands around the fields of an answer: the comment, and templates to begin from."""

from typing import Any

from wagtail.admin.panels import Panel

from feedback.admin.panels import comment_words
from feedback.model_fields import month_name
from feedback.models import ReplyTemplate
from pages.models import Organisation

TEMPLATE, USE = "reply_template", "use_template"
AFTER, REPLACE = "after", "replace"


def templates_for(administration_id: int) -> Any:
    """Return the templates that an answer of an administration may begin from."""
    return ReplyTemplate.objects.filter(administration=administration_id)


class CommentPanel(Panel):
    """What the resident wrote, to read while answering."""

    class BoundPanel(Panel.BoundPanel):
        """The comment of the answer's submission."""

        template_name = "feedback/admin/comment_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Show it with what else helps to answer."""
            submission = self.instance.submission
            return super().get_context_data(parent_context) | {
                "submission": submission,
                "comment": comment_words(submission.comment),
                "month": month_name(submission.month),
            }


class TemplatePanel(Panel):
    """Puts a template's text into the field below; a plain button, that needs no script."""

    class BoundPanel(Panel.BoundPanel):
        """The templates of the answer's administration."""

        template_name = "feedback/admin/template_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Offer them, and ask before typed text is touched."""
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

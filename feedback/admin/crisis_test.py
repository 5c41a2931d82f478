"""The page of the admin that shows what screening finds in a sentence; nothing is stored."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminAutoHeightTextInput

from feedback.enums import CrisisLanguage
from feedback.intake.crisis import crisis_phrases
from feedback.screening.comment_text import MAX_CODE_POINTS, clean_comment
from feedback.screening.personal_data import marked, normalised, screen


class SentenceForm(forms.Form):
    """The sentence to try."""

    text = forms.CharField(
        label=_("Sentence"),
        max_length=MAX_CODE_POINTS,
        widget=AdminAutoHeightTextInput,
        help_text=_("Write an invented one, not what a resident wrote. It is not saved."),
    )


class CrisisTestView(WagtailAdminTemplateMixin, FormView):
    """Shows the phrases that fit a sentence, with their exceptions, and personal data in it."""

    form_class = SentenceForm
    template_name = "feedback/admin/crisis_test.html"
    page_title = _("Try the crisis words")
    header_icon = "warning"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse users who may not edit the lists, and disable caching."""
        if not request.user.has_perm("feedback.change_crisiswordlist"):
            raise PermissionDenied
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        return response

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Show the page again, with what was found."""
        text = clean_comment(form.cleaned_data["text"])
        phrases = crisis_phrases()
        screening = screen(text, phrases)
        languages = dict(CrisisLanguage.choices)
        plain, places = normalised(text)
        found = [
            {
                "text": text[places[each.start] : places[each.end]],
                "phrase": each.phrase,
                "language": languages.get(each.language, each.language),
                "exceptions": [
                    text[places[start] : places[end]] for start, end in each.excepted_by
                ],
            }
            for each in phrases.explain(plain)
        ]
        context = {
            "screening": screening,
            "found": found,
            "pieces": marked(text, screening.personal),
        }
        return self.render_to_response(self.get_context_data(form=form, **context))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the button and the way back."""
        back = reverse("wagtailsnippets_feedback_crisiswordlist:list")
        return super().get_context_data(button=_("Try"), back_url=back, **kwargs)

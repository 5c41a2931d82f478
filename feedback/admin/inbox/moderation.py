"""The page on which an editor decides what becomes public of a comment."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from feedback.admin.audit import log_changes
from feedback.admin.inbox.submission import SubmissionPartView
from feedback.handling import moderation
from feedback.models import Submission, Voice
from feedback.screening.comment_text import clean_comment
from feedback.screening.personal_data import marked, screen

TOO_MANY_PUBLIC = _(
    "So many comments on this service are public that one more would tell how many people have "
    "written. Save it as a draft, and approve it when more figures are published: on the tenth of "
    "a month, when enough have answered."
)
DRAFT, PUBLISH, WITHDRAW = "draft", "publish", "withdraw"


class ModerationForm(forms.Form):
    """The public version, and the reason for it."""

    text = forms.CharField(
        label=_("Public version"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Change only what could tell who somebody is: names, places, days, unusual events. "
            "What was found is taken out already. The original stays as it was sent."
        ),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("Why it can be public, and what was taken out. Do not quote the comment."),
    )
    confirmed = forms.BooleanField(
        label=_("What the program finds in the text is meant to stay"),
        required=False,
        help_text=_("Such as the telephone number of an authority."),
    )

    def clean_text(self) -> str:
        """Refuse a version without visible text."""
        text = clean_comment(self.cleaned_data["text"])
        if not text:
            raise forms.ValidationError(_("Nothing can be read of it."))
        return text

    def clean_reason(self) -> str:
        """Refuse personal data, since the log keeps the reason."""
        reason: str = self.cleaned_data["reason"]
        if screen(reason).identifying:
            raise forms.ValidationError(_("Neither numbers nor addresses of people."))
        return reason

    def clean(self) -> dict[str, Any]:
        """Refuse a version with personal data until it is confirmed."""
        cleaned = super().clean() or {}
        still = screen(cleaned.get("text", "")).personal
        if still and not cleaned.get("confirmed"):
            passages = ", ".join(f"“{cleaned['text'][each.start : each.end]}”" for each in still)
            self.add_error(
                "text",
                gettext("Still found: %(passages)s. Take it out, or confirm below.")
                % {"passages": passages},
            )
        return cleaned


class ModerationView(SubmissionPartView):
    """Saves, approves or withdraws the public version."""

    form_class = ModerationForm
    template_name = "feedback/admin/moderation.html"
    page_title = _("Public version of the comment")

    @cached_property
    def submission(self) -> Submission:
        """The submission; 404 if it has no comment."""
        found = super().submission
        if not found.comment:
            raise Http404
        return found

    @cached_property
    def voice(self) -> Voice | None:
        """The stored version, or None."""
        return Voice.objects.filter(submission=self.submission).first()

    def get_initial(self) -> dict[str, Any]:
        """Return the stored version, or the one suggested by screening."""
        if self.voice is not None:
            return {"text": self.voice.text, "reason": self.voice.reason}
        return {"text": moderation.suggested_redaction(self.submission)}

    @transaction.atomic
    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Withdraw the version if that was the button, otherwise validate the form."""
        if request.POST.get("do") != WITHDRAW:
            return super().post(request, *args, **kwargs)
        if moderation.withdraw(self.submission.pk):
            log_changes("withdraw", [self.submission], request.user)
        return self.done(_("The public version is not approved any more."))

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Save the version, and publish it if that was the button."""
        text, reason = form.cleaned_data["text"], form.cleaned_data["reason"]
        about = {"reason": reason}
        if self.request.POST.get("do") != PUBLISH:
            moderation.redact(self.submission.pk, text, reason)
            log_changes("redact", [self.submission], self.request.user, **about)
            return self.done(_("The public version was saved."))
        try:
            moderation.publish(self.submission.pk, text, reason)
        except moderation.TooManyPublic:
            form.add_error(None, TOO_MANY_PUBLIC)
            return self.form_invalid(form)
        except moderation.CannotBePublic:
            form.add_error(None, _("It is in quarantine. Give it another status first."))
            return self.form_invalid(form)
        log_changes("publish", [self.submission], self.request.user, **about)
        return self.done(_("The public version is approved."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the original with its findings marked."""
        comment = self.submission.comment
        return super().get_context_data(**kwargs) | {
            "pieces": marked(comment, screen(comment).personal),
            "is_public": self.voice is not None and self.voice.is_public,
        }

"""The pages where residents leave feedback: HTML without cookies and without scripts.

First the form, then a page that shows what will be sent and asks the CAPTCHA, then a thank-you page
with the receipt. Hidden fields carry the data between pages: nothing is stored on the server or in
the browser.
"""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.captcha.sound import can_speak
from feedback.enums import Aspect, Rating
from feedback.intake import challenges, ladder, receipts, suspicion
from feedback.intake.crisis import crisis_phrases, help_lines, screen_for_resident
from feedback.intake.submit import (
    Draft,
    FieldError,
    SubmissionRefused,
    captcha_refusal,
    check_draft,
    find_service,
    is_used,
    local_day,
    refusal_of,
    submit_feedback,
)
from feedback.models import Service
from feedback.resident.forms import Entry, with_anchors
from feedback.resident.responses import ResidentView
from feedback.screening.comment_text import MAX_CODE_POINTS, MAX_VISIBLE_CHARACTERS, clean_comment
from feedback.screening.personal_data import marked, screen


class ServicesView(ResidentView):
    """The services that are open for feedback today."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """List the services by name, in the page's language if translated."""
        rows = list(
            Service.objects.open_for_feedback(local_day(timezone.now()))
            .filter(locale__language_code__in={self.language, settings.LANGUAGE_CODE})
            .select_related("locale", "administration")
        )
        # The page's language comes last, so that it wins below.
        rows.sort(key=lambda row: row.locale.language_code == self.language)
        shown = {row.translation_key: row for row in rows}
        services = sorted(shown.values(), key=lambda row: (row.name_key, row.pk))
        return self.page("services", {"services": services})


class FeedbackView(ResidentView):
    """The form for one service."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show an empty form."""
        service = find_service(slug, self.language)
        if (refusal := self.refusal(service, Entry())) is not None:
            return refusal
        return self.form(service, _with_new_client_id(Entry()))

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Handle a step of the form; the field `step` names the button that was pressed."""
        entry = Entry.from_post(request.POST)
        entry = replace(entry, comment=clean_comment(entry.comment))
        steps: dict[str, Callable[..., HttpResponse]] = {
            "edit": self.edit,
            "renew": self.check,
            "send": self.send,
        }
        step = steps.get(request.POST.get("step", ""), self.check)
        return step(slug, entry)

    def is_counted(self, request: HttpRequest) -> bool:
        """Return False for sending, which is never refused and leaves no trace in the cache."""
        return request.POST.get("step") != "send"

    def edit(self, slug: str, entry: Entry) -> HttpResponse:
        """Show the form again, with everything that was typed."""
        service = find_service(slug, self.language)
        return self.refusal(service, entry) or self.form(service, entry)

    def check(
        self, slug: str, entry: Entry, refused: SubmissionRefused | None = None
    ) -> HttpResponse:
        """Show what would be sent with a new challenge, or the form with errors.

        `refused` is the refusal of sending, if that was the step.
        """
        service = find_service(slug, self.language)
        if (refusal := self.refusal(service, entry)) is not None:
            return refusal
        identity = receipts.parse_client_id(entry.client_id)
        if identity is None:
            entry = _with_new_client_id(entry)
        elif is_used(identity):
            return self.sent_before(slug, entry, identity)
        try:
            draft = check_draft(
                service=service,
                rating=entry.rating_value,
                aspects=entry.aspect_values,
                comment=entry.comment,
                language=self.language,
                today=local_day(timezone.now()),
            )
        except SubmissionRefused as invalid:
            return self.form(service, entry, invalid.errors)
        return self.checked(service, entry, draft, refused)

    def send(self, slug: str, entry: Entry) -> HttpResponse:
        """Store the submission and redirect to the thank-you page, or show the errors."""
        opening = suspicion.read_opening(entry.opened, entry.client_id, timezone.now())
        is_urgent = screen_for_resident(entry.comment, self.language)[0].is_urgent
        try:
            if opening is suspicion.Opening.EXPIRED and not _is_sent(entry):
                raise captcha_refusal()
            receipt = submit_feedback(
                service=slug,
                rating=entry.rating_value,
                aspects=entry.aspect_values,
                comment=entry.comment,
                language=self.language,
                captcha_key=self.request.POST.get("captcha_key", ""),
                captcha_response=self.request.POST.get("captcha_response", ""),
                client_id=entry.client_id,
                now=timezone.now(),
                signs=ladder.Signs(
                    is_trapped=bool(entry.homepage) or opening is suspicion.Opening.FOREIGN,
                    is_hasty=opening is suspicion.Opening.HASTY,
                ),
                read_soon=entry.read_soon,
            )
        except SubmissionRefused as refused:
            # Nothing was stored, and a new challenge costs a row.
            if (seconds := suspicion.wait_for_pages(self.request)) is not None:
                return self.busy(self.request, seconds)
            return self.check(slug, entry, refused)
        token = receipts.seal(receipt, timezone.now(), is_urgent=is_urgent)
        address = reverse("feedback:thanks", args=[slug, token]) + self.query()
        return HttpResponse(status=303, headers={"Location": address})

    def sent_before(self, slug: str, entry: Entry, identity: uuid.UUID) -> HttpResponse:
        """Offer the receipt or a new form when a sent form is opened again."""
        token = receipts.seal(receipts.receipt_of(identity), timezone.now())
        context = {
            "entry": _with_new_client_id(entry),
            "thanks": reverse("feedback:thanks", args=[slug, token]) + self.query(),
        }
        return self.page("sent_before", context, status=409)

    def refusal(self, service: Service | None, entry: Entry) -> HttpResponse | None:
        """Return the page of a service that accepts no feedback, with what was typed, or None."""
        code = refusal_of(service, local_day(timezone.now()))
        if code is None:
            return None
        if service is None:
            return self.page("not_found", {"entry": entry}, status=404)
        context = {"service": service, "entry": entry, "message": code.label}
        return self.page("closed", context, status=409 if entry.client_id else 200)

    def form(
        self, service: Service | None, entry: Entry, errors: list[FieldError] | None = None
    ) -> HttpResponse:
        """Return the form, with a summary of its errors."""
        assert service is not None
        labels = dict(Aspect.choices)
        context = {
            "service": service,
            "entry": entry,
            "errors": with_anchors(errors or [], entry, service.aspects),
            "aspects": [
                (name, labels[name], entry.aspects.get(name, ""))
                for name in service.aspects
                if name in labels
            ],
            "limit": MAX_VISIBLE_CHARACTERS,
            "point_limit": MAX_CODE_POINTS,
        }
        return self.page("form", context, status=422 if errors else 200)

    def checked(
        self,
        service: Service | None,
        entry: Entry,
        draft: Draft,
        refused: SubmissionRefused | None,
    ) -> HttpResponse:
        """Return the page that shows what will be sent and asks the challenge."""
        now = timezone.now()
        errors = refused.errors if refused else []
        opening = suspicion.read_opening(entry.opened, entry.client_id, now)
        if opening.is_closed:
            entry = replace(entry, opened=suspicion.sign_opening(entry.client_id, now))
        hasty = opening in {suspicion.Opening.HASTY, suspicion.Opening.FOREIGN}
        challenge = challenges.issue_challenge(
            now,
            harder=suspicion.needs_harder_challenge(self.request, hasty=hasty),
            mark=ladder.inherited(refused.mark if refused else None, now)
            or challenges.withdraw(entry.captcha_key, now)
            or ladder.count_form(self.request, now),
        )
        screening = screen(draft.comment, crisis_phrases())
        # Whoever needs help gets no task: the challenge's row only carries the mark of the ladder.
        must_try_again = screening.is_urgent and refused is not None
        if screening.is_urgent:
            errors = []
        context = {
            "service": service,
            "entry": entry,
            "errors": with_anchors(errors, entry, []),
            "rating": Rating(draft.rating).label,
            "aspects": [(Aspect(n).label, Rating(v).label) for n, v in draft.aspects.items()],
            "passages": marked(draft.comment, screening.personal),
            "found": list(dict.fromkeys(each.flag.label for each in screening.personal)),
            "help_lines": help_lines(self.language) if screening.is_urgent else [],
            "challenge": challenge,
            "asks_challenge": not screening.is_urgent,
            "must_try_again": must_try_again,
            "question": challenge.question_in(self.language),
            "has_sound": can_speak(),
        }
        return self.page("check", context, status=422 if errors or must_try_again else 200)


class ThanksView(ResidentView):
    """The thank-you page with the receipt."""

    def is_counted(self, request: HttpRequest) -> bool:
        """Return False: it is opened in the moment of storing."""
        return False

    def get(self, request: HttpRequest, slug: str, token: str) -> HttpResponse:
        """Show the receipt; 410 once the URL has expired (see docs/privacy.md)."""
        opened = receipts.unseal(token, timezone.now())
        if opened is None:
            return self.problem(
                410, _("This page is shown for 15 minutes after sending. It has closed.")
            )
        receipt, is_urgent = opened
        context = {
            "receipt": receipts.grouped(receipt),
            "slug": slug,
            "help_lines": help_lines(self.language) if is_urgent else [],
            "is_sent": True,
        }
        return self.page("thanks", context)


class UnknownUrlView(ResidentView):
    """Unknown URLs under /feedback/, which would otherwise get the editors' error page."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Return the residents' page for 404."""
        return self.problem(404, _("There is nothing at this address."))


def _with_new_client_id(entry: Entry) -> Entry:
    """Return the entry as a form that was opened now."""
    client_id = str(uuid.uuid4())
    opened = suspicion.sign_opening(client_id, timezone.now())
    return replace(entry, client_id=client_id, opened=opened)


def _is_sent(entry: Entry) -> bool:
    identity = receipts.parse_client_id(entry.client_id)
    return identity is not None and is_used(identity)

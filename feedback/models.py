"""Services, and what residents say about them.

Nothing here tells who wrote, or when: no automatic dates, no ids that count upwards, and nothing
that Wagtail's reference index would note with a time (`wagtail_reference_index_ignore`).
"""

import datetime
import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index

from feedback.admin_forms import ServiceForm
from feedback.answers import ServiceAnswer as ServiceAnswer
from feedback.answers import SubmissionAnswer as SubmissionAnswer
from feedback.audit import FeedbackLogEntry as FeedbackLogEntry
from feedback.crisis import CrisisWordList as CrisisWordList
from feedback.crisis import HelpLine as HelpLine
from feedback.enums import FeedbackLanguage, Rating, SubmissionStatus, all_aspects
from feedback.exports import Export as Export
from feedback.exports import ExportPart as ExportPart
from feedback.fields import AspectListField, month_name
from feedback.figures import MonthlyRollup as MonthlyRollup
from feedback.figures import PublishedFigures as PublishedFigures
from feedback.inbox_mail import InboxMail as InboxMail
from feedback.notes import SubmissionNote as SubmissionNote
from feedback.reply_templates import ReplyTemplate as ReplyTemplate
from feedback.retention_rules import ArchiveDelivery as ArchiveDelivery
from feedback.retention_rules import RetentionRule as RetentionRule
from feedback.voices import Voice as Voice
from pages.models.base import ContactFields
from pages.models.snippets import NamedSnippet

# Addresses under /feedback/ that lead to something else than a service.
RESERVED_SLUGS = {"captcha", "svar"}


class ServiceQuerySet(models.QuerySet["Service"]):
    """Services, narrowed by words that the form, the API and the admin use."""

    def visible(self) -> "ServiceQuerySet":
        """Return what the public may see of services: all, whether open for feedback or not."""
        return self

    def originals(self) -> "ServiceQuerySet":
        """Return the rows in the default language, which feedback belongs to."""
        return self.filter(locale__language_code=settings.LANGUAGE_CODE)

    def open_for_feedback(self, day: datetime.date) -> "ServiceQuerySet":
        """Return the services that take feedback on `day`; both dates are included."""
        return self.filter(
            models.Q(opens_on__isnull=True) | models.Q(opens_on__lte=day),
            models.Q(closes_on__isnull=True) | models.Q(closes_on__gte=day),
        )

    def of_administrations_of(self, user: Any) -> "ServiceQuerySet":
        """Return the services of administrations whose staff group `user` is in."""
        return self.filter(administration__staff__user=user)

    def by_slug(self, slug: str, language: str) -> "Service | None":
        """Return the service of an address, in `language` where it is translated.

        Two services may share a slug in different languages: then `language` decides, and after
        it the default language.
        """
        rows = list(self.filter(slug=slug).select_related("locale", "administration"))
        by_language = {row.locale.language_code: row for row in rows}
        if language in by_language:
            return by_language[language]
        if not rows:
            return None
        found = by_language.get(settings.LANGUAGE_CODE, rows[0])
        translated = self.filter(
            translation_key=found.translation_key, locale__language_code=language
        )
        return translated.select_related("locale", "administration").first() or found


class Service(TranslatableMixin, ContactFields, NamedSnippet, ClusterableModel):
    """Something that an administration offers, and that residents rate."""

    # What holds in every language is written in the default one; translations follow it.
    SHARED_FIELDS = ("administration_id", "opens_on", "closes_on", "aspects")

    description = models.TextField(
        _("description"),
        max_length=600,
        blank=True,
        help_text=_("What the service is, in two or three plain sentences."),
    )
    administration = models.ForeignKey(
        "pages.Organisation",
        verbose_name=_("administration"),
        on_delete=models.PROTECT,
        related_name="services",
        limit_choices_to={"kind": "administration"},
        help_text=_("Its staff read the feedback."),
    )
    audience = models.CharField(
        _("audience"), max_length=255, blank=True, help_text=_("For whom the service is.")
    )
    access = models.TextField(
        _("how to get access"),
        max_length=600,
        blank=True,
        help_text=_("What to do to get it: drop in, call, apply, or a decision that is needed."),
    )
    opens_on = models.DateField(
        _("feedback opens"),
        null=True,
        blank=True,
        help_text=_("First day when residents can leave feedback. Empty: at once."),
    )
    closes_on = models.DateField(
        _("feedback closes"),
        null=True,
        blank=True,
        help_text=_("Last day when residents can leave feedback. Empty: open for good."),
    )
    aspects = AspectListField(
        _("aspects"),
        default=all_aspects,
        blank=True,
        help_text=_("What residents may rate besides the whole. None of them is mandatory."),
    )

    objects = ServiceQuerySet.as_manager()

    base_form_class = ServiceForm
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("description"),
        FieldPanel("administration"),
        FieldPanel("audience"),
        FieldPanel("access"),
        MultiFieldPanel(
            [FieldPanel("opens_on"), FieldPanel("closes_on"), FieldPanel("aspects")],
            heading=_("Feedback"),
        ),
        MultiFieldPanel(
            ContactFields.contact_panels,
            heading=_("Contact for those who would rather talk"),
        ),
    ]
    search_fields = [
        *NamedSnippet.search_fields,
        index.SearchField("description"),
        index.FilterField("administration_id"),
    ]

    class Meta(TranslatableMixin.Meta, NamedSnippet.Meta):
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "locale"],
                name="service_slug_unique",
                violation_error_message=_("Another service has this slug."),
            ),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")),
                name="service_closes_after_opening",
                violation_error_message=_("Feedback closes before it opens."),
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep what holds in every language alike in all of them."""
        original = self.original
        if original.pk != self.pk:
            for field in self.SHARED_FIELDS:
                setattr(self, field, getattr(original, field))
        super().save(*args, **kwargs)
        if original.pk == self.pk:
            type(self).objects.filter(translation_key=self.translation_key).exclude(
                pk=self.pk
            ).update(**{field: getattr(self, field) for field in self.SHARED_FIELDS})

    def copy_for_translation(self, *args: Any, **kwargs: Any) -> "Service":
        """Begin with the answers that everybody reads; drafts stay where they are."""
        copied: Service = super().copy_for_translation(*args, **kwargs)
        copied.answers.set([each.as_copied() for each in copied.answers.all() if each.live])
        return copied

    def clean(self) -> None:
        """Refuse a slug whose address is taken by another page of the feedback module."""
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("This word has another use. Choose another slug.")})

    @property
    def original(self) -> "Service":
        """The row in the default language, which feedback belongs to; else the oldest row."""
        if self.locale.language_code == settings.LANGUAGE_CODE:
            return self
        rows = type(self).objects.filter(translation_key=self.translation_key)
        return rows.originals().first() or rows.order_by("pk").first() or self

    def is_open(self, day: datetime.date) -> bool:
        """Tell whether residents can leave feedback on `day`; both dates are included."""
        return not self.opens_later(day) and not (self.closes_on and day > self.closes_on)

    def opens_later(self, day: datetime.date) -> bool:
        """Tell whether the first day for feedback is still to come."""
        return bool(self.opens_on and day < self.opens_on)


class SubmissionFields(models.Model):
    """All that is kept of what a resident sent."""

    # Random, so that neither the order nor the number of submissions shows.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(
        Service,
        verbose_name=_("service"),
        on_delete=models.PROTECT,
        related_name="%(class)ss",
    )
    rating = models.PositiveSmallIntegerField(_("rating"), choices=Rating.choices)
    aspect_ratings = models.JSONField(_("aspect ratings"), default=dict, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=FeedbackLanguage.choices)
    month = models.DateField(_("month"))
    status = models.CharField(
        # Pages and services have a status too, which is called otherwise in Swedish.
        pgettext_lazy("of a submission", "status"),
        max_length=20,
        choices=SubmissionStatus.choices,
        default=SubmissionStatus.NEW,
        help_text=_("How far you have come with it."),
    )
    flags = models.JSONField(_("found in the comment"), default=list, blank=True)
    urgent = models.BooleanField(_("urgent"), default=False)
    # Not unique: see docs/decisions on receipts; a number that two share opens neither.
    receipt_hash = models.CharField(max_length=64, db_index=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True

    def __str__(self) -> str:
        # Goes into log entries and headings: never the comment.
        return f"{self.service.name}, {month_name(self.month)}"

    @property
    def administration_id(self) -> int:
        """Whose staff reads it."""
        return self.service.administration_id


class IncomingSubmission(SubmissionFields):
    """What has come in since the last batch; no editor sees it (see `feedback.release`)."""

    batches_waited = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("incoming submission")
        verbose_name_plural = _("incoming submissions")
        default_permissions = ()


class Submission(SubmissionFields):
    """What editors read: rewritten from the incoming ones in random order, once a day."""

    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who of the administration looks after it. Empty: nobody yet."),
    )

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        # One direction for all three, so that an index leads straight to any place of the inbox.
        ordering = ["-urgent", "-month", "-id"]
        default_permissions = ("view", "change")
        permissions = [
            ("view_all_submissions", _("Can see feedback of every administration")),
            ("erase_submission", _("Can erase feedback for good")),
        ]
        indexes = [
            models.Index(fields=["service", "urgent", "month", "id"], name="submission_place"),
            models.Index(
                fields=["service", "status", "urgent", "month", "id"],
                name="submission_status_place",
            ),
            models.Index(fields=["urgent", "month", "id"], name="submission_order"),
            # Few are assigned, and somebody's own are looked for among all.
            models.Index(
                fields=["service", "assigned_to", "urgent", "month", "id"],
                condition=models.Q(assigned_to__isnull=False),
                name="submission_assigned",
            ),
            models.Index(
                fields=["service", "month", "urgent", "id"], name="submission_month_place"
            ),
        ]


class UsedClientId(models.Model):
    """A `clientId` that has been used, as a keyed hash: sent twice, it counts once.

    Apart from the submissions, so that the order of these rows tells nothing of theirs; the hash
    leads neither to a receipt nor to a submission.
    """

    client_hash = models.CharField(max_length=64, primary_key=True)
    month = models.DateField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("used client id")
        verbose_name_plural = _("used client ids")
        default_permissions = ()

    def __str__(self) -> str:
        return self.client_hash[:8]


class ReleaseRun(models.Model):
    """The day of the last batch, so that a day has one, however often the job is started."""

    day = models.DateField(primary_key=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"

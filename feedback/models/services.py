"""Services: offered by an administration, rated by residents."""

import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index

from feedback.enums import all_aspects
from feedback.forms import ServiceForm
from feedback.model_fields import AspectListField
from pages.models.base import ContactFields
from pages.models.snippets import NamedSnippet

# Path segments under /feedback/ with another use.
RESERVED_SLUGS = {"captcha", "svar"}


class ServiceQuerySet(models.QuerySet["Service"]):
    """Services, with the filters of the form, the API and the admin."""

    def visible(self) -> "ServiceQuerySet":
        """Return the services that the public may see: all, open for feedback or not."""
        return self

    def originals(self) -> "ServiceQuerySet":
        """Return the rows in the default language, to which feedback belongs."""
        return self.filter(locale__language_code=settings.LANGUAGE_CODE)

    def open_for_feedback(self, day: datetime.date) -> "ServiceQuerySet":
        """Return the services open for feedback on `day`; both dates are inclusive."""
        return self.not_closed(day).filter(
            models.Q(opens_on__isnull=True) | models.Q(opens_on__lte=day)
        )

    def not_closed(self, day: datetime.date) -> "ServiceQuerySet":
        """Return the services open for feedback on `day` or later."""
        return self.filter(models.Q(closes_on__isnull=True) | models.Q(closes_on__gte=day))

    def by_slug(self, slug: str, language: str) -> "Service | None":
        """Return the service with this slug, in `language` if it is translated, or None.

        If different services have the slug in different languages, the one in `language` is chosen,
        then the one in the default language.
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
    """A service of an administration. Feedback belongs to the row in the default language."""

    # Edited in the default language and copied to the translations.
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
        """Save the service, and copy `SHARED_FIELDS` from the original to its translations."""
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
        """Return the unsaved translation, with copies of the live answers but not of drafts."""
        copied: Service = super().copy_for_translation(*args, **kwargs)
        copied.answers.set([each.as_copied() for each in copied.answers.all() if each.live])
        return copied

    def clean(self) -> None:
        """Refuse a slug in `RESERVED_SLUGS`."""
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("This word has another use. Choose another slug.")})

    @property
    def original(self) -> "Service":
        """The row in the default language, or the oldest row if there is none."""
        if self.locale.language_code == settings.LANGUAGE_CODE:
            return self
        rows = type(self).objects.filter(translation_key=self.translation_key)
        return rows.originals().first() or rows.order_by("pk").first() or self

    def is_open(self, day: datetime.date) -> bool:
        """Return whether residents can leave feedback on `day`; both dates are inclusive."""
        return not self.opens_later(day) and not (self.closes_on and day > self.closes_on)

    def opens_later(self, day: datetime.date) -> bool:
        """Return whether the first day for feedback is after `day`."""
        return bool(self.opens_on and day < self.opens_on)

"""Snippets that pages refer to: organisations, venues and topics."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.admin.widgets import SlugInput
from wagtail.models import TranslatableMixin
from wagtail.search import index

from pages.forms.organisations import OrganisationForm
from pages.forms.web_addresses import WebAddressField
from pages.sorting import swedish_sort_key


class NamedSnippet(index.Indexed, models.Model):
    """Base class: a name, a slug and an alphabetical sort key."""

    name = models.CharField(
        _("name"), max_length=160, help_text=_("The name as residents know it.")
    )
    slug = models.SlugField(
        _("slug"),
        max_length=160,
        help_text=_("Short name in addresses and filters: a–z, 0–9 and hyphens."),
    )
    name_key = models.CharField(max_length=120, editable=False, db_index=True, default="")

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("slug"),
    ]

    class Meta:
        abstract = True
        ordering = ["name_key", "pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Set the sort key from the name, then save."""
        self.name_key = swedish_sort_key(self.name)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Reject line breaks in the name, which is used in e-mail subjects."""
        super().clean()
        self.name = " ".join(self.name.split())

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Check unique constraints also on fields that a form lacks, such as the locale.

        The error belongs to the first field of the constraint that the form has. Django skips a
        constraint with an excluded field, so that saving would fail in the database.
        """
        excluded = set(exclude or ())
        errors: dict[str, list[ValidationError]] = {}
        for model, constraints in self.get_constraints():
            for constraint in constraints:
                fields = getattr(constraint, "fields", ())
                shown = [name for name in fields if name not in excluded]
                skipped = excluded - {*fields} if shown else excluded
                try:
                    constraint.validate(model, self, exclude=skipped)
                except ValidationError as error:
                    name = shown[0] if shown else NON_FIELD_ERRORS
                    errors.setdefault(name, []).append(error)
        if errors:
            raise ValidationError(errors)

    def search_text(self) -> str:
        """Return the words by which search finds what names it."""
        return self.name


class OrganisationKind(models.TextChoices):
    """The type of an organisation."""

    ADMINISTRATION = "administration", _("Administration")
    ASSOCIATION = "association", _("Association")
    AUTHORITY = "authority", _("Authority")
    UNIVERSITY = "university", _("University")
    BUSINESS = "business", _("Business")
    OTHER = "other", _("Other")


class Organisation(NamedSnippet):
    """A city administration, an association or another body that takes part in the work."""

    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=OrganisationKind.choices,
        help_text=_("An administration is a part of the city and can have services."),
    )
    website = WebAddressField(
        _("website"), blank=True, help_text=_("Address of the organisation's own site.")
    )
    logo = models.ForeignKey(
        "pages.ContentImage",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown beside the name. A picture with a see-through background works best."),
    )
    staff = models.ForeignKey(
        "auth.Group",
        verbose_name=_("staff"),
        null=True,
        blank=True,
        # PROTECT: without the group, the staff would silently lose its permissions.
        on_delete=models.PROTECT,
        related_name="organisations",
        help_text=_(
            "Members of this user group work for the organisation. They see the feedback on its "
            "services, and nobody else's."
        ),
    )
    # Set when an administration is closed: its staff group is then not created again.
    closed_on = models.DateField(null=True, editable=False)

    base_form_class = OrganisationForm
    panels = [
        TitleFieldPanel("name", targets=["slug"]),
        FieldPanel("slug", widget=SlugInput),
        FieldPanel("kind"),
        FieldPanel("website"),
        FieldPanel("logo"),
        # Determines who reads the organisation's feedback and who publishes in its sections.
        FieldPanel("staff", permission="auth.change_group"),
    ]
    search_fields = [*NamedSnippet.search_fields, index.FilterField("kind")]

    class Meta(NamedSnippet.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                name="organisation_slug_unique",
                violation_error_message=_("Another organisation has this slug."),
            )
        ]


class Venue(TranslatableMixin, NamedSnippet):
    """A place where events are held, with its address and accessibility."""

    address = models.CharField(
        _("address"), max_length=160, help_text=_("Street and number, such as Bredgatan 11.")
    )
    postal_code = models.CharField(
        _("postal code"), max_length=10, blank=True, help_text=_("Five digits, such as 252 25.")
    )
    city = models.CharField(_("city"), max_length=80, blank=True, help_text=_("Postal town."))
    way_in = models.TextField(
        _("way in"),
        blank=True,
        help_text=_("Which door, which floor, how to be let in. Written for a first visit."),
    )
    step_free = models.BooleanField(
        _("step-free"),
        null=True,
        blank=True,
        help_text=_("Can be reached without a step, also by wheelchair. Leave open if not known."),
    )
    hearing_loop = models.BooleanField(
        _("hearing loop"),
        null=True,
        blank=True,
        help_text=_("Has a hearing loop. Leave open if not known."),
    )
    accessibility = models.TextField(
        _("accessibility"),
        blank=True,
        help_text=_("Lift, toilet, quiet room, scents, parking: what a visitor may need to know."),
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("In degrees (WGS 84), such as 56.046467."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("In degrees (WGS 84), such as 12.694512."),
    )

    panels = [
        TitleFieldPanel("name", targets=["slug"]),
        FieldPanel("slug", widget=SlugInput),
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldPanel("postal_code"),
                FieldPanel("city"),
                FieldPanel("latitude"),
                FieldPanel("longitude"),
            ],
            heading=_("Where it is"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("way_in"),
                FieldPanel("step_free"),
                FieldPanel("hearing_loop"),
                FieldPanel("accessibility"),
            ],
            heading=_("Getting in"),
        ),
    ]

    class Meta(TranslatableMixin.Meta, NamedSnippet.Meta):
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "locale"],
                name="venue_slug_unique",
                violation_error_message=_("Another venue has this slug."),
            )
        ]

    def search_text(self) -> str:
        """Return name and street."""
        return f"{self.name}, {self.address}"


class Topic(TranslatableMixin, NamedSnippet):
    """A subject that pages are tagged with, for filters and lists."""

    description = models.CharField(
        _("description"),
        max_length=255,
        blank=True,
        help_text=_("One sentence that tells what belongs to the topic."),
    )

    panels = [
        TitleFieldPanel("name", targets=["slug"]),
        FieldPanel("slug", widget=SlugInput),
        FieldPanel("description"),
    ]

    class Meta(TranslatableMixin.Meta, NamedSnippet.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "locale"],
                name="topic_slug_unique",
                violation_error_message=_("Another topic has this slug."),
            )
        ]

"""The forms in which editors write pages."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page, TranslatableMixin


class ContentPageForm(WagtailAdminPageForm):
    """Tells the page what it cannot know by itself: its future parent, and that it is a draft."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.future_parent = self.parent_page
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelMultipleChoiceField):
                self._narrow_to_language(name, field)

    def _narrow_to_language(self, name: str, field: forms.ModelMultipleChoiceField) -> None:
        """Offer what is in the page's language, and what is chosen already.

        A translated copy still refers to pages of the language that it was copied from.
        """
        choices = field.queryset
        if choices is None or not issubclass(choices.model, TranslatableMixin):
            return
        offered = Q(locale=self.instance.locale_id)
        if chosen := [item.pk for item in getattr(self.instance, name).all()]:
            offered |= Q(pk__in=chosen)
        field.queryset = _in_useful_order(choices.filter(offered))
        field.label_from_instance = _label  # type: ignore[assignment,method-assign]

    def _post_clean(self) -> None:
        # A draft may be unfinished: what a published page must have is asked for when it is
        # published, submitted or scheduled. Autosave would otherwise fail on every half-filled tab.
        self.instance.is_draft_being_saved = self.is_deferred_validation
        try:
            super()._post_clean()
        finally:
            self.instance.is_draft_being_saved = False


class EventPageForm(ContentPageForm):
    """Compares the event's time with those of its parts, which a copied event forgets to move."""

    def is_valid(self) -> bool:
        """Mark each schedule item whose day is not a day of the event."""
        valid = super().is_valid()
        schedule = self.formsets.get("schedule_items")
        start = self.cleaned_data.get("starts_at") if self.is_bound else None
        if not schedule or not start or self.is_deferred_validation:
            return valid
        first_day = timezone.localtime(start).date()
        last_day = timezone.localtime(self.cleaned_data.get("ends_at") or start).date()
        for item in schedule.forms:
            if item in schedule.deleted_forms or not (
                item_start := getattr(item, "cleaned_data", {}).get("starts_at")
            ):
                continue
            if not first_day <= timezone.localtime(item_start).date() <= last_day:
                item.add_error("starts_at", _("This is not a day of the event."))
                valid = False
        return valid


def _in_useful_order(queryset: QuerySet) -> QuerySet:
    """Latest first where things have a time, in Swedish alphabetical order otherwise."""
    fields = {field.name for field in queryset.model._meta.get_fields()}
    for name in ("starts_at", "title_key", "name_key"):
        if name in fields:
            return queryset.order_by("-starts_at" if name == "starts_at" else name)
    return queryset


def _label(item: Any) -> str:
    """Return what tells an item from its like: an event's day, a draft, another language."""
    label = item.draft_title if isinstance(item, Page) else str(item)
    if starts_at := getattr(item, "starts_at", None):
        label = f"{timezone.localtime(starts_at):%Y-%m-%d} {label}"
    if isinstance(item, Page) and not item.live:
        label = _("%(title)s (draft)") % {"title": label}
    return label

"""Admin forms for pages."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page, TranslatableMixin

from pages.forms.choosable_pages import choosable_pages


class ContentPageForm(WagtailAdminPageForm):
    """Sets the page's future parent and whether a draft is being saved."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.future_parent = self.parent_page
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelMultipleChoiceField):
                self._narrow_to_language(name, field)

    def _narrow_to_language(self, name: str, field: forms.ModelMultipleChoiceField) -> None:
        """Limit the choices to the page's language, plus the current ones.

        A translated copy still refers to pages in the language that it was copied from.
        """
        choices = field.queryset
        if choices is None or not issubclass(choices.model, TranslatableMixin):
            return
        offered = Q(locale=self.instance.locale_id)
        chosen = [item.pk for item in getattr(self.instance, name).all()]
        if chosen:
            offered |= Q(pk__in=chosen)
        if self.for_user is not None and issubclass(choices.model, Page):
            # As in Wagtail's page chooser, without the drafts of others.
            choices = choices.filter(choosable_pages(self.for_user) | Q(pk__in=chosen))
        field.queryset = _in_useful_order(choices.filter(offered))
        field.label_from_instance = _label  # type: ignore[assignment,method-assign]

    def _post_clean(self) -> None:
        # A draft may be incomplete: required fields are checked on publishing, submitting or
        # scheduling. Otherwise autosave would fail for every half-completed form.
        self.instance.is_draft_being_saved = self.is_deferred_validation
        try:
            super()._post_clean()
        finally:
            self.instance.is_draft_being_saved = False


class EventPageForm(ContentPageForm):
    """Checks that the schedule is on days of the event, for instance after copying an event."""

    def is_valid(self) -> bool:
        """Validate, and add an error to each schedule item that is not on a day of the event."""
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
    """Order by start, latest first, if there is one, otherwise alphabetically."""
    fields = {field.name for field in queryset.model._meta.get_fields()}
    for name in ("starts_at", "title_key", "name_key"):
        if name in fields:
            return queryset.order_by("-starts_at" if name == "starts_at" else name)
    return queryset


def _label(item: Any) -> str:
    """Return a label that distinguishes similar items: with the event's date, marked as draft."""
    label = item.draft_title if isinstance(item, Page) else str(item)
    if starts_at := getattr(item, "starts_at", None):
        label = f"{timezone.localtime(starts_at):%Y-%m-%d} {label}"
    if isinstance(item, Page) and not item.live:
        label = _("%(title)s (draft)") % {"title": label}
    return label

"""What follows from a change, wherever the change was made."""

from functools import partial
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction
from wagtail.signals import page_slug_changed, post_page_move

from pages.models import ContentImage, EventPage, IndexPage, Organisation, PossibleDate
from pages.page_urls import remember_gone
from pages.purging import purge_moved, purge_renamed, purge_restricted
from pages.roles import revoke_staff, set_up_organisation, set_up_section
from pages.tasks import keep_renditions, keep_renditions_of_collection


def keep_end_of_event(instance: PossibleDate, **kwargs: Any) -> None:
    """Recompute when the event is over after one of its possible times came, went or changed."""
    if kwargs.get("raw"):
        return
    event = EventPage.objects.filter(pk=instance.event_id).first()
    if event:
        EventPage.objects.filter(pk=event.pk).update(over_at=event.last_possible_end())


def open_section_to_staff(instance: IndexPage, **kwargs: Any) -> None:
    """Give a section, also a translated copy of one, to the staff of its organisation."""
    update_fields = kwargs.get("update_fields")
    if not kwargs.get("raw") and (update_fields is None or "organisation" in update_fields):
        set_up_section(instance)


def close_sections_to_former_staff(instance: Organisation, **kwargs: Any) -> None:
    """Take the rights of an organisation's staff from the user group that no longer is it."""
    if kwargs.get("raw") or not instance.pk:
        return
    before = Organisation.objects.filter(pk=instance.pk).select_related("staff").first()
    if before and before.staff_id != instance.staff_id:
        revoke_staff(before)


def set_up_staff(instance: Organisation, **kwargs: Any) -> None:
    """Give the staff of an organisation its rights."""
    if not kwargs.get("raw") and instance.staff_id:
        set_up_organisation(instance)


def make_renditions_of(instance: ContentImage, **kwargs: Any) -> None:
    """Have the files of a picture made that is new, or cut or shelved in another way."""
    if not kwargs.get("raw"):
        transaction.on_commit(partial(keep_renditions.enqueue, instance.pk))


def make_renditions_of_collection(instance: CollectionViewRestriction, **kwargs: Any) -> None:
    """Have files made or removed where a collection becomes public or private."""
    if not kwargs.get("raw"):
        path = instance.collection.path
        transaction.on_commit(partial(keep_renditions_of_collection.enqueue, path))


def remember_address(instance: Page, **kwargs: Any) -> None:
    """Keep the address of a page that is being deleted, also by the deletion of one above it."""
    remember_gone(instance)


def connect() -> None:
    """Start to listen; called once the apps are loaded."""
    post_save.connect(keep_end_of_event, sender=PossibleDate)
    post_delete.connect(keep_end_of_event, sender=PossibleDate)
    for model in apps.get_app_config("pages").get_models():
        if issubclass(model, IndexPage):
            post_save.connect(open_section_to_staff, sender=model)
    pre_save.connect(close_sections_to_former_staff, sender=Organisation)
    post_save.connect(set_up_staff, sender=Organisation)
    # The row that every page has: each type would be told a second time.
    pre_delete.connect(remember_address, sender=Page)
    post_save.connect(make_renditions_of, sender=ContentImage)
    for signal in (post_save, post_delete):
        signal.connect(make_renditions_of_collection, sender=CollectionViewRestriction)
        signal.connect(purge_restricted, sender=PageViewRestriction)
    post_page_move.connect(purge_moved)
    page_slug_changed.connect(purge_renamed)

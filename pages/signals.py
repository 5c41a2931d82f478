"""Signal handlers that keep derived data in step with saved changes."""

from functools import partial
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction
from wagtail.signals import page_slug_changed, post_page_move

from pages.caching import purge_moved, purge_renamed, purge_restricted
from pages.models import ContentImage, EventPage, IndexPage, Organisation, PossibleDate
from pages.page_urls import remember_gone
from pages.roles import revoke_staff, set_up_organisation, set_up_section
from pages.tasks import keep_renditions, keep_renditions_of_collection


def keep_end_of_event(instance: PossibleDate, **kwargs: Any) -> None:
    """Recompute an event's `over_at` after one of its possible times was saved or deleted."""
    if kwargs.get("raw"):
        return
    event = EventPage.objects.filter(pk=instance.event_id).first()
    if event:
        EventPage.objects.filter(pk=event.pk).update(over_at=event.last_possible_end())


def open_section_to_staff(instance: IndexPage, **kwargs: Any) -> None:
    """Give an organisation's staff its permissions on a saved section, also on a translation."""
    update_fields = kwargs.get("update_fields")
    if not kwargs.get("raw") and (update_fields is None or "organisation" in update_fields):
        set_up_section(instance)


def close_sections_to_former_staff(instance: Organisation, **kwargs: Any) -> None:
    """Revoke permissions from the former staff group when an organisation's group changes."""
    if kwargs.get("raw") or not instance.pk:
        return
    before = Organisation.objects.filter(pk=instance.pk).select_related("staff").first()
    if before and before.staff_id != instance.staff_id:
        revoke_staff(before)


def set_up_staff(instance: Organisation, **kwargs: Any) -> None:
    """Give an organisation's staff group its permissions."""
    if not kwargs.get("raw") and instance.staff_id:
        set_up_organisation(instance)


def make_renditions_of(instance: ContentImage, **kwargs: Any) -> None:
    """Queue the task that makes an image's files, after the commit."""
    if not kwargs.get("raw"):
        transaction.on_commit(partial(keep_renditions.enqueue, instance.pk))


def make_renditions_of_collection(instance: CollectionViewRestriction, **kwargs: Any) -> None:
    """Queue the tasks that make or delete files when a collection becomes public or private."""
    if not kwargs.get("raw"):
        path = instance.collection.path
        transaction.on_commit(partial(keep_renditions_of_collection.enqueue, path))


def remember_address(instance: Page, **kwargs: Any) -> None:
    """Store the path of a page that is being deleted, also as part of a subtree."""
    remember_gone(instance)


def connect() -> None:
    """Connect the handlers; called when the apps are loaded."""
    post_save.connect(keep_end_of_event, sender=PossibleDate)
    post_delete.connect(keep_end_of_event, sender=PossibleDate)
    for model in apps.get_app_config("pages").get_models():
        if issubclass(model, IndexPage):
            post_save.connect(open_section_to_staff, sender=model)
    pre_save.connect(close_sections_to_former_staff, sender=Organisation)
    post_save.connect(set_up_staff, sender=Organisation)
    # Connected to Page only: the specific type would call the handler a second time.
    pre_delete.connect(remember_address, sender=Page)
    post_save.connect(make_renditions_of, sender=ContentImage)
    for signal in (post_save, post_delete):
        signal.connect(make_renditions_of_collection, sender=CollectionViewRestriction)
        signal.connect(purge_restricted, sender=PageViewRestriction)
    post_page_move.connect(purge_moved)
    page_slug_changed.connect(purge_renamed)

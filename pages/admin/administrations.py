"""What a new administration needs: staff group, collection, review, and sections of its own."""

from typing import Any

from django.db import transaction
from wagtail.models import Page, Site

from pages.models import IndexPage, Organisation
from pages.roles import set_up_organisation


@transaction.atomic
def set_up_administration(administration: Organisation, user: Any = None) -> list[IndexPage]:
    """Give an administration its group, collection, workflow and sections; idempotent.

    Returns the sections that were created: one in each list below the default site's start page,
    published, with `user` as the author. A closed administration is not changed.
    """
    if administration.closed_on:
        return []
    set_up_organisation(administration)
    return [_add_section(index, administration, user) for index in _lists_without(administration)]


def publish_new(page: Page, parent: Page, user: Any = None) -> None:
    """Add a page to the tree and publish it, with a first revision in its history."""
    page.owner = user
    parent.add_child(instance=page)
    page.save_revision(user=user).publish(user=user)


def _lists_without(administration: Organisation) -> list[IndexPage]:
    """Return the first list of each type in which the administration has no section."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return []
    lists: dict[type, IndexPage] = {}
    for page in site.root_page.get_children().specific():
        if isinstance(page, IndexPage) and page.organisation_id is None:
            lists.setdefault(type(page), page)
    return [
        index
        for index in lists.values()
        if not type(index).objects.filter(organisation=administration).exists()
    ]


def _add_section(index: IndexPage, administration: Organisation, user: Any) -> IndexPage:
    taken = set(index.get_children().values_list("slug", flat=True))
    slug, number = administration.slug, 1
    while slug in taken:
        number += 1
        slug = f"{administration.slug}-{number}"
    section = type(index)(
        title=administration.name, slug=slug, locale=index.locale, organisation=administration
    )
    publish_new(section, index, user)
    return section

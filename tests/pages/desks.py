"""Administrations with a user of their own, for tests of permissions."""

from collections.abc import Callable

from django.test import Client

from pages.models import Organisation, OrganisationKind
from pages.roles import set_up_roles
from tests.factories import ArticleIndexPageFactory, ArticlePageFactory, OrganisationFactory


def administration(name: str, slug: str) -> Organisation:
    """Create an administration."""
    return OrganisationFactory(name=name, slug=slug, kind=OrganisationKind.ADMINISTRATION)


class Desk:
    """An administration with a section of articles, an article and a communicator."""

    def __init__(self, name: str, slug: str, client_of: Callable[..., Client]) -> None:
        self.organisation = administration(name, slug)
        set_up_roles()
        self.organisation.refresh_from_db()
        self.section = ArticleIndexPageFactory(
            parent=ArticleIndexPageFactory(), title=name, organisation=self.organisation
        )
        self.article = ArticlePageFactory(parent=self.section, title=f"Nytt från {slug}")
        self.client = client_of(self.organisation.staff, username=slug)

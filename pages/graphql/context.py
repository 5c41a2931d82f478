"""What a GraphQL request knows of sites, languages and its own host."""

from typing import Any

from django.http import HttpRequest

from cms.graphql.errors import BadUserInput
from cms.graphql.execution import Context
from pages.visibility import Environment, SiteTrees, Visibility


class ContentContext(Context):
    """The context of one request. The scope that loaders are given is a `SiteTrees`."""

    def __init__(self, host: str, environment: Environment | None = None) -> None:
        self.host = host
        self.environment = environment or Environment()

    @property
    def now(self) -> Any:
        """The moment of the request; the same for all of it."""
        return self.environment.now

    def site(self, hostname: str | None = None) -> SiteTrees:
        """Return the site that was asked for, else the host's, else the default one."""
        environment = self.environment
        site = environment.site_named(hostname) if hostname else environment.site_for(self.host)
        if site is None:
            raise BadUserInput(f"No site answers to the host '{hostname or self.host}'.")
        return site

    def visibility(self, site: SiteTrees) -> Visibility:
        """Return the policy for pages of a site."""
        return self.environment.visibility(site)

    def default_locale_id(self, site: SiteTrees) -> int:
        """Return the language that stands in where there is no translation."""
        return site.default_tree.locale_id

    def locale_id(self, code: str | None, site: SiteTrees) -> int | None:
        """Return the locale of a language code; None where nothing is written in it."""
        if not code:
            return self.default_locale_id(site)
        return self.environment.locale_id(code)

    def language(self, locale_id: int) -> str:
        """Return the code of a locale."""
        return self.environment.language(locale_id)


def make_context(request: HttpRequest) -> ContentContext:
    """Return the context of an HTTP request; nothing of it but the host is kept."""
    return ContentContext(request.get_host())

"""Arguments shared by the root fields, with their checks."""

from collections.abc import Mapping
from typing import Any

import graphene
from django.conf import settings

from cms.graphql.errors import BadUserInput
from cms.graphql.fields import ApiArgument
from pages.graphql.context import ContentContext
from pages.visibility import SiteTrees


def check_locale(value: str, _arguments: Mapping[str, Any], _context: ContentContext) -> None:
    """Raise BadUserInput for a language that is not a content language."""
    codes = [code for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES]
    if value not in codes:
        raise BadUserInput(
            f"Argument 'locale' must be one of {', '.join(codes)}; {value!r} is not."
        )


def check_site(value: str, _arguments: Mapping[str, Any], context: ContentContext) -> None:
    """Raise BadUserInput for a hostname that no site has."""
    if context.environment.site_named(value) is None:
        raise BadUserInput(f"Argument 'site' must be the hostname of a site; {value!r} is not.")


def scope_of(arguments: Mapping[str, Any], context: ContentContext) -> SiteTrees:
    """Return the site from the argument `site`, or the request's site."""
    return context.site(arguments.get("site"))


def locale_argument() -> ApiArgument:
    """Return the argument `locale`."""
    return ApiArgument(
        graphene.String,
        description="Language code, such as `sv` or `en`. Default: the site's default language.",
        check=check_locale,
    )


def site_argument() -> ApiArgument:
    """Return the argument `site`."""
    return ApiArgument(
        graphene.String,
        description=(
            "Hostname of a site. Default: the request's host, otherwise the default site."
        ),
        check=check_site,
    )


def slug_argument() -> graphene.Argument:
    """Return the required argument `slug`."""
    return graphene.Argument(
        graphene.String,
        required=True,
        description="The page's slug, such as `din-halsa`.",
    )

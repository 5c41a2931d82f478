"""The admin's URL patterns, as Django resolves them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver


class Address(NamedTuple):
    """A URL pattern of the admin: its name with namespaces, its route and its arguments."""

    name: str
    route: str
    arguments: tuple[str, ...]
    view: Any


def admin_addresses() -> list[Address]:
    """Return every URL pattern under /admin/, also those that hooks and viewsets add."""
    return [
        each
        for each in _walk(get_resolver().url_patterns, "", (), ())
        if each.route.startswith("admin/")
    ]


def _walk(
    patterns: list[URLPattern | URLResolver],
    route: str,
    namespaces: tuple[str, ...],
    arguments: tuple[str, ...],
) -> Iterator[Address]:
    for each in patterns:
        whole = route + str(each.pattern)
        named = (*arguments, *_arguments(each))
        if isinstance(each, URLResolver):
            inner = (*namespaces, each.namespace) if each.namespace else namespaces
            yield from _walk(each.url_patterns, whole, inner, named)
        else:
            view = getattr(each.callback, "view_class", each.callback)
            yield Address(":".join((*namespaces, each.name or "")), whole, named, view)


def _arguments(pattern: URLPattern | URLResolver) -> list[str]:
    inner = pattern.pattern
    return [*(inner.converters or inner.regex.groupindex)]

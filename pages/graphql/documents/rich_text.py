"""Rich text for front ends: HTML with resolved links, and plain text."""

import html
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wagtail.whitelist import DEFAULT_ELEMENT_RULES, Whitelister

from cms.graphql.fields import Call, Fetch, Loading
from pages.forms.web_addresses import is_safe_in_text
from pages.graphql.rewrite_urls import document_url
from pages.graphql.sources.media import DOCUMENTS
from pages.graphql.sources.pages import PAGES, PageKey
from pages.models import ContentDocument, ContentPage
from pages.visibility import SiteTrees

_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|blockquote)>|<br\s*/?>")
_TAG = re.compile(r"<[^>]*>")
_BLOCK_KEY = re.compile(r'\sdata-block-key="[^"]*"')
# Matches markup other than what the editor and this module produce. It can only come from an import
# or direct database access.
_STRANGE = re.compile(
    r'<(?!/?(?:p|h[2-6]|b|strong|i|em|ol|ul|li|br|hr|sub|sup)\s*/?>|/a>|a href="[^"<>]*">)'
)


class _Whitelister(Whitelister):
    element_rules = {
        name: rule
        for name, rule in DEFAULT_ELEMENT_RULES.items()
        if name not in {"div", "h1", "img"}
    }


@dataclass(frozen=True, slots=True)
class Linked:
    """Ids of the pages and documents that a text links to."""

    pages: frozenset[int]
    documents: frozenset[int]


def linked(source: str) -> Linked:
    """Return the targets of the links in a rich text in Wagtail's format."""
    pages, documents = set(), set()
    for attributes, _ in _LINK.findall(source):
        found = dict(_ATTRIBUTE.findall(attributes))
        if found.get("id", "").isdecimal():
            if found.get("linktype") == "page":
                pages.add(int(found["id"]))
            elif found.get("linktype") == "document":
                documents.add(int(found["id"]))
    return Linked(frozenset(pages), frozenset(documents))


def to_html(
    source: str,
    pages: Mapping[int, ContentPage],
    documents: Mapping[int, ContentDocument],
    site: SiteTrees,
) -> str:
    """Return HTML for a front end, safe to insert into a page.

    A link to a target that is not public is replaced by its text. Markup that the editor cannot
    produce is removed.
    """

    def replace(match: re.Match[str]) -> str:
        attributes, text = match.groups()
        address = _address(dict(_ATTRIBUTE.findall(attributes)), pages, documents, site)
        return f'<a href="{html.escape(address)}">{text}</a>' if address else text

    made = _BLOCK_KEY.sub("", _LINK.sub(replace, source))
    return _Whitelister().clean(made) if _STRANGE.search(made) else made


def _address(
    attributes: dict[str, str],
    pages: Mapping[int, ContentPage],
    documents: Mapping[int, ContentDocument],
    site: SiteTrees,
) -> str | None:
    kind = attributes.get("linktype")
    if kind is None:
        address = html.unescape(attributes.get("href", ""))
        return address if is_safe_in_text(address) else None
    number = attributes.get("id", "")
    if not number.isdecimal():
        return None
    if kind == "page" and int(number) in pages:
        return site.path_of(pages[int(number)].url_path)
    if kind == "document" and int(number) in documents:
        return document_url(documents[int(number)])
    return None


def to_text(source: str) -> str:
    """Return plain text, one line per paragraph and list item."""
    lines = html.unescape(_TAG.sub("", _BLOCK_END.sub("\n", source))).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


class RichTextLoader:
    """Converts the rich text `source(parent)` to HTML, in one batch for all parents."""

    def __init__(self, source: Callable[[Any], str], locale_id: Callable[[Any], int]) -> None:
        self.source = source
        self.locale_id = locale_id

    def load(self, parents: Sequence[Any], call: Call) -> Loading:
        """Return the HTML of each parent's text, with links in the parent's language."""
        texts = [self.source(parent) or "" for parent in parents]
        links = [linked(text) for text in texts]
        keys = {
            (pk, self.locale_id(parent)): PageKey(page_id=pk, locale_id=self.locale_id(parent))
            for parent, each in zip(parents, links, strict=True)
            for pk in each.pages
        }
        pages, documents = yield (
            Fetch(PAGES, keys.values()),
            Fetch(DOCUMENTS, _all(each.documents for each in links)),
        )
        return [
            to_html(
                text,
                {
                    pk: pages[keys[pk, self.locale_id(parent)]]
                    for pk in each.pages
                    if keys[pk, self.locale_id(parent)] in pages
                },
                documents,
                call.scope,
            )
            for parent, text, each in zip(parents, texts, links, strict=True)
        ]


def _all(ids: Iterable[frozenset[int]]) -> list[int]:
    return sorted(frozenset().union(*ids))

"""Structured data for search engines and assistants: schema.org as JSON-LD.

The functions convert their arguments to dictionaries without database queries. They include
everything that is passed in, so callers must pass public content only.
"""

from pages.syndication.structured_data.articles import article
from pages.syndication.structured_data.events import event, event_series
from pages.syndication.structured_data.json_ld import Facts, Node, Related, as_script_text, document
from pages.syndication.structured_data.navigation import breadcrumbs, web_page, web_site
from pages.syndication.structured_data.organisations import group, organisation, publisher
from pages.syndication.structured_data.places import place
from pages.syndication.structured_data.projects import project

__all__ = [
    "Facts",
    "Node",
    "Related",
    "article",
    "as_script_text",
    "breadcrumbs",
    "document",
    "event",
    "event_series",
    "group",
    "organisation",
    "place",
    "project",
    "publisher",
    "web_page",
    "web_site",
]

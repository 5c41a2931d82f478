"""Drafts for tests of the preview, and queries for them."""

import datetime

from tests.factories import default_home

NOW = datetime.datetime(2026, 5, 4, 9, 0, tzinfo=datetime.UTC)
CANARY = "kanariefågel"
PREVIEW = """
query ($token: String!) { preview(token: $token) {
  expiresAt savedAt isPublished problems { field message }
  page { __typename id title path url locale breadcrumbs { title path } parent { title } } } }
"""


def drafted(page, **changes):
    """Save a newer draft of a page and return it."""
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision(clean=False)
    return page


def never_saved(model, parent=None, **fields):
    """Return an unsaved page, as the form for a new one has it."""
    page = model(**{"title": "Osparad", "slug": "osparad", **fields})
    page.future_parent = parent or default_home()
    page.url_path = f"{page.future_parent.url_path}{page.slug}/"
    return page


def spread(model, fields):
    """Return a query for fields of a page type of the previewed draft."""
    return f"""query ($token: String!) {{ preview(token: $token) {{ problems {{ message }}
      page {{ ... on {model.__name__} {{ {fields} }} }} }} }}"""

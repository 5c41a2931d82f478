"""URLs of pages, with the same paths as in the front end; here staff see a plain version."""

from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.urls import serve_pattern

from pages.views import show_page_to_editors

urlpatterns = [
    # The URL name that Wagtail uses for page URLs; must precede Wagtail's own view.
    re_path(serve_pattern, show_page_to_editors, name="wagtail_serve"),
    path("", include(wagtail_urls)),
]

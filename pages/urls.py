"""The addresses of pages, as front ends have them; here they show editors what they published."""

from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.urls import serve_pattern

from pages.views import show_page_to_editors

urlpatterns = [
    # The name by which Wagtail makes a page's address; it comes before Wagtail's own view.
    re_path(serve_pattern, show_page_to_editors, name="wagtail_serve"),
    path("", include(wagtail_urls)),
]

"""Grapple's own addresses, and those of the pages, so that a page knows its address."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from grapple import urls as grapple_urls
from wagtail import urls as wagtail_urls

urlpatterns = [
    path("", include(grapple_urls)),
    *i18n_patterns(path("", include(wagtail_urls)), prefix_default_language=False),
]

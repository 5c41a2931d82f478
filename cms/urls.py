"""Every address of the project."""

from itertools import chain

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.http import Http404
from django.urls import include, path, re_path
from django.views.decorators.cache import cache_control
from django.views.defaults import page_not_found
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.documents.views.serve import serve

from cms.accounts.login import LoginView, PasswordResetView
from cms.endpoint import graphql_view
from cms.graphiql import graphiql
from cms.health.views import live, ready, status
from cms.security.contact import security_txt
from cms.start_page import StartPage

# Public uploads. Documents are served by a Wagtail view, which checks whether they are private.
PICTURES = ("images", "original_images", "avatar_images")

handler500 = "cms.outages.responses.server_error"

urlpatterns = [
    path("", StartPage.as_view(), name="start_page"),
    # Wagtail's test page, which always answers 500.
    path("admin/failwhale/", page_not_found, {"exception": Http404()}),
    # With limits; before Wagtail's views of the same names.
    path("admin/login/", LoginView.as_view(), name="wagtailadmin_login"),
    path("admin/password_reset/", PasswordResetView.as_view(), name="wagtailadmin_password_reset"),
    path("admin/", include(wagtailadmin_urls)),
    # What some may see must not stay with a proxy; and anything may become private.
    re_path(r"^documents/(\d+)/(.*)$", cache_control(private=True, no_cache=True)(serve)),
    path("documents/", include(wagtaildocs_urls)),
    path("feedback/", include("feedback.urls")),
    path("feeds/", include("pages.syndication.urls")),
    path("graphiql/", graphiql, name="graphiql"),
    path(settings.GRAPHQL_PATH[1:], graphql_view, name="graphql"),
    path(settings.GRAPHQL_PATH.strip("/"), graphql_view),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("healthz/live", live, name="healthz_live"),
    path("healthz/ready", ready, name="healthz_ready"),
    path("healthz/status", status, name="healthz_status"),
    path("open-data/", include("feedback.resident.open_data_urls")),
    # In development only; in production the proxy or the object store serves uploads.
    *chain.from_iterable(
        static(f"{settings.MEDIA_URL}{folder}/", document_root=f"{settings.MEDIA_ROOT}/{folder}")
        for folder in PICTURES
    ),
    # Last, since it takes every address: pages, with /en/ before those in English.
    *i18n_patterns(path("", include("pages.urls")), prefix_default_language=False),
]

"""The product's models behind wagtail-grapple as its own documentation sets it up.

Used in a process of its own only: importing grapple's schema changes graphql-core for the whole
process. Everything that has to do with the database, the cache and the files is the product's own;
the apps do not register the contract's types, and the middleware is what `wagtail start` writes.
"""

from cms.settings import *  # noqa: F403
from cms.settings import INSTALLED_APPS as PRODUCT_APPS

_INSTEAD = {
    "pages": "tests.benchmarks.stock_grapple.apps.StockPages",
    "feedback": "tests.benchmarks.stock_grapple.apps.PlainFeedback",
    "cms": "tests.benchmarks.stock_grapple.apps.PlainCms",
}
INSTALLED_APPS = [_INSTEAD.get(app, app) for app in PRODUCT_APPS]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
ROOT_URLCONF = "tests.benchmarks.stock_grapple.urls"
WSGI_APPLICATION = "tests.benchmarks.stock_grapple.wsgi.application"
GRAPHENE = {"SCHEMA": "grapple.schema.schema"}
GRAPPLE = {"APPS": ["pages"]}

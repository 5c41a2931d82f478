"""Puts the response cache in front of a WSGI application."""

from django.conf import settings
from django.core.cache import caches

from cms.response_cache.application import Application, ResponseCache
from cms.response_cache.lifetimes import PERIODS, Periods
from cms.response_cache.namespace import fingerprint
from cms.response_cache.stores import SharedStore


def with_response_cache(application: Application, periods: Periods = PERIODS) -> Application:
    """Return `application` behind the cache; unchanged if RESPONSE_CACHE_MB is below 1."""
    if settings.RESPONSE_CACHE_MB < 1:
        return application
    return ResponseCache(
        application,
        periods=periods,
        max_bytes=settings.RESPONSE_CACHE_MB * 1_000_000,
        shared_store=SharedStore.of(caches["default"], fingerprint()),
        cdn_seconds=settings.CDN_SECONDS,
    )

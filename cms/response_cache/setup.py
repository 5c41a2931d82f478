"""Puts the cache in front of Django, as the settings say."""

from django.conf import settings
from django.core.cache import caches

from cms.response_cache.application import Application, ResponseCache
from cms.response_cache.lifetimes import PERIODS, Periods
from cms.response_cache.namespace import fingerprint
from cms.response_cache.stores import SharedStore


def in_front_of(application: Application, periods: Periods = PERIODS) -> Application:
    """Return `application` with the cache in front of it, or as it is where there is none."""
    if settings.RESPONSE_CACHE_MB < 1:
        return application
    return ResponseCache(
        application,
        periods=periods,
        max_bytes=settings.RESPONSE_CACHE_MB * 1_000_000,
        shared_store=SharedStore.in_front_of(caches["default"], fingerprint()),
        cdn_seconds=settings.CDN_SECONDS,
    )

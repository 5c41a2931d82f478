"""Notices a proxy in front that the settings do not mention.

Without TRUSTED_PROXIES all visitors share the proxy's address, and with it one rate limit; without
PROXY_HTTPS_HEADER every request seems to be unencrypted.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)

# By setting: the headers that only a proxy needs to send.
_HEADERS = {
    "TRUSTED_PROXIES": ("X-Forwarded-For", "X-Real-IP", "Forwarded"),
    "PROXY_HTTPS_HEADER": ("X-Forwarded-Proto", "X-Forwarded-Ssl", "Forwarded"),
}
_DAY = 86_400
# Names of settings found missing by this process; the cache has those found by others.
_found: set[str] = set()


class UnexpectedProxy:
    """Logs a missing setting once per process, without anything of the request but a header's name.

    Not used where both are set.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not any(_missing()):
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on unchanged."""
        for setting in _missing():
            if setting not in _found and (header := _header(setting, request.META)):
                _found.add(setting)
                logger.warning(
                    "A request has the header %s, but %s is not set: see “Behind a proxy” in "
                    "docs/operations.md.",
                    header,
                    setting,
                )
                _share(setting)
        return self.get_response(request)


def unexpected_proxy() -> str:
    """Return which settings the proxy in front needs, or "". Anybody can send these headers."""
    noticed = [setting for setting in _missing() if setting in _found or _is_shared(setting)]
    if not noticed:
        return ""
    return (
        f"requests have headers of a proxy, but {' and '.join(noticed)} "
        f"{'is' if len(noticed) == 1 else 'are'} not set"
    )


def _missing() -> Iterator[str]:
    if settings.TRUSTED_PROXIES < 1:
        yield "TRUSTED_PROXIES"
    if not settings.SECURE_PROXY_SSL_HEADER:
        yield "PROXY_HTTPS_HEADER"


def _header(setting: str, meta: Mapping[str, Any]) -> str:
    """Return the first of the setting's headers that the request has, or ""."""
    for name in _HEADERS[setting]:
        if meta.get(f"HTTP_{name.upper().replace('-', '_')}"):
            return name
    return ""


def _share(setting: str) -> None:
    """Let other processes report it too; without the cache, this one still does."""
    try:
        cache.add(f"healthz:missing:{setting}", True, _DAY)
    except Exception:
        logger.info("The cache is down: only this process reports %s.", setting)


def _is_shared(setting: str) -> bool:
    try:
        return bool(cache.get(f"healthz:missing:{setting}"))
    except Exception:
        # Its own check reports the cache.
        return False

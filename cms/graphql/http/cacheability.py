"""Whether a cache may store a response, passed on in the environment of the request."""

from enum import Enum

from django.http import HttpRequest

CACHEABILITY = "graphql.cacheability"


class Cacheability(Enum):
    """Whether a response may be sent to other clients."""

    SHARED = "shared"
    # An error or a refusal: the next request may succeed.
    NOT_NOW = "not now"
    # A mutation or a personal response: requests like it need not look in the cache.
    NEVER = "never"


def set_cacheability(request: HttpRequest, *, is_personal: bool, has_failed: bool) -> None:
    """Record for the response cache whether it may store the response to `request`."""
    if is_personal:
        request.META[CACHEABILITY] = Cacheability.NEVER
    else:
        request.META[CACHEABILITY] = Cacheability.NOT_NOW if has_failed else Cacheability.SHARED

"""Rate limit of requests that the response cache did not answer, per client address."""

from django.conf import settings
from django.http import HttpRequest

from cms.graphql.errors import Code, Refusal
from cms.throttling import Throttle, is_exempt

MINUTE = 60

_throttle = Throttle("graphql", period=MINUTE)


def limit_rate(request: HttpRequest) -> None:
    """Count an uncached request; raise `Refusal` if its address exceeds the limit."""
    if settings.RATE_LIMIT < 1 or is_exempt(request):
        return
    seconds = _throttle.wait(request, settings.RATE_LIMIT)
    if seconds is not None:
        raise Refusal(
            Code.RATE_LIMITED,
            f"Rate limit exceeded: {settings.RATE_LIMIT} uncached requests per minute per address. "
            f"Retry in {seconds} seconds.",
            status=429,
            headers={"Retry-After": str(seconds)},
        )

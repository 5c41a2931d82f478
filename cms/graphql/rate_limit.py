"""How many answers one address may have computed for it."""

from django.conf import settings
from django.http import HttpRequest

from cms.addresses import visitor_address
from cms.graphql.errors import Code, Refusal
from cms.throttling import Throttle

MINUTE = 60

_throttle = Throttle("graphql", period=MINUTE)


def limit_rate(request: HttpRequest) -> None:
    """Count a request that no cache could answer, or raise `Refusal` where it is one too many."""
    if settings.RATE_LIMIT < 1 or _is_exempt(request):
        return
    seconds = _throttle.wait(request, settings.RATE_LIMIT)
    if seconds is not None:
        raise Refusal(
            Code.RATE_LIMITED,
            f"One address may ask {settings.RATE_LIMIT} questions a minute that no cache can "
            f"answer. Ask again in {seconds} seconds.",
            status=429,
            headers={"Retry-After": str(seconds)},
        )


def _is_exempt(request: HttpRequest) -> bool:
    exempt = settings.RATE_LIMIT_EXEMPT
    address = visitor_address(request.META, settings.TRUSTED_PROXIES) if exempt else None
    return address is not None and any(address in network for network in exempt)

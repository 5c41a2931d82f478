"""The two addresses that a load balancer or an orchestrator asks."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from cms.health.probes import CHECKS


@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """Say that the process answers; whatever else is wrong, a restart would not mend it."""
    return JsonResponse({})


@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Say whether everything is there that an answer to a visitor needs; 503 when not."""
    found = {name: check() for name, check in CHECKS.items()}
    return JsonResponse(
        {name: wrong or "OK" for name, wrong in found.items()},
        status=503 if any(found.values()) else 200,
    )

"""The URLs for load balancers and orchestrators."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache

from cms.health.probes import CHECKS, WARNINGS


@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """Return 200: the process responds. Other failures do not need a restart."""
    return JsonResponse({})


@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Return 200 if everything that requests need is working, otherwise 503; each check as JSON.

    Warnings are in the JSON too, and do not change the status.
    """
    found = {name: check() for name, check in CHECKS.items()}
    warnings = {name: check() for name, check in WARNINGS.items()}
    return JsonResponse(
        {name: wrong or "OK" for name, wrong in (found | warnings).items()},
        status=503 if any(found.values()) else 200,
    )

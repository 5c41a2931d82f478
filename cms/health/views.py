"""The URLs for load balancers, orchestrators and operators."""

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from cms.health import figures
from cms.health.probes import CHECKS, READY, WARNINGS


@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """Return 200: the process responds. Other failures do not need a restart."""
    return JsonResponse({})


@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Return 200 if this process can answer requests, otherwise 503; each check as JSON.

    Warnings are in the JSON too, and do not change the status.
    """
    found = {name: CHECKS[name]() for name in READY}
    return _response(found, {})


@never_cache
def status(request: HttpRequest) -> JsonResponse:
    """Return 200 if the whole installation works, otherwise 503; checks and numbers as JSON."""
    found = {name: check() for name, check in CHECKS.items()}
    return _response(found, _numbers())


def _response(found: dict[str, str], numbers: dict[str, int | None]) -> JsonResponse:
    warnings = {name: check() for name, check in WARNINGS.items()}
    return JsonResponse(
        {name: wrong or "OK" for name, wrong in (found | warnings).items()} | numbers,
        status=503 if any(found.values()) else 200,
    )


def _numbers() -> dict[str, int | None]:
    """Return the age of the last batch in seconds, and the queue's length; None if unknown."""
    try:
        age = figures.batch_age(timezone.now())
        waiting = figures.waiting_tasks()
    except (DatabaseError, InterfaceError):
        return {"feedback_batch_age_seconds": None, "waiting_tasks": None}
    seconds = None if age is None else int(age.total_seconds())
    return {"feedback_batch_age_seconds": seconds, "waiting_tasks": waiting}

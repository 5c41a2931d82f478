"""The URLs for load balancers, orchestrators and operators."""

from contextlib import suppress

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from cms.health import figures
from cms.health.probes import CHECKS, READY, WARNINGS, run


@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """Return 200: the process responds. Other failures do not need a restart."""
    return JsonResponse({})


@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Return 200 if this process can answer requests, otherwise 503; each check as JSON.

    Warnings are in the JSON too, and do not change the status.
    """
    return _response(run(READY), {})


@never_cache
def status(request: HttpRequest) -> JsonResponse:
    """Return 200 if the whole installation works, otherwise 503; checks and numbers as JSON."""
    found = run(CHECKS)
    return _response(found, _numbers(is_known=not found["database"]))


def _response(found: dict[str, str], numbers: dict[str, int | None]) -> JsonResponse:
    warnings = {name: check() for name, check in WARNINGS.items()}
    return JsonResponse(
        {name: wrong or "OK" for name, wrong in (found | warnings).items()} | numbers,
        status=503 if any(found.values()) else 200,
    )


def _numbers(*, is_known: bool) -> dict[str, int | None]:
    """Return the age of the last batch in seconds, and the queue's length; None if unknown."""
    seconds = waiting = None
    if is_known:
        with suppress(DatabaseError, InterfaceError):
            waiting = figures.waiting_tasks()
            if (age := figures.batch_age(timezone.now())) is not None:
                seconds = int(age.total_seconds())
    return {"feedback_batch_age_seconds": seconds, "waiting_tasks": waiting}

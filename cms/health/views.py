"""The two addresses that a load balancer or an orchestrator asks."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from health_check.views import HealthCheckView

from cms.health import heartbeats
from cms.health.checks import DatabaseAnswers, MigrationsApplied, ProcessAlive


class Live(HealthCheckView):
    """The process answers; whatever else is wrong, a restart would not mend it."""

    checks = ()


class Ready(HealthCheckView):
    """Everything that an answer to a visitor needs is there; 503 when not."""

    checks = (
        DatabaseAnswers,
        "health_check.checks.Cache",
        MigrationsApplied,
        (ProcessAlive, {"name": heartbeats.WORKER}),
        (ProcessAlive, {"name": heartbeats.SCHEDULER}),
    )

    async def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Say 503 (come back later) where the library says 500 (our mistake)."""
        response = await super().dispatch(request, *args, **kwargs)
        if response.status_code == 500:
            response.status_code = 503
        return response

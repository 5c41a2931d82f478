"""The GraphQL over HTTP endpoint: GET for queries, POST for all operations, no cookies."""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from cms.graphql.errors import Code, Refusal, mask
from cms.graphql.execution.execute import Context, Engine
from cms.graphql.guard.rate_limit import limit_rate
from cms.graphql.http.cacheability import set_cacheability
from cms.graphql.http.conditional import etag_of, is_known
from cms.graphql.http.requests import JSON, negotiate, read_request


@method_decorator(csrf_exempt, name="dispatch")
class GraphQLView(View):
    """Answers GraphQL requests (https://graphql.github.io/graphql-over-http/).

    No session or user is read: a response does not depend on who requests it, so any cache may
    store it, and CSRF protection is not needed.
    """

    engine: Engine = None  # type: ignore[assignment]
    make_context: Callable[[HttpRequest], Context] = None  # type: ignore[assignment]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return a response in the media type that the client accepts, also for errors."""
        media_type = JSON
        try:
            media_type = negotiate(request.headers.get("Accept", ""))
            if request.method == "OPTIONS":
                response = HttpResponse(status=204, headers={"Allow": _ALLOW})
            else:
                response = self._answer(request, media_type)
        except Refusal as refusal:
            response = _refuse(refusal, media_type)
        except Exception as error:
            response = _respond({"errors": [mask(error)]}, media_type, status=500)
        patch_vary_headers(response, ["Accept"])
        return response

    def _answer(self, request: HttpRequest, media_type: str) -> HttpResponse:
        if request.method not in {"GET", "HEAD", "POST"}:
            raise Refusal(
                Code.METHOD_NOT_ALLOWED,
                f"The method {request.method} is not allowed. Use GET or POST.",
                status=405,
                headers={"Allow": _ALLOW},
            )
        graphql_request = read_request(request)
        if self.engine.is_counted(graphql_request):
            limit_rate(request)
        context = self.make_context(request)
        context.request = request
        payload = self.engine.run(graphql_request, context)
        set_cacheability(request, is_personal=context.is_personal, has_failed="errors" in payload)
        response = _respond(payload, media_type, status=200)
        if request.method == "POST" or "errors" in payload:
            response["Cache-Control"] = "no-store"
            return response
        return _make_cacheable(response, request)


_ALLOW = "GET, HEAD, POST, OPTIONS"


def _make_cacheable(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Add a validator, so that caches may store the response and revalidate it."""
    etag = etag_of(response.content, response["Content-Type"])
    if is_known(etag, request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=304)
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"
    return response


def refuse(refusal: Refusal, request: HttpRequest) -> HttpResponse:
    """Return the response to a request that middleware refuses."""
    try:
        media_type = negotiate(request.headers.get("Accept", ""))
    except Refusal:
        media_type = JSON
    return _refuse(refusal, media_type)


def _refuse(refusal: Refusal, media_type: str) -> HttpResponse:
    # GraphQL over HTTP: a client that accepts only application/json cannot distinguish this 400
    # from that of a proxy, so a well-formed HTTP request gets 200 with the errors.
    status = refusal.status
    if media_type == JSON and status == 400 and not refusal.is_malformed_http:
        status = 200
    response = _respond({"errors": refusal.formatted()}, media_type, status=status)
    for name, value in refusal.headers.items():
        response[name] = value
    response["Cache-Control"] = "no-store"
    return response


def _respond(payload: dict[str, Any], media_type: str, *, status: int) -> HttpResponse:
    body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    response = HttpResponse(body, content_type=f"{media_type}; charset=utf-8", status=status)
    response["X-Content-Type-Options"] = "nosniff"
    return response

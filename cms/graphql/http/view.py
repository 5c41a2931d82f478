"""The endpoint: GraphQL over HTTP, without cookies, by GET for queries and by POST."""

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
from cms.graphql.http.cacheability import tell
from cms.graphql.http.conditional import etag_of, is_known
from cms.graphql.http.requests import JSON, negotiate, read_request


@method_decorator(csrf_exempt, name="dispatch")
class GraphQLView(View):
    """Answers GraphQL requests (https://graphql.github.io/graphql-over-http/).

    Nothing here asks for a session or a user: what a request may read does not depend on who
    sends it, so answers can be kept by any cache, and there is nothing to forge.
    """

    engine: Engine = None  # type: ignore[assignment]
    make_context: Callable[[HttpRequest], Context] = None  # type: ignore[assignment]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer, whatever happens, in the media type that the client asked for."""
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
                f"Send a query by GET or POST; {request.method} is not answered.",
                status=405,
                headers={"Allow": _ALLOW},
            )
        graphql_request = read_request(request)
        limit_rate(request)
        context = self.make_context(request)
        context.request = request
        payload = self.engine.run(graphql_request, context)
        tell(request, is_personal=context.is_personal, has_failed="errors" in payload)
        response = _respond(payload, media_type, status=200)
        if request.method == "POST" or "errors" in payload:
            response["Cache-Control"] = "no-store"
            return response
        return _make_cacheable(response, request)


_ALLOW = "GET, HEAD, POST, OPTIONS"


def _make_cacheable(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Let caches keep an answer to GET and ask whether it is still the same."""
    etag = etag_of(response.content, response["Content-Type"])
    if is_known(etag, request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=304)
    response["ETag"] = etag
    response["Cache-Control"] = "public, no-cache"
    return response


def refuse(refusal: Refusal, request: HttpRequest) -> HttpResponse:
    """Return a refusal from outside of the view, in the media type that the client asked for."""
    try:
        media_type = negotiate(request.headers.get("Accept", ""))
    except Refusal:
        media_type = JSON
    return _refuse(refusal, media_type)


def _refuse(refusal: Refusal, media_type: str) -> HttpResponse:
    # GraphQL over HTTP: a client that asked for application/json cannot tell our 400 from one of
    # a proxy on the way, so a request that is well-formed HTTP gets 200 and the errors.
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

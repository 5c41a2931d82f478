"""Middleware that refuses unknown hosts with a GraphQL response."""

from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

from cms.graphql.errors import Code, Refusal
from cms.graphql.http.cookies import PATHS
from cms.graphql.http.view import refuse


class KnownHosts:
    """Refuses API requests whose host is not in ALLOWED_HOSTS.

    Django's own refusal is an HTML page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, or refuse it."""
        if request.path_info in PATHS:
            try:
                request.get_host()
            except DisallowedHost:
                return refuse(
                    Refusal(Code.BAD_REQUEST, "Unknown host."),
                    request,
                )
        return self.get_response(request)

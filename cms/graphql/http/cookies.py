"""Keeps cookies away from the endpoint."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PATH: str = settings.GRAPHQL_PATH
# A client that leaves the slash out is answered too: a redirect would lose what it posted.
PATHS = {PATH, PATH.rstrip("/")}


class WithoutCookies:
    """Takes the cookies off a request for the API, before anything reads them.

    Of one that it cannot read, Django's own middleware would send a new one with the answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through, as from a visitor without cookies."""
        if request.path_info in PATHS:
            request.META.pop("HTTP_COOKIE", None)
        return self.get_response(request)

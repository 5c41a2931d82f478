"""Middleware that removes cookies from requests to the endpoint."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PATH: str = settings.GRAPHQL_PATH
# Without the slash too: a redirect would lose the body of a POST request.
PATHS = {PATH, PATH.rstrip("/")}


class WithoutCookies:
    """Removes the cookies of API requests before other middleware reads them.

    Django's middleware would replace a cookie that it cannot read, and so set one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Remove the cookies of a request to the API and pass it on."""
        if request.path_info in PATHS:
            request.META.pop("HTTP_COOKIE", None)
        return self.get_response(request)

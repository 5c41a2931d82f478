"""Privacy headers of every response under /feedback/, including errors and redirects."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PREFIX = "/feedback/"


class ResidentPrivacy:
    """Removes cookies from requests and responses, and disables caching and referrers.

    As a middleware, so that it covers Django's own responses too: bad requests and appended
    slashes.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Handle the request without its cookies, and set the headers."""
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        response = self.get_response(request)
        response.cookies.clear()
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response

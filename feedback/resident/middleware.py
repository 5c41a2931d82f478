"""What holds for every answer under the residents' addresses, also for errors and redirects."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PREFIX = "/feedback/"


class ResidentPrivacy:
    """Takes cookies off requests and answers, and keeps the answers out of caches and referrers.

    Some are Django's own: to what is no request, and where a slash is missing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through, as from a visitor without cookies."""
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        response = self.get_response(request)
        response.cookies.clear()
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response

"""Security headers of all responses; the admin has a less strict Content-Security-Policy."""

from dataclasses import asdict
from functools import cached_property

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

ADMIN_PREFIX = "/admin/"
# Pages of which no other site uses a part, as front ends do of documents, feeds and images.
OWN_PREFIXES = (ADMIN_PREFIX, "/feedback/", "/graphiql/")
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class SecurityHeadersMiddleware(CSPMiddleware):
    """Applies ADMIN_CONTENT_SECURITY_POLICY under /admin/, unless a view has its own policy."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Add the policy; that of an answer in JSON, which no view changes, is built once."""
        if response.headers.get("Content-Type", "").partition(";")[0].endswith("json"):
            response.headers.setdefault(HEADER, self._policy_of_data)
            return response
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if request.path_info.startswith(OWN_PREFIXES):
            response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return super().process_response(request, response)

    @cached_property
    def _policy_of_data(self) -> str:
        return build_policy(**asdict(super().get_policy_parts(HttpRequest(), HttpResponse())))

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Return the strict policy, with the admin's directives where they apply."""
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith(ADMIN_PREFIX) and parts.replace is None:
            parts.replace = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts

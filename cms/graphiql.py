"""GraphiQL, from files that we serve: the stock pages load scripts from a CDN."""

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render


# GraphiQL's editor and menus write styles into the page.
@csp_update({"style-src": [UNSAFE_INLINE], "font-src": [SELF, "data:"]})
def graphiql(request: HttpRequest) -> HttpResponse:
    """Show it where it is switched on: in development, or with GRAPHIQL=1."""
    if not settings.GRAPHIQL:
        raise Http404
    return render(request, "cms/graphiql.html")

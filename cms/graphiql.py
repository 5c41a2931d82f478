"""GraphiQL with local files; the stock pages load scripts from a CDN."""

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render


# GraphiQL's editor and menus use inline styles.
@csp_update({"style-src": [UNSAFE_INLINE], "font-src": [SELF, "data:"]})
def graphiql(request: HttpRequest) -> HttpResponse:
    """Render GraphiQL if it is enabled: with DEBUG or GRAPHIQL=1; otherwise 404."""
    if not settings.GRAPHIQL:
        raise Http404
    return render(request, "cms/graphiql.html")

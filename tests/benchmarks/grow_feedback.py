"""A process that fills the database of its environment with submissions, and lets an editor in.

    python -m tests.benchmarks.grow_feedback 1000000

Prints what to ask of it, as a line of JSON: a list of visits, each with a name, an address and,
where only an editor may read it, a cookie.
"""

import json
import os
import sys
from collections.abc import Iterator

import django
from django.urls import reverse

# Words of `feedback.demo.generated_comments`: of every third comment, of a hundredth, of none.
COMMON, BOTH_COMMON, NONE = "handläggare", "personalen väntan", "lupinfält"


def main() -> None:
    """Add the submissions and releases, as the years of an installation do."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    quietly = {"stdout": sys.stderr}
    call_command("generate_submissions", sys.argv[1], "--mix-with-real", **quietly)
    call_command("recompute_rollups", "--check", **quietly)
    call_command("release_figures", **quietly)
    call_command("refresh_statistics", **quietly)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # The server's own autovacuum would, within minutes.
            cursor.execute("VACUUM ANALYZE")
    print(json.dumps(list(visits())))


def visits() -> Iterator[dict[str, str]]:
    """Yield what an editor and the public read."""
    from urllib.parse import urlencode

    from feedback.handling import inbox
    from feedback.models import Service, Submission

    index, cookie = reverse("submissions:index"), editors_cookie()
    first = inbox.inbox_page(Service.objects.originals(), Submission.objects.order_by())
    newest = Submission.objects.latest("month").month
    asked = {
        "inbox: first page": {},
        "inbox: second page": {"after": inbox.Place.of(first.rows[-1])},
        "inbox: those that are new": {"status": "new"},
        "inbox: answered ones with a rating of 2": {"status": "answered", "rating": 2},
        "inbox: a month": {"month": newest.isoformat()},
        "inbox: those assigned to the reader, of whom there are none": {"assigned_to": "me"},
        "inbox: search for a common word": {"q": COMMON},
        "inbox: search for two words": {"q": BOTH_COMMON},
        "inbox: search for a word that nobody wrote": {"q": NONE},
    }
    for name, query in asked.items():
        yield {"name": name, "path": f"{index}?{urlencode(query)}", "cookie": cookie}
    yield {"name": "home of the admin", "path": reverse("wagtailadmin_home"), "cookie": cookie}
    service = Service.objects.originals().order_by("pk")[0]
    dashboards = {
        "administration": service.administration_id,
        "service": service.pk,
    }
    for route, pk in dashboards.items():
        path = reverse(f"feedback_dashboard:{route}", args=[pk])
        yield {"name": f"dashboard of the {route}", "path": f"{path}?period=all", "cookie": cookie}
    yield {"name": "open data: JSON", "path": reverse("open_data:figures_json"), "cookie": ""}
    yield {"name": "open data: CSV", "path": reverse("open_data:figures_csv"), "cookie": ""}
    yield {"name": "form of a service", "path": "/feedback/digidel-drop-in/", "cookie": ""}


def editors_cookie() -> str:
    """Return the cookie of an editor who reads the feedback of every administration."""
    from django.conf import settings
    from django.contrib.auth import (
        BACKEND_SESSION_KEY,
        HASH_SESSION_KEY,
        SESSION_KEY,
        get_user_model,
    )
    from django.contrib.sessions.backends.db import SessionStore

    editor = get_user_model().objects.create_superuser(
        username="of-the-benchmark", email="", password=None
    )
    session = SessionStore()
    session[SESSION_KEY] = str(editor.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = editor.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


if __name__ == "__main__":
    main()

"""Varnish in front, as in deploy/varnish.vcl, forgets what changed and nothing else."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from wagtail.models import Site

from tests.factories import GroupPageFactory, StandardPageFactory, default_home
from tests.response_cache.processes import WebProcess, database_url, free_port

# Debian keeps it out of the path of everyone but root.
VARNISH = shutil.which("varnishd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
CMS, FRONT_END = "cms.example.org", "www.example.org"
GROUPS = f"/graphql/?{urlencode({'query': '{ groups { nodes { title } } }'})}"
SITE = f"/graphql/?{urlencode({'query': '{ site { name } }'})}"
FEED = "/feeds/events.ics"
HOUR = 3_600

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(VARNISH is None, reason="Varnish is not installed: apt install varnish"),
]

Ask = Callable[..., tuple[int, str, bool]]


class FrontEnd(ThreadingHTTPServer):
    """Shows the title of each page, and lets caches keep it for an hour."""

    def __init__(self, api: WebProcess) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.api = api


class Handler(BaseHTTPRequestHandler):
    server: FrontEnd

    def do_GET(self) -> None:
        query = """query ($path: String!, $site: String) { route(path: $path, site: $site) {
          __typename ... on PageRoute { page { title } } ... on RedirectRoute { location } } }"""
        variables = {"path": self.path, "site": FRONT_END}
        with closing(HTTPConnection("127.0.0.1", self.server.api.port, timeout=30)) as http:
            body = json.dumps({"query": query, "variables": variables})
            http.request(
                "POST", "/graphql/", body, {"Host": CMS, "Content-Type": "application/json"}
            )
            route = json.loads(http.getresponse().read())["data"]["route"]
        status = {"PageRoute": 200, "RedirectRoute": 301}.get(route["__typename"], 404)
        text = route["page"]["title"] if status == 200 else route.get("location", "")
        self.send_response(status)
        self.send_header("Cache-Control", f"public, max-age={HOUR}")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def web() -> Iterator[WebProcess]:
    default_home()
    Site.objects.update(hostname=FRONT_END, port=80)
    # Held so long that nothing but a purge explains a fresh answer.
    with WebProcess(ALLOWED_HOSTS=CMS, CDN_SECONDS=str(HOUR)) as process:
        yield process


@pytest.fixture
def front_end(web: WebProcess) -> Iterator[FrontEnd]:
    server = FrontEnd(web)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def varnish(web: WebProcess, front_end: FrontEnd, tmp_path: Path) -> Iterator[int]:
    """Run Varnish in front of both; return its port."""
    vcl = (settings.BASE_DIR / "deploy" / "varnish.vcl").read_text(encoding="utf-8")
    vcl = vcl.replace('"8000"', f'"{web.port}"').replace('"3000"', f'"{front_end.server_port}"')
    (tmp_path / "varnish.vcl").write_text(vcl, encoding="utf-8")
    port = free_port()
    arguments = ["-F", "-j", "none", "-a", f"127.0.0.1:{port}", "-f", str(tmp_path / "varnish.vcl")]
    arguments += ["-n", str(tmp_path / "varnish"), "-s", "malloc,16m"]
    options = " ".join(re.findall(r"^#   (-p .+)$", vcl, re.MULTILINE)).split()
    assert len(options) == 6
    arguments += options
    with (
        (tmp_path / "log").open("w") as log,
        subprocess.Popen([str(VARNISH), *arguments], stdout=log, stderr=log) as process,
    ):
        try:
            wait_for(port, process, tmp_path / "log")
            yield port
        finally:
            process.terminate()


def wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until Varnish has compiled its configuration, and found that Medskap is there."""
    ready = threading.Event()
    for _ in range(600):
        assert process.poll() is None, log.read_text()
        try:
            if send(port, "GET", "/healthz/live", CMS)[0] == 200:
                return
        except OSError:
            pass
        ready.wait(0.1)
    raise AssertionError(log.read_text())


def send(
    port: int, method: str, path: str, host: str, source: str = "127.0.0.1"
) -> tuple[int, dict[str, str], str]:
    address = ("127.0.0.1", port)
    with closing(HTTPConnection(*address, timeout=30, source_address=(source, 0))) as http:
        http.request(method, path, headers={"Host": host})
        answer = http.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, headers, answer.read().decode()


@pytest.fixture
def ask(varnish: int) -> Ask:
    """Return a function that asks through Varnish: status, body, and whether it was kept."""

    def ask_at(path: str, host: str = FRONT_END) -> tuple[int, str, bool]:
        status, headers, body = send(varnish, "GET", path, host)
        # Two numbers: this request, and the one that the answer was fetched for.
        return status, body, " " in headers["x-varnish"]

    return ask_at


@pytest.fixture
def change(varnish: int) -> Callable[[str], None]:
    """Return a function that runs a change as the product does, and then its worker."""
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "SECRET_KEY": settings.SECRET_KEY,
        "DEBUG": "1",
        "LOG_LEVEL": "ERROR",
        "SITE_URL": f"http://{CMS}",
        "PURGE_URL": f"http://127.0.0.1:{varnish}",
    }

    def run(code: str) -> None:
        program = (
            "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'cms.settings'\n"
            "django.setup()\nfrom django.core.management import call_command\n"
            "from wagtail.models import Page, PageViewRestriction\n"
            f"{code}\ncall_command('db_worker', '--batch', '--interval', '0', verbosity=0)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=environment,
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "Couldn't purge" not in done.stdout + done.stderr

    return run


def kept(ask: Ask, *addresses: tuple[str, str]) -> None:
    """Ask until everything is in the cache."""
    for path, host in addresses:
        ask(path, host)
        assert ask(path, host)[2], path


def test_publication_refreshes_answers_and_feeds(ask: Ask, change: Callable[[str], None]) -> None:
    # Given a group, with answers, a feed and a page that Varnish holds for an hour
    group = GroupPageFactory(title="Din hälsa", slug="halsa")
    other = GroupPageFactory(title="En annan", slug="en-annan")
    page, other_page = f"/grupper/{group.slug}/", f"/grupper/{other.slug}/"
    kept(ask, (GROUPS, CMS), (SITE, CMS), (page, FRONT_END), (other_page, FRONT_END))
    kept(ask, (f"{page}?from=newsletter", FRONT_END), (FEED, CMS))
    # When an editor publishes
    change(
        f"page = Page.objects.get(pk={group.pk}).specific; page.title = 'Nytt namn'\n"
        "page.save_revision().publish()"
    )
    # Then the next answer is new, of the API, of the feeds and of the page in all its forms
    status, body, was_kept = ask(GROUPS, CMS)
    assert (status, was_kept) == (200, False)
    assert "Nytt namn" in body
    assert ask(SITE, CMS)[2] is False
    assert ask(FEED, CMS)[::2] == (200, False)
    assert ask(page) == (200, "Nytt namn", False)
    assert ask(f"{page}?from=newsletter")[1:] == ("Nytt namn", False)
    # And pages that nobody touched are still there
    assert ask(other_page) == (200, "En annan", True)


def test_unpublished_and_restricted_pages_disappear(
    ask: Ask, change: Callable[[str], None]
) -> None:
    # Given a page, and another with one below it
    taken_down = StandardPageFactory(title="Nyss", slug="nyss")
    closed = StandardPageFactory(title="Om oss", slug="om-oss")
    StandardPageFactory(parent=closed, title="Mer", slug="mer")
    paths = ["/nyss/", "/om-oss/", "/om-oss/mer/"]
    kept(ask, *((path, FRONT_END) for path in paths))
    # When one is taken down, and the other closed to those who are not logged in
    change(
        f"Page.objects.get(pk={taken_down.pk}).specific.unpublish()\n"
        f"PageViewRestriction.objects.create(page_id={closed.pk}, restriction_type='login')"
    )
    # Then nobody reads any of them
    assert [ask(path)[0] for path in paths] == [404, 404, 404]


def test_move_refreshes_old_and_new_paths(ask: Ask, change: Callable[[str], None]) -> None:
    # Given pages, each with one below it, and nothing yet where they will be
    renamed = StandardPageFactory(title="Om oss", slug="om-oss")
    moved = StandardPageFactory(title="Kontakt", slug="kontakt")
    target = StandardPageFactory(title="Dit", slug="dit")
    for page in (renamed, moved):
        StandardPageFactory(parent=page, title="Mer", slug="mer")
    places = {"/om-oss/": "/om-staden/", "/kontakt/": "/dit/kontakt/"}
    for path in [*places, *places.values()]:
        kept(ask, (path, FRONT_END), (f"{path}mer/", FRONT_END))
    # When an editor gives them another place
    change(
        f"page = Page.objects.get(pk={renamed.pk}).specific\n"
        "page.slug = 'om-staden'; page.save_revision().publish()\n"
        f"Page.objects.get(pk={moved.pk}).move(Page.objects.get(pk={target.pk}), 'last-child')"
    )
    # Then the old addresses lead to the new ones, where the pages are
    for (old, new), title in zip(places.items(), ("Om oss", "Kontakt"), strict=True):
        assert ask(old)[:2] == (301, new)
        assert ask(f"{old}mer/")[:2] == (301, f"{new}mer/")
        assert ask(new)[:2] == (200, title)
        assert ask(f"{new}mer/")[:2] == (200, "Mer")


def test_purging_is_restricted_and_the_admin_is_not_cached(ask: Ask, varnish: int) -> None:
    GroupPageFactory(title="Din hälsa")
    kept(ask, (GROUPS, CMS))

    assert send(varnish, "PURGE", "/graphql/", CMS, source="127.0.0.2")[0] == 405
    assert ask(GROUPS, CMS)[2]
    for path in ("/admin/login/", "/feedback/", "/healthz/live"):
        assert [ask(path, CMS)[2] for _ in range(2)] == [False, False], path


def test_stale_answer_is_served_while_the_product_is_down(ask: Ask, web: WebProcess) -> None:
    GroupPageFactory(title="Din hälsa")
    kept(ask, (GROUPS, CMS))

    web.end()

    assert "Din hälsa" in ask(GROUPS, CMS)[1]


def test_varnish_logs_no_visitor_data(ask: Ask, varnish: int, tmp_path: Path) -> None:
    # Given a resident who opens a form
    visitor = "127.0.0.3"
    assert send(varnish, "GET", "/feedback/?service=x", CMS, source=visitor)[0] == 200
    # When what Varnish keeps in memory is read
    log = subprocess.run(
        [
            str(Path(str(VARNISH)).parents[1] / "bin" / "varnishlog"),
            "-d",
            "-n",
            tmp_path / "varnish",
        ],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    # Then neither the address nor what was looked at is in it
    assert "RespStatus     200" in log
    assert visitor not in log
    assert "/feedback/" not in log

"""Rich text is answered as HTML that front ends can insert unchanged."""

import pytest
from wagtail.models import PageViewRestriction

from tests.factories import ContentDocumentFactory, StandardPageFactory

pytestmark = pytest.mark.django_db

QUERY = """{ route(path: "/om-oss/") { ... on PageRoute { page { ... on StandardPage {
  body { ... on RichTextBlock { html text } } } } } } }"""


@pytest.fixture
def shown(ask):
    """Return a function that publishes a text and returns the API's HTML."""

    def publish(source):
        page = StandardPageFactory(slug="om-oss")
        page.body = [("rich_text", source)]
        page.save_revision().publish()
        return ask(QUERY)["route"]["page"]["body"][0]

    return publish


def test_links_to_hidden_pages_become_text(shown):
    # Given
    draft = StandardPageFactory(title="Utkast", slug="utkast", live=False)
    private = StandardPageFactory(title="Privat", slug="privat")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    below = StandardPageFactory(parent=private, title="Under", slug="under")
    document = ContentDocumentFactory()
    ids = [draft.pk, private.pk, below.pk, 10**6, "1 OR 1=1"]
    links = "".join(f'<a linktype="page" id="{pk}">x</a>' for pk in ids)

    # When
    found = shown(
        f'<p>{links}<a linktype="document" id="{document.pk}">y</a>'
        f'<a linktype="document" id="{10**6}">x</a></p>'
    )

    # Then
    assert found["html"].startswith("<p>xxxxx<a href=")
    assert found["html"].count("<a ") == 1
    assert "utkast" not in found["html"]
    assert found["text"] == "xxxxxyx"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#9;script:alert(1)",
        "data:text/html,x",
        "",
    ],
)
def test_script_urls_are_not_links(shown, address):
    assert shown(f'<p><a href="{address}">x</a></p>')["html"] == "<p>x</p>"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<p>a<script>alert(1)</script></p>", "<p>aalert(1)</p>"),
        ("<p>a<img src=x onerror=alert(1)></p>", "<p>a</p>"),
        ('<p>a<iframe src="https://www.youtube.com/embed/x"></iframe></p>', "<p>a</p>"),
        ('<p>a<embed embedtype="media" url="https://www.youtube.com/watch?v=x"/></p>', "<p>a</p>"),
        ('<p onclick="x()">a</p>', "<p>a</p>"),
        (
            '<p>a<a href="https://example.org/" onclick="x()">b</a></p>',
            '<p>a<a href="https://example.org/">b</a></p>',
        ),
        ("<p>a<!-- secret --></p>", "<p>a</p>"),
        ("<p>1 < 2 & 3</p>", "<p>1 &lt; 2 &amp; 3</p>"),
        ("<p>a</p><svg/onload=alert(1)>", "<p>a</p>"),
        ("<P>a</P><sTyLe>*{}</sTyLe>", "<p>a</p>*{}"),
    ],
)
def test_unsupported_markup_is_removed(shown, source, html):
    assert shown(source)["html"] == html


def test_supported_markup_is_unchanged(shown):
    source = (
        '<h3 data-block-key="a1">H</h3><p data-block-key="b2"><b>b</b> <i>i</i><br/>1 &lt; 2'
        " &amp; 3</p><ul><li>x</li></ul><ol><li>y</li></ol>"
        '<p><a href="mailto:a@example.org">m</a> <a href="https://example.org/?a&amp;b">n</a></p>'
    )

    found = shown(source)

    assert found["html"] == (
        "<h3>H</h3><p><b>b</b> <i>i</i><br/>1 &lt; 2 &amp; 3</p><ul><li>x</li></ul>"
        "<ol><li>y</li></ol>"
        '<p><a href="mailto:a@example.org">m</a> <a href="https://example.org/?a&amp;b">n</a></p>'
    )
    assert found["text"] == "H\nb i\n1 < 2 & 3\nx\ny\nm n"

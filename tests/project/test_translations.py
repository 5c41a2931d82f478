"""Swedish texts: each is shown as its own app says."""

from pathlib import Path

import pytest
from django.utils.translation import override

from cms import translations
from feedback.models.exports import ExportState
from pages.models import OrganisationKind


@pytest.mark.parametrize(
    ("feedback", "found"),
    [
        ('msgid "Cancelled"\nmsgstr "Inställt"\n', []),
        (
            'msgid "Cancelled"\nmsgstr "Avbruten"\n',
            ["pages and feedback: translated differently, give one a context: Cancelled"],
        ),
        ('msgctxt "of an export"\nmsgid "Cancelled"\nmsgstr "Avbruten"\n', []),
    ],
)
def test_text_that_two_apps_translate_differently_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, feedback: str, found: list[str]
):
    # given: Django has one meaning for both
    monkeypatch.setattr(translations, "BASE_DIR", tmp_path)
    for app, text in (("pages", 'msgid "Cancelled"\nmsgstr "Inställt"\n'), ("feedback", feedback)):
        path = translations.catalog_path(app)
        path.parent.mkdir(parents=True)
        path.write_bytes(translations.HEADER + text.encode())

    # then
    assert translations.contradictions() == found


def test_word_with_two_meanings_has_both():
    with override("sv"):
        assert str(ExportState.CANCELLED.label) == "Avbruten"
        assert str(OrganisationKind.ADMINISTRATION.label) == "Förvaltning"

"""Swedish translations: each app has its own catalog, and `make messages` keeps the others."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
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
def test_different_translations_of_one_text_are_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, feedback: str, found: list[str]
):
    # Given Django, where both mean the same
    monkeypatch.setattr(translations, "BASE_DIR", tmp_path)
    for app, text in (("pages", 'msgid "Cancelled"\nmsgstr "Inställt"\n'), ("feedback", feedback)):
        path = translations.catalog_path(app)
        path.parent.mkdir(parents=True)
        path.write_bytes(translations.HEADER + text.encode())

    # Then
    assert translations.contradictions() == found


def test_contexts_separate_two_meanings_of_a_word():
    with override("sv"):
        assert str(ExportState.CANCELLED.label) == "Avbruten"
        assert str(OrganisationKind.ADMINISTRATION.label) == "Förvaltning"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose apps `pages` and `feedback` have one translated text each."""
    monkeypatch.setattr(translations, "BASE_DIR", tmp_path)
    monkeypatch.setattr(translations, "APPS", ("pages", "feedback"))
    for app in translations.APPS:
        path = translations.catalog_path(app)
        path.parent.mkdir(parents=True)
        (tmp_path / app / "models.py").write_text('label = _("Meeting place")\n')
        # As somebody's editor saves it: wrapped differently, with an empty line at the end.
        entry = f'#: {app}/models.py\nmsgid ""\n"Meeting "\n"place"\nmsgstr "Mötesplats"\n\n'
        path.write_bytes(translations.HEADER + entry.encode())
    return tmp_path


def catalogs() -> dict[str, str]:
    return {app: translations.catalog_path(app).read_text() for app in translations.APPS}


def test_messages_leaves_catalogs_with_the_same_texts_alone(project: Path):
    before = catalogs()
    (project / "pages/models.py").rename(project / "pages/forms.py")

    call_command("translations", "update", stdout=StringIO())

    assert catalogs() == before


def test_messages_writes_only_the_catalog_with_a_new_text(project: Path):
    before = catalogs()
    (project / "pages/forms.py").write_text('label = _("Photography")\n')

    out = StringIO()
    call_command("translations", "update", stdout=out)

    assert catalogs()["feedback"] == before["feedback"]
    assert 'msgid "Photography"\nmsgstr ""\n' in catalogs()["pages"]
    assert 'msgid "Meeting place"\nmsgstr "Mötesplats"\n' in catalogs()["pages"]
    assert out.getvalue() == "pages: updated, 1 to translate\nfeedback: unchanged, 0 to translate\n"


def test_messages_removes_a_text_that_left_the_code(project: Path):
    (project / "pages/models.py").write_text("")

    call_command("translations", "update", stdout=StringIO())

    assert "Meeting place" not in catalogs()["pages"]
    assert "Meeting " in catalogs()["feedback"]

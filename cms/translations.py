"""Translations without system packages: gettext's work, done by Babel.

Source texts are English; each app keeps its Swedish ones in `locale/sv/LC_MESSAGES/django.po`.
Compiled files are made on the spot and never committed.
"""

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from cms.environment import BASE_DIR

LANGUAGE = "sv"
APPS = ("cms", "pages", "feedback")
# Without dates and names, which would change with every run.
HEADER = b"""msgid ""
msgstr ""
"Language: sv\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def catalog_path(app: str) -> Path:
    """Return where the Swedish texts of an app are kept."""
    return BASE_DIR / app / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def extract_template(
    file: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[Any]:
    """Have Django turn a template into lines of code, of which Babel knows how to read."""
    from django.utils.translation import templatize

    code = templatize(file.read().decode(), origin=getattr(file, "name", None))
    # A template's indentation is not Python's, which the reader would insist on.
    lines = "\n".join(line.lstrip() for line in code.splitlines())
    return extract_python(io.BytesIO(lines.encode()), keywords, comment_tags, options)


def extracted(app: str) -> Catalog:
    """Return every text of an app that wants a translation, without translations."""
    catalog = Catalog(locale=LANGUAGE, domain="django", project="medskap", fuzzy=False)
    messages = extract_from_dir(
        BASE_DIR / app,
        method_map=[("**.py", "python"), ("**/templates/**", "cms.translations:extract_template")],
        keywords=KEYWORDS,
        comment_tags=["Translators:"],
        strip_comment_tags=True,
    )
    for filename, _line, message, comments, context in messages:
        # Files without line numbers: a moved line would change every catalog.
        catalog.add(
            message, locations=[(f"{app}/{filename}", 0)], auto_comments=comments, context=context
        )
    return catalog


def stored(app: str) -> Catalog:
    """Return an app's translations as committed; empty when there are none yet."""
    path = catalog_path(app)
    if not path.exists():
        return Catalog(locale=LANGUAGE, domain="django", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE, domain="django")


def update(app: str) -> int:
    """Write the texts of the code into the catalog, keeping translations; return how many lack one.

    A changed text loses its translation: a guessed one is worse than none.
    """
    catalog = stored(app)
    catalog.update(extracted(app), no_fuzzy_matching=True, update_header_comment=False)
    catalog.obsolete.clear()
    path = catalog_path(app)
    if len(catalog):
        path.parent.mkdir(parents=True, exist_ok=True)
        buffer = io.BytesIO()
        write_po(buffer, catalog, omit_header=True, sort_output=True, width=100)
        path.write_bytes(HEADER + buffer.getvalue())
    return len(untranslated(catalog))


def untranslated(catalog: Catalog) -> list[str]:
    """Return the texts that have no translation, or one that is marked as a guess."""
    return [
        str(message.id)
        for message in catalog
        if message.id and (message.fuzzy or not all_translated(message.string))
    ]


def all_translated(string: Any) -> bool:
    """Tell whether a translation, or each form of a plural, is there."""
    return all(string) if isinstance(string, tuple | list) else bool(string)


def problems(app: str) -> list[str]:
    """Return what is missing in an app's catalog, in sentences; empty when it is complete."""
    wanted = {(message.context, str(message.id)) for message in extracted(app) if message.id}
    catalog = stored(app)
    there = {(message.context, str(message.id)) for message in catalog if message.id}
    return [
        *(f"{app}: not in the catalog: {text}" for _, text in sorted(wanted - there, key=str)),
        *(f"{app}: no longer in the code: {text}" for _, text in sorted(there - wanted, key=str)),
        *(f"{app}: not translated: {text}" for text in untranslated(catalog)),
    ]


def contradictions() -> list[str]:
    """Return what two apps translate differently, in sentences: one of them shows in both.

    Such a text needs a context (`pgettext`) where it means something else.
    """
    meanings: dict[tuple[str | None, str], dict[str, str]] = {}
    for app in APPS:
        for message in stored(app):
            if message.id:
                said = meanings.setdefault((message.context, str(message.id)), {})
                said[app] = str(message.string)
    return [
        f"{' and '.join(said)}: translated differently, give one a context: {text}"
        for (_, text), said in meanings.items()
        if len(set(said.values())) > 1
    ]


def compile_stale() -> int:
    """Compile the catalogs that are newer than what was made of them; return how many."""
    made = 0
    for app in APPS:
        source = catalog_path(app)
        target = source.with_suffix(".mo")
        if not source.exists():
            continue
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        part = target.with_suffix(f".{os.getpid()}")
        with part.open("wb") as file:
            write_mo(file, stored(app))
        # Whole or not at all: another process may be reading.
        part.replace(target)
        made += 1
    return made

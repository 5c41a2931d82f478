"""Swedish translations with Babel, so that gettext's system packages are not needed.

Source texts are English; each app has its Swedish translations in
`locale/sv/LC_MESSAGES/django.po`. Compiled files are generated and not committed.
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
    """Return the path of an app's Swedish catalog."""
    return BASE_DIR / app / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def extract_template(
    file: IO[bytes], keywords: Any, comment_tags: Any, options: Any
) -> Iterator[Any]:
    """Extract a template's messages: Django converts it to Python code, which Babel reads."""
    from django.utils.translation import templatize

    code = templatize(file.read().decode(), origin=getattr(file, "name", None))
    # The template's indentation would be a syntax error in Python.
    lines = "\n".join(line.lstrip() for line in code.splitlines())
    return extract_python(io.BytesIO(lines.encode()), keywords, comment_tags, options)


def extracted(app: str) -> Catalog:
    """Return a catalog of all translatable texts of an app's code, without translations."""
    catalog = Catalog(locale=LANGUAGE, domain="django", project="medskap", fuzzy=False)
    messages = extract_from_dir(
        BASE_DIR / app,
        method_map=[("**.py", "python"), ("**/templates/**", "cms.translations:extract_template")],
        keywords=KEYWORDS,
        comment_tags=["Translators:"],
        strip_comment_tags=True,
    )
    for filename, _line, message, comments, context in messages:
        # Line 0 means no line number, so that moved lines do not change the catalog.
        catalog.add(
            message, locations=[(f"{app}/{filename}", 0)], auto_comments=comments, context=context
        )
    return catalog


def stored(app: str) -> Catalog:
    """Return an app's catalog as committed; empty when there is none yet."""
    path = catalog_path(app)
    if not path.exists():
        return Catalog(locale=LANGUAGE, domain="django", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE, domain="django")


def update(app: str) -> bool:
    """Write the texts of the code into the catalog; return whether an entry changed.

    A catalog with the same entries is not written, however it is formatted and whichever files the
    texts are in. Translations are kept; a changed text loses its own: a guessed one is worse than
    none.
    """
    catalog = stored(app)
    before = entries(catalog)
    catalog.update(extracted(app), no_fuzzy_matching=True, update_header_comment=False)
    catalog.obsolete.clear()
    if entries(catalog) == before:
        return False
    buffer = io.BytesIO()
    write_po(buffer, catalog, omit_header=True, sort_output=True, width=100)
    path = catalog_path(app)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(HEADER + buffer.getvalue().rstrip() + b"\n")
    return True


def entries(catalog: Catalog) -> dict[str, tuple[Any, ...]]:
    """Return the translation, flags and comments of each text in the catalog."""
    return {
        repr((message.context, message.id)): (
            message.string,
            frozenset(message.flags),
            tuple(message.auto_comments),
            tuple(message.user_comments),
        )
        for message in catalog
        if message.id
    }


def untranslated(catalog: Catalog) -> list[str]:
    """Return the texts without a translation, and those with one marked as fuzzy."""
    return [
        str(message.id)
        for message in catalog
        if message.id and (message.fuzzy or not all_translated(message.string))
    ]


def all_translated(string: Any) -> bool:
    """Return whether a text is translated, in all plural forms."""
    return all(string) if isinstance(string, tuple | list) else bool(string)


def problems(app: str) -> list[str]:
    """Return one sentence per difference between an app's code and its catalog."""
    wanted = {(message.context, str(message.id)) for message in extracted(app) if message.id}
    catalog = stored(app)
    there = {(message.context, str(message.id)) for message in catalog if message.id}
    return [
        *(f"{app}: not in the catalog: {text}" for _, text in sorted(wanted - there, key=str)),
        *(f"{app}: no longer in the code: {text}" for _, text in sorted(there - wanted, key=str)),
        *(f"{app}: not translated: {text}" for text in untranslated(catalog)),
    ]


def contradictions() -> list[str]:
    """Return one sentence per text that two apps translate differently.

    Django merges the catalogs, so one translation shows in both apps. Such a text needs a context
    (`pgettext`) in one of them.
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
    """Compile the catalogs that are newer than their compiled files; return how many."""
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
        # Replaced atomically, since another process may be reading.
        part.replace(target)
        made += 1
    return made

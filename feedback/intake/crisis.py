"""Screening of a comment with the crisis words and help lines that editors maintain.

A language without a word list or without help lines falls back to those of
`feedback.screening.crisis_defaults`, so that the emergency number is always shown.
"""

from typing import Any

from django.db import Error as AnyDatabaseError

from feedback.models import CrisisWordList, HelpLine
from feedback.screening import crisis_defaults
from feedback.screening.comment_text import MAX_CODE_POINTS
from feedback.screening.crisis_words import PhraseBook, phrase_book
from feedback.screening.personal_data import Screening, screen


def crisis_phrases() -> PhraseBook:
    """Return the crisis phrases of every language, read from the database in one query."""
    texts: dict[str, Any] = {
        **crisis_defaults.WORDS,
        **dict(CrisisWordList.objects.values_list("language", "words")),
    }
    return phrase_book(texts.items())


def help_lines(language: str) -> list[HelpLine]:
    """Return the help lines for a page in `language`, in the editors' order."""
    return list(HelpLine.objects.filter(language=language)) or _default_lines(language)


def screen_for_resident(comment: str, language: str) -> tuple[Screening, list[HelpLine]]:
    """Return what screening finds in a comment, and the help lines if it is urgent.

    Only the first `MAX_CODE_POINTS` code points are read. If the database fails, the default words
    and help lines are used.
    """
    comment = comment[:MAX_CODE_POINTS]
    try:
        screening = screen(comment, crisis_phrases())
        return screening, help_lines(language) if screening.is_urgent else []
    except AnyDatabaseError:
        screening = screen(comment, phrase_book(crisis_defaults.WORDS.items()))
        return screening, _default_lines(language) if screening.is_urgent else []


def _default_lines(language: str) -> list[HelpLine]:
    return [
        HelpLine(**fields)
        for fields in crisis_defaults.HELP_LINES
        if fields["language"] == language
    ]

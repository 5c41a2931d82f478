"""The language of a resident's form, as an argument."""

import graphene
from django.conf import settings

from feedback.enums import FeedbackLanguage


def language_argument() -> graphene.String:
    """Return the argument `language`, Swedish by default."""
    return graphene.String(
        default_value=FeedbackLanguage.SWEDISH.value, description="`sv` or `en`."
    )


def known_language(language: str) -> str:
    """Return `language` if the form has it, else the default language."""
    return language if language in FeedbackLanguage.values else settings.LANGUAGE_CODE

"""The language of a resident's form, as an argument of the contract."""

import graphene
from django.conf import settings

from feedback.enums import FeedbackLanguage


def language_argument() -> graphene.String:
    """Return the argument, Swedish where it is left out."""
    return graphene.String(
        default_value=FeedbackLanguage.SWEDISH.value, description="`sv` or `en`."
    )


def known_language(language: str) -> str:
    """Return the language, or the site's own for one that the form does not speak."""
    return language if language in FeedbackLanguage.values else settings.LANGUAGE_CODE

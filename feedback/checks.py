"""House rules of the feedback module that Django's system checks hold an installation to."""

from typing import Any

from captcha.conf import settings as captcha_settings
from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def captcha_is_on(**kwargs: Any) -> list[CheckMessage]:
    """Refuse settings of django-simple-captcha that would let programs in."""
    errors: list[CheckMessage] = []
    if captcha_settings.CAPTCHA_TEST_MODE and not settings.DEBUG:
        errors.append(
            Error(
                "CAPTCHA_TEST_MODE is on: any answer would be right.",
                hint="Remove it from the settings.",
                id="feedback.E001",
            )
        )
    if captcha_settings.CAPTCHA_GET_FROM_POOL:
        errors.append(
            Error(
                "CAPTCHA_GET_FROM_POOL is on: several people would get the same challenge.",
                hint="Remove it from the settings.",
                id="feedback.E002",
            )
        )
    return errors

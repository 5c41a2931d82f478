"""System checks of an installation's settings and packages."""

from importlib.util import find_spec
from typing import Any

from captcha.conf import settings as captcha_settings
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register


@register()
def captcha_is_on(**kwargs: Any) -> list[CheckMessage]:
    """Report settings of django-simple-captcha that would let programs in."""
    errors: list[CheckMessage] = []
    if captcha_settings.CAPTCHA_TEST_MODE and not settings.DEBUG:
        errors.append(
            Error(
                "CAPTCHA_TEST_MODE is on: every answer is accepted.",
                hint="Remove it from the settings.",
                id="feedback.E001",
            )
        )
    if captcha_settings.CAPTCHA_GET_FROM_POOL:
        errors.append(
            Error(
                "CAPTCHA_GET_FROM_POOL is on: several people get the same challenge.",
                hint="Remove it from the settings.",
                id="feedback.E002",
            )
        )
    return errors


# These instrument an application by themselves and send whole requests.
ERROR_REPORTERS = (
    "bugsnag",
    "ddtrace",
    "elasticapm",
    "honeybadger",
    "newrelic",
    "raygun4py",
    "rollbar",
    "scout_apm",
    "sentry_sdk",
)


@register()
def no_error_reporter(**kwargs: Any) -> list[CheckMessage]:
    """Warn of an installed error reporter, whose events would hold what residents write."""
    return [
        Warning(
            f"An error reporter is installed: {name}. Its events hold addresses, and what "
            "residents write.",
            hint="Uninstall it; docs/privacy.md says what we promise. The log says where a fault "
            "was.",
            id="feedback.W001",
        )
        for name in ERROR_REPORTERS
        if find_spec(name) is not None
    ]

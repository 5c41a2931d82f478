"""Logging in and resetting passwords, with limits that lock nobody out.

Attempts are counted by account and address together, so that neither a colleague behind the
attacker's address nor the account's owner elsewhere has to wait. Too many failures of an address or
of an account only lower the number of attempts that each pair of them has. Counters contain keyed
hashes and stay in the cache until their window ends (see `cms.throttling`).
"""

import logging
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, ngettext
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm
from wagtail.admin.forms.auth import PasswordResetForm as WagtailPasswordResetForm
from wagtail.admin.views.account import LoginView as WagtailLoginView
from wagtail.admin.views.account import PasswordResetView as WagtailPasswordResetView

from cms.accounts.tasks import send_password_resets
from cms.throttling import Throttle, address_key, text_key

logger = logging.getLogger(__name__)

QUARTER, HOUR = 900, 3_600
ATTEMPTS = 10
# Attempts of a pair when its address, or its account, has failed too often.
ATTEMPTS_OF_BUSY_ADDRESS, ATTEMPTS_ON_BUSY_ACCOUNT = 1, 3
FAILURES_OF_ADDRESS = FAILURES_ON_ACCOUNT = 100
RESETS_OF_ADDRESS, RESETS_OF_ACCOUNT = 30, 1

_attempts = Throttle("login-attempts", QUARTER)
_failures_of_address = Throttle("login-address", QUARTER)
_failures_on_account = Throttle("login-account", QUARTER)
_resets_of_address = Throttle("reset-address", HOUR)
_resets_of_account = Throttle("reset-account", HOUR)
_THROTTLED = "throttled"


class LoginForm(WagtailLoginForm):
    """Wagtail's form, which checks no password after too many attempts."""

    def clean(self) -> dict[str, Any]:
        """Count the attempt; raise ValidationError if there are too many or if it fails."""
        username = self.cleaned_data.get("username")
        if username is None or not self.cleaned_data.get("password"):
            return super().clean()
        limits = _LoginLimits(self.request, username)
        if seconds := limits.wait():
            self.wait_seconds = seconds
            _log("refused after too many attempts", username)
            raise _throttled(seconds)
        try:
            cleaned = super().clean()
        except ValidationError:
            limits.count_failure()
            _log("failed", username)
            raise
        limits.forget()
        return cleaned


class LoginView(WagtailLoginView):
    """Wagtail's view; responds 429 after too many attempts."""

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """Show the form again, with the user name that was typed."""
        return _with_status(super().form_invalid(form), form)


class PasswordResetForm(WagtailPasswordResetForm):
    """Wagtail's form; the worker sends the mails.

    Known and unknown addresses take the same time: each costs one query and one queued task. The
    task holds no address.
    """

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Queue the mails to the accounts with the address, at most one an hour for each."""
        users = [user.pk for user in self.get_users(self.cleaned_data["email"])]
        send_password_resets.enqueue(list(filter(_may_reset, users)), get_language())


class PasswordResetView(WagtailPasswordResetView):
    """Wagtail's view; responds 429 after too many requests from an address."""

    def form_valid(self, form: PasswordResetForm) -> HttpResponse:
        """Count the request, and queue the mails."""
        if seconds := _resets_of_address.wait(self.request, RESETS_OF_ADDRESS):
            form.wait_seconds = seconds
            form.add_error("email", _throttled(seconds))
            return self.form_invalid(form)
        return super().form_valid(form)

    def form_invalid(self, form: PasswordResetForm) -> HttpResponse:
        """Show the form again, with the address that was typed."""
        return _with_status(super().form_invalid(form), form)


class _LoginLimits:
    """The counters of one account and one address."""

    def __init__(self, request: HttpRequest, username: str) -> None:
        self.request = request
        self.account = username.casefold()

    def wait(self) -> int | None:
        """Count an attempt; return the seconds to wait if there were too many."""
        limit = ATTEMPTS
        if _failures_on_account.is_full(self._account_key, FAILURES_ON_ACCOUNT):
            limit = ATTEMPTS_ON_BUSY_ACCOUNT
        if _failures_of_address.is_full(self._address_key, FAILURES_OF_ADDRESS):
            limit = ATTEMPTS_OF_BUSY_ADDRESS
        return _attempts.count(self._pair_key, limit)

    def count_failure(self) -> None:
        """Count a wrong password or an unknown account."""
        _failures_of_address.count(self._address_key, FAILURES_OF_ADDRESS)
        _failures_on_account.count(self._account_key, FAILURES_ON_ACCOUNT)

    def forget(self) -> None:
        """Delete the attempts of the pair, after a successful one."""
        _attempts.forget(self._pair_key)

    def _address_key(self, now: float) -> str:
        return address_key(self.request, now)

    def _account_key(self, now: float) -> str:
        return text_key(f"login {self.account}", now)

    def _pair_key(self, now: float) -> str:
        return text_key(f"login {address_key(self.request, now)} {self.account}", now)


def _may_reset(user_id: int) -> bool:
    """Count a mail to an account; return whether it may have one."""
    return not _resets_of_account.count(
        lambda now: text_key(f"reset {user_id}", now), RESETS_OF_ACCOUNT
    )


def _throttled(seconds: int) -> ValidationError:
    minutes = -(-seconds // 60)
    text = ngettext(
        "Too many attempts from your network. Try again in %(minutes)s minute.",
        "Too many attempts from your network. Try again in %(minutes)s minutes.",
        minutes,
    )
    return ValidationError(text, code=_THROTTLED, params={"minutes": minutes})


def _with_status(response: HttpResponse, form: Any) -> HttpResponse:
    if any(form.has_error(field, _THROTTLED) for field in (NON_FIELD_ERRORS, "email")):
        response.status_code = 429
        response["Retry-After"] = str(form.wait_seconds)
    return response


def _log(outcome: str, username: str) -> None:
    """Log a log-in by the name of an existing account only: people type passwords there."""
    users = get_user_model()
    known = users._default_manager.filter(**{users.USERNAME_FIELD: username}).exists()
    logger.warning("Log-in %s: %s", outcome, username if known else "unknown user name")

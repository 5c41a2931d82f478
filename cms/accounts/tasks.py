"""Tasks of the worker; queued tasks store these dotted paths."""

import logging
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.forms import PasswordResetForm
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.utils import translation
from django_tasks import task
from wagtail.admin.mail import send_mail
from wagtail.admin.views.account import PasswordResetView

logger = logging.getLogger(__name__)


class _MailForm(PasswordResetForm):
    """Django's form, which sends the mail to one user."""

    def __init__(self, user: User) -> None:
        super().__init__({"email": user.email})
        self.user = user

    def get_users(self, email: str) -> list[User]:
        """Return the user, whatever the address."""
        return [self.user]

    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: Any,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Send the mail; log the type of an error, since its text contains the address."""
        subject = "".join(render_to_string(subject_template_name, context).splitlines())
        text = render_to_string(email_template_name, context)
        try:
            send_mail(subject, text, [context["email"]])
        except Exception as error:
            logger.error("A mail to reset a password could not be sent: %s", type(error).__name__)


@task()
def send_password_resets(user_ids: list[int], language: str | None) -> None:
    """Mail users a link to set a new password; does nothing for an empty list.

    Links start with `WAGTAILADMIN_BASE_URL`.
    """
    users = get_user_model()._default_manager.filter(pk__in=user_ids, is_active=True)
    for user in users:
        form = _MailForm(user)
        if not form.is_valid():
            continue
        with translation.override(language):
            form.save(
                # Not shown: the template uses WAGTAILADMIN_BASE_URL.
                domain_override="localhost",
                subject_template_name=PasswordResetView.subject_template_name,
                email_template_name=PasswordResetView.email_template_name,
            )

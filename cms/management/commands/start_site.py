"""Set up an empty installation: site, pages, roles, first administration and first account."""

import argparse
import getpass
import logging
import os
import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import UserCreationForm
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.forms import BaseForm
from django.utils import translation
from wagtail.users.models import UserProfile

from cms.starting.forms import StartForm, other_languages
from cms.starting.start import is_started, start_installation

PASSWORD = "DJANGO_SUPERUSER_PASSWORD"  # noqa: S105 - the name of a variable
# Field, option, and question; all are asked for on a terminal, the first three are required.
QUESTIONS = (
    ("site_name", "--name", "Name of the site"),
    ("address", "--address", "Address of the front end, such as https://www.example.org"),
    ("administration", "--administration", "First administration, such as Socialförvaltningen"),
    ("contact_email", "--contact-email", "E-mail address for residents"),
    ("contact_phone", "--contact-phone", "Phone number for residents"),
)
REQUIRED = {"site_name", "address", "administration"}


class AccountForm(UserCreationForm):
    """The first account, with Django's rules for names and passwords."""

    class Meta:
        model = get_user_model()
        fields = ("username", "email")


class Command(BaseCommand):
    """Asks for what was not given; a second run changes nothing."""

    help = (
        "Set up an empty installation: site, start page, sections, drafts of the privacy page and "
        "the accessibility statement, roles, the first administration and the first account."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add an option for every question."""
        for field, option, question in QUESTIONS:
            parser.add_argument(option, dest=field, help=f"{question}.")
        parser.add_argument(
            "--language",
            dest="languages",
            action="append",
            choices=[code for code, _name in other_languages()],
            help=f"A language besides {settings.LANGUAGE_CODE}; can be repeated.",
        )
        parser.add_argument(
            "--username",
            help=f"Name of the first account. Without a terminal, {PASSWORD} is its password.",
        )
        parser.add_argument("--email", help="E-mail address of the first account.")
        parser.add_argument(
            "--no-input",
            "--noinput",
            dest="interactive",
            action="store_false",
            help="Ask for nothing; options that are required must be given.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Set up the installation in one transaction."""
        if is_started():
            self.stdout.write("This installation has a start page; nothing was changed.")
            return
        # Wagtail logs a line per page.
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        interactive = options["interactive"] and sys.stdin.isatty()
        # Messages of the forms in the language of the commands.
        try:
            with translation.override("en"):
                details = self._details(options, interactive)
                account = self._account(options, interactive)
        except (EOFError, KeyboardInterrupt):
            raise CommandError("Nothing was changed.") from None
        with transaction.atomic():
            user = self._save(account) if account else None
            if not start_installation(details.details, user):
                raise CommandError("Somebody else has just set up this installation.")
        self._report(user)

    def _details(self, options: dict[str, Any], interactive: bool) -> StartForm:
        """Return a valid form."""
        data = {field: options[field] for field, _option, _question in QUESTIONS}
        data["languages"] = options["languages"] or []
        if interactive:
            for field, _option, question in QUESTIONS:
                if data[field] is None:
                    data[field] = self._ask(question, self._problem_of(field))
            for code, name in other_languages():
                if options["languages"] is None and self._agreed(f"Content in {name} too?"):
                    data["languages"].append(code)
        elif lacking := [
            option for field, option, _ in QUESTIONS if field in REQUIRED and not data[field]
        ]:
            raise CommandError(f"These options are required: {', '.join(lacking)}.")
        form = StartForm(data)
        if not form.is_valid():
            names = {field: option for field, option, _question in QUESTIONS}
            raise CommandError(_messages(form, names))
        return form

    def _account(self, options: dict[str, Any], interactive: bool) -> AccountForm | None:
        """Return a valid form, or None if no account is wanted or there is one already."""
        if get_user_model()._default_manager.filter(is_superuser=True, is_active=True).exists():
            return None
        password = os.environ.get(PASSWORD, "")
        if interactive:
            self.stdout.write("The first account, which may do everything:")
            return self._ask_for_account(options)
        if not options["username"]:
            return None
        if not password:
            raise CommandError(f"The account needs a password: set {PASSWORD}.")
        form = _account_form(options["username"], options["email"] or "", password)
        if not form.is_valid():
            names = {"username": "--username", "email": "--email"}
            names |= {"password1": PASSWORD, "password2": PASSWORD}
            raise CommandError(_messages(form, names))
        return form

    def _ask_for_account(self, options: dict[str, Any]) -> AccountForm:
        """Ask until the account is accepted."""
        while True:
            username = options["username"] or input("User name: ").strip()
            email = options["email"] or input("E-mail address: ").strip()
            form = _account_form(username, email, getpass.getpass("Password: "))
            if form.is_valid():
                return form
            self.stderr.write(_messages(form, {"password1": "password", "password2": "password"}))
            options = {"username": None, "email": None}

    def _save(self, form: AccountForm) -> Any:
        user = form.save(commit=False)
        user.is_staff = user.is_superuser = True
        user.save()
        profile = {"preferred_language": settings.LANGUAGE_CODE}
        UserProfile.objects.update_or_create(user=user, defaults=profile)
        return user

    def _problem_of(self, field: str) -> Callable[[str], str]:
        """Return a function that returns the error message for a value of the field, or ""."""

        def problem(value: str) -> str:
            form = StartForm({field: value})
            return " ".join(map(str, form.errors.get(field, ())))

        return problem

    def _ask(self, question: str, problem_of: Callable[[str], str]) -> str:
        """Ask until the answer is accepted."""
        while True:
            answer = input(f"{question}: ").strip()
            problem = problem_of(answer)
            if not problem:
                return answer
            self.stderr.write(problem)

    def _agreed(self, question: str) -> bool:
        return input(f"{question} [y/N] ").strip().lower() in {"y", "yes", "j", "ja"}

    def _report(self, user: Any) -> None:
        self.stdout.write("The installation is set up.")
        if user is None and not get_user_model()._default_manager.exists():
            self.stdout.write("It has no account yet: run createsuperuser.")
        self.stdout.write(
            f"Log in at {settings.SITE_URL}/admin/; “Kom igång” lists what is still missing."
        )


def _account_form(username: str, email: str, password: str) -> AccountForm:
    return AccountForm(
        {"username": username, "email": email, "password1": password, "password2": password}
    )


def _messages(form: BaseForm, names: dict[str, str]) -> str:
    """Return the errors of a form, one per line, each with the option that it is about."""
    return "\n".join(
        f"{names.get(field, field)}: {' '.join(problem['message'] for problem in problems)}"
        for field, problems in form.errors.get_json_data().items()
    )

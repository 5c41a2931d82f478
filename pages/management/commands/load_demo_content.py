"""Load the demo pages, images, services and accounts into an empty site."""

import argparse
import datetime
import logging
import os
import sys
import time
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from tqdm import tqdm
from wagtail.users.models import UserProfile

from pages.demo import FEEDBACK_GENERATOR, reset
from pages.demo import loader as loading
from pages.demo.accounts import DEMO_PASSWORD, DEMO_USERS
from pages.demo.dates import DemoCalendar
from pages.models import ContentImage, Organisation
from pages.renditions import ImagePreset, make_renditions
from pages.roles import EDITORS, set_up_roles

# Presets of logos.
LOGO_PRESETS = (ImagePreset.LOGO,)
# AVIF takes seconds per image, so the worker makes it later.
FORMATS = ("webp", "jpeg")
PICTURE_PRESETS = (ImagePreset.THUMBNAIL, ImagePreset.CARD, ImagePreset.HERO)


class Command(BaseCommand):
    """Loads the demo content once; a second run changes nothing."""

    help = "Load the demo content: pages in two languages, images, documents, services, accounts."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the options for the date, the site's address and resetting."""
        parser.add_argument(
            "--today",
            type=datetime.date.fromisoformat,
            help="The date around which the events are arranged, as YYYY-MM-DD; default: today.",
        )
        # Not HOST: the address that the server binds to, such as 0.0.0.0, is not the site's name.
        parser.add_argument("--host", default="localhost", help="Hostname of the site.")
        parser.add_argument(
            "--port",
            type=int,
            default=int(os.environ.get("PORT", "8000")),
            help="Port of the site; default: the variable PORT, or 8000.",
        )
        parser.add_argument(
            "--reset", action="store_true", help="Delete the existing demo content first."
        )
        parser.add_argument(
            "--yes",
            action="store_true",
            help=("Do not ask for confirmation; required for --reset without DEBUG."),
        )
        parser.add_argument(
            "--no-renditions",
            dest="renditions",
            action="store_false",
            help="Do not make image files now; the worker makes them later.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the content, deleting the old one first with --reset."""
        if options["reset"]:
            self._remove(sure=options["yes"])
        elif loading.is_loaded():
            self.stdout.write("The demo content is already loaded; nothing was changed.")
            return
        # Wagtail logs a line per page.
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        started = time.monotonic()
        today = options["today"] or timezone.localdate()
        try:
            with transaction.atomic():
                self._load(DemoCalendar(today), options["host"], options["port"])
        except loading.OtherContentError as error:
            raise CommandError(
                f"This site has content of its own (“{error}”). The demo content needs an "
                "empty database: point DATABASE_URL at another one."
            ) from error
        if options["renditions"]:
            self.make_renditions()
        self.stdout.write(f"Demo content loaded in {time.monotonic() - started:.0f} seconds.")

    def _load(self, calendar: DemoCalendar, host: str, port: int) -> None:
        editors = self._make_accounts()
        with self._progress_bar(loading.number_of_steps(), "Loading the demo") as progress:

            def report(step: str) -> None:
                progress.set_postfix_str(step, refresh=False)
                progress.update()

            loading.load(calendar, host, port, editors, report)
        set_up_roles()
        self._join_groups()
        if apps.is_installed("feedback"):
            import_string(FEEDBACK_GENERATOR)(calendar.today)

    def _progress_bar(self, steps: int, work: str) -> tqdm:
        """Return a progress bar; without a terminal it only prints the number of steps."""
        on_terminal = sys.stderr.isatty()
        if not on_terminal:
            self.stdout.write(f"{work}: {steps} steps.")
        return tqdm(desc=work, total=steps, disable=not on_terminal, ncols=80, leave=False)

    def make_renditions(self) -> None:
        """Make the sizes used in lists and page headers, after the transaction."""
        pictures = list(ContentImage.objects.order_by("pk"))
        with self._progress_bar(len(pictures), "Making image files") as progress:
            for picture in pictures:
                is_logo = "/demo-logo-" in picture.file.name
                presets = LOGO_PRESETS if is_logo else PICTURE_PRESETS
                make_renditions([picture], presets, FORMATS)
                progress.update()

    def _make_accounts(self) -> dict[str, AbstractUser]:
        """Create the demo users, only with DEBUG, since their password is public."""
        if not settings.DEBUG:
            self.stdout.write("No demo accounts without DEBUG: run createsuperuser instead.")
            return {}
        users = get_user_model()._default_manager
        by_administration: dict[str, AbstractUser] = {}
        for demo_user in DEMO_USERS:
            user, _made = users.get_or_create(
                username=demo_user.username,
                defaults={
                    "email": demo_user.email,
                    "first_name": demo_user.display_name,
                    "is_staff": True,
                    "is_superuser": demo_user.role == "administrator",
                },
            )
            user.set_password(DEMO_PASSWORD)
            user.save()
            UserProfile.objects.update_or_create(
                user=user, defaults={"preferred_language": settings.LANGUAGE_CODE}
            )
            if demo_user.role != "administrator":
                by_administration[demo_user.administration] = user
        return by_administration

    def _join_groups(self) -> None:
        """Add each user to the group of their role; the groups exist only after the load."""
        for demo_user in DEMO_USERS:
            user = get_user_model()._default_manager.filter(username=demo_user.username).first()
            if user is None or demo_user.role == "administrator":
                continue
            if demo_user.administration:
                organisation = Organisation.objects.get(slug=demo_user.administration)
                if organisation.staff:
                    user.groups.add(organisation.staff)
            else:
                user.groups.add(Group.objects.get(name=EDITORS))

    def _remove(self, *, sure: bool) -> None:
        if not settings.DEBUG and not sure:
            raise CommandError("--reset deletes content. Without DEBUG it needs --yes as well.")
        counts = reset.what_goes()
        if not counts:
            return
        self.stdout.write("This will be deleted, including all changes made to it:")
        for name, count in counts:
            self.stdout.write(f"  {count:>5} {name}")
        if not sure:
            if not sys.stdin.isatty():
                raise CommandError("Nothing was deleted: confirm with --yes.")
            if input("Delete everything and reload the demo? [y/N] ").strip().lower() not in {
                "y",
                "yes",
                "j",
                "ja",
            }:
                raise CommandError("Nothing was deleted.")
        reset.remove()
        reset.delete_files()

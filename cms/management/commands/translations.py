"""Update, check or compile the Swedish translations."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms import translations


class Command(BaseCommand):
    """`make messages` runs update, `make check` runs check, every start runs compile."""

    help = "Extract, check or compile the Swedish translations of every app."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the action."""
        parser.add_argument("action", choices=["update", "check", "compile"])

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        """Run the action for all apps."""
        if action == "compile":
            self.stdout.write(f"{translations.compile_stale()} catalogs compiled.")
        elif action == "update":
            for app in translations.APPS:
                state = "updated" if translations.update(app) else "unchanged"
                missing = len(translations.untranslated(translations.stored(app)))
                self.stdout.write(f"{app}: {state}, {missing} to translate")
            translations.compile_stale()
        else:
            problems = [text for app in translations.APPS for text in translations.problems(app)]
            problems += translations.contradictions()
            if problems:
                raise CommandError(
                    "\n".join([*problems, "Run `make messages`, and translate the new texts."])
                )
            self.stdout.write("Every text is translated.")

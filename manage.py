#!/usr/bin/env python
"""Run a management command of the project: `python manage.py help` lists them."""

import os
import sys


def main() -> None:
    """Hand the command line to Django; a mistake in the environment is told in a sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Medskap cannot start: {error}")


if __name__ == "__main__":
    main()

"""The WSGI application that a web server (Granian) loads."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")

try:
    application = get_wsgi_application()
except ImproperlyConfigured as error:
    sys.exit(f"Medskap cannot start: {error}")

from cms.checks import refusals

if problems := refusals():
    sys.exit("\n".join(f"Medskap refuses to start: {problem}" for problem in problems))

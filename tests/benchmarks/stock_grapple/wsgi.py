"""The WSGI application of the stock schema, for a process of its own."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.stock_grapple.settings"
application = get_wsgi_application()

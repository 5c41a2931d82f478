"""Keeps search still while the demo is saved, and writes its indexes once at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.core.management import call_command
from django.db.models.signals import post_save
from modelsearch.signal_handlers import post_save_signal_handler

from cms.search import signals


@contextmanager
def indexed_once() -> Iterator[None]:
    """Index what is saved inside at the end; pages are saved thrice.

    Otherwise Wagtail leaves several hundred tasks to the worker, and the admin finds nothing before
    they are done.
    """
    paused = [
        model
        for model in apps.get_models()
        if post_save.disconnect(post_save_signal_handler, sender=model)
    ]
    for model in apps.get_models():
        post_save.disconnect(sender=model, dispatch_uid="search_saved")
    try:
        yield
    finally:
        for model in paused:
            post_save.connect(post_save_signal_handler, sender=model)
        signals.connect()
    call_command("update_index", verbosity=0)
    call_command("rebuild_search", verbosity=0)

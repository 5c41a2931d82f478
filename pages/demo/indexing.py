"""Disables search indexing while the demo is saved, and builds the indexes once at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.core.management import call_command
from django.db.models.signals import post_save
from modelsearch.signal_handlers import post_save_signal_handler

from cms.search import signals


@contextmanager
def indexed_once() -> Iterator[None]:
    """Index everything that is saved inside the block once, at its end.

    Pages are saved three times. Without this, Wagtail queues several hundred tasks, and the
    admin's search finds nothing until the worker has run them.
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

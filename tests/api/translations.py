"""Translated pages."""

from tests.factories import locale


def translated(page, **fields):
    """Return a published English translation; missing parents are translated too."""
    english = locale("en")
    parent = page.get_parent()
    if parent.depth > 1 and not parent.has_translation(english):
        translated(parent.specific)
    copy = page.copy_for_translation(english, copy_parents=True)
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.live = True
    copy.save()
    return copy

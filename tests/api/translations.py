"""Making pages of another language."""

from tests.factories import locale


def translated(page, **fields):
    """Return a published English translation, with its parents' where they are missing."""
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

"""Snippets that belong to an administration, in every view that Wagtail makes for them."""

from typing import Any

from wagtail.admin.views.generic import IndexView
from wagtail.snippets.views.snippets import SnippetViewSet

from feedback.admin.access import OwnListMixin, OwnObjectMixin


class OwnSnippetViewSet(SnippetViewSet):
    """Answers with “not found” to the address of another administration's, whatever the view.

    Each view is narrowed where it is made, so that one that Wagtail adds later is too: history,
    comparison, revert, unpublish, schedule, workflow. There is no chooser, which would list all.
    """

    copy_view_enabled = False

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        """Narrow the view to the user's administrations."""
        narrowing = OwnListMixin if issubclass(view_class, IndexView) else OwnObjectMixin
        if not issubclass(view_class, narrowing):
            view_class = type(view_class.__name__, (narrowing, view_class), {})
        return super().construct_view(view_class, **kwargs)

    def register_chooser_viewset(self) -> None:
        """Offer no chooser."""

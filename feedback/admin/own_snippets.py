"""Viewsets of snippets without a chooser, and of those limited to the user's administrations."""

from typing import Any

from django.http import Http404
from wagtail.admin.views.generic import IndexView
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.views.snippets import SnippetViewSet

from feedback.admin.access import OwnListMixin, OwnObjectMixin, own
from feedback.models import ReplyTemplate, Service, ServiceAnswer, SubmissionAnswer


class OwnViewSetMixin:
    """Limits every view to the user's administrations; 404 for other objects.

    Applied where Wagtail constructs a view, so that it covers all of them, also future ones:
    history, comparison, revert, unpublish, schedule, workflow.
    """

    copy_view_enabled = False

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        """Add the mixin that limits a list or an object view."""
        narrowing = OwnListMixin if issubclass(view_class, IndexView) else OwnObjectMixin
        view_class = type(view_class.__name__, (narrowing, view_class), {})
        return super().construct_view(view_class, **kwargs)  # type: ignore[misc]


class UnchosenSnippetViewSet(SnippetViewSet):
    """A snippet without a chooser: nothing refers to it."""

    def register_chooser_viewset(self) -> None:
        """Register no chooser."""


class OwnSnippetViewSet(OwnViewSetMixin, UnchosenSnippetViewSet):
    """A limited snippet. A chooser would list all objects."""


class DeleteOwn(DeleteBulkAction):
    """Wagtail's bulk deletion, without the names of objects of other administrations."""

    models = [Service, SubmissionAnswer, ServiceAnswer, ReplyTemplate]

    def get_actionable_objects(self) -> tuple[list[Any], dict[str, Any]]:
        """Return the objects to delete and the user's own that cannot be; 404 if there are none."""
        chosen, refused = super().get_actionable_objects()
        known = set(own(self.model, self.request).values_list("pk", flat=True))
        kept = [each for each in refused["items_with_no_access"] if each.pk in known]
        if not chosen and not kept:
            raise Http404
        return chosen, {"items_with_no_access": kept}

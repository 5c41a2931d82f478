"""What belongs to an administration, in every view that Wagtail makes for it."""

from typing import Any

from django.http import Http404
from wagtail.admin.views.generic import IndexView
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.views.snippets import SnippetViewSet

from feedback.admin.access import OwnListMixin, OwnObjectMixin, own
from feedback.models import ReplyTemplate, Service, ServiceAnswer, SubmissionAnswer


class OwnViewSetMixin:
    """Answers with “not found” to the address of another administration's, whatever the view.

    Each view is narrowed where it is made, so that one that Wagtail adds later is too: history,
    comparison, revert, unpublish, schedule, workflow.
    """

    copy_view_enabled = False

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        """Narrow the view to the user's administrations."""
        narrowing = OwnListMixin if issubclass(view_class, IndexView) else OwnObjectMixin
        view_class = type(view_class.__name__, (narrowing, view_class), {})
        return super().construct_view(view_class, **kwargs)  # type: ignore[misc]


class OwnSnippetViewSet(OwnViewSetMixin, SnippetViewSet):
    """A snippet without a chooser, which would list those of all."""

    def register_chooser_viewset(self) -> None:
        """Offer no chooser."""


class DeleteOwn(DeleteBulkAction):
    """Deletes several of one's own, in place of Wagtail's action, which names others' as well."""

    models = [Service, SubmissionAnswer, ServiceAnswer, ReplyTemplate]

    def get_actionable_objects(self) -> tuple[list[Any], dict[str, Any]]:
        """Return what may be deleted, and what of one's own may not; of others' nothing is said."""
        chosen, refused = super().get_actionable_objects()
        known = set(own(self.model, self.request).values_list("pk", flat=True))
        kept = [each for each in refused["items_with_no_access"] if each.pk in known]
        if not chosen and not kept:
            raise Http404
        return chosen, {"items_with_no_access": kept}

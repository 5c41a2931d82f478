"""Whose feedback a view of the admin shows: that of the user's administrations."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from wagtail.permissions import policy_registry

READING = ["view", "change"]


class OwnListMixin:
    """Lists what belongs to the administrations of whoever asks."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """Narrow the list before anything is searched, filtered or counted."""
        return super().get_base_queryset() & own(self.model, self.request)  # type: ignore[misc,attr-defined]


class OwnObjectMixin:
    """Answers with “not found” to the address of another administration's object."""

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        """Return the object, if it is of the user's."""
        try:
            found = super().get_object(*args, **kwargs)  # type: ignore[misc]
        except PermissionDenied:
            # From which a redirect would tell that there is such an object.
            raise Http404 from None
        request = self.request  # type: ignore[attr-defined]
        # A page to add one has none yet.
        if found is None:
            return None
        if not own(type(found), request).filter(pk=found.pk).exists():
            raise Http404
        return found


def own(model: Any, request: HttpRequest | None) -> QuerySet[Any]:
    """Return the rows that the user of `request` may read or change; none without a user."""
    user = getattr(request, "user", None)
    if user is None:
        return model._default_manager.none()
    return policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, READING)

"""Limits the admin's views to the administrations of the user."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from wagtail.permissions import policy_registry

READING = ["view", "change"]


class OwnListMixin:
    """A list of objects of the user's administrations."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """Return the user's objects, before search, filters and counts."""
        return super().get_base_queryset() & own(self.model, self.request)  # type: ignore[misc,attr-defined]


class OwnObjectMixin:
    """A view of one object, with 404 for an object of another administration."""

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        """Return the object, or None in a view that adds one.

        Raises `Http404` if it is not the user's.
        """
        try:
            found = super().get_object(*args, **kwargs)  # type: ignore[misc]
        except PermissionDenied:
            # A redirect would disclose that the object exists.
            raise Http404 from None
        request = self.request  # type: ignore[attr-defined]
        # A view that adds an object has none.
        if found is None:
            return None
        if not own(type(found), request).filter(pk=found.pk).exists():
            raise Http404
        return found


def own(model: Any, request: HttpRequest | None) -> QuerySet[Any]:
    """Return the rows that the user of `request` may view or change; none without a user."""
    user = getattr(request, "user", None)
    if user is None:
        return model._default_manager.none()
    return policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, READING)

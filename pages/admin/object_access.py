"""Viewsets whose views open an object only to those who may change it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from wagtail.admin.views.generic import IndexView


class ObjectAccessMixin:
    """Checks every view of one object, such as edit, delete, copy, history and usage.

    Wagtail's own views check permissions on the model only. Applied where Wagtail constructs a
    view, so that it covers future ones too.
    """

    def may_open(self, user: Any, instance: Any) -> bool:
        """Return whether the user may open the object's views; without it, the views refuse."""
        raise NotImplementedError

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        """Add the check to a view of one object."""
        if not issubclass(view_class, IndexView):
            checked = {"may_open": staticmethod(self.may_open)}
            view_class = type(view_class.__name__, (_CheckedView, view_class), checked)
        return super().construct_view(view_class, **kwargs)  # type: ignore[misc]


class _CheckedView:
    may_open: Any
    request: Any

    def get_object(self, *args: Any, **kwargs: Any) -> Model | None:
        """Return the object, or None in a view that adds one; raises `PermissionDenied`."""
        found: Model | None = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if found is not None and not self.may_open(self.request.user, found):
            raise PermissionDenied
        return found

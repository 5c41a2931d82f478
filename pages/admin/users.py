"""User accounts in the Wagtail admin: a superuser's is changed by superusers only."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.forms import ModelForm
from wagtail.users.views import users

from pages.admin.object_access import ObjectAccessMixin


class AccountFormMixin:
    """The form of an account, in which only superusers decide who else is one."""

    request: Any

    def get_form(self, *args: Any, **kwargs: Any) -> ModelForm:
        """Return the form; what is posted for a disabled field is ignored."""
        form: ModelForm = super().get_form(*args, **kwargs)  # type: ignore[misc]
        field = form.fields.get("is_superuser")
        if field is not None and not self.request.user.is_superuser:
            field.disabled = True
        return form


class CreateView(AccountFormMixin, users.CreateView):
    """Adds an account."""


class EditView(AccountFormMixin, users.EditView):
    """Changes an account."""


class UserViewSet(ObjectAccessMixin, users.UserViewSet):
    """The accounts. Wagtail lets everybody who manages accounts make and change superusers."""

    add_view_class = CreateView
    edit_view_class = EditView

    def may_open(self, user: Any, instance: Any) -> bool:
        """Return whether the user may open the account."""
        return bool(user.is_superuser or not instance.is_superuser)


def check_selected_accounts(user: Any, objects: Iterable[Model]) -> None:
    """Raise `PermissionDenied` if a superuser's account is among the objects of a bulk action."""
    account = get_user_model()
    if user.is_superuser:
        return
    if any(isinstance(each, account) and each.is_superuser for each in objects):
        raise PermissionDenied

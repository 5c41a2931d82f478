"""Permissions on feedback: staff work with the feedback of their own administrations only."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from feedback.forms import ALL_SUBMISSIONS
from feedback.models import Service, ServiceQuerySet
from pages.models import Organisation, OrganisationKind

AGE_OUT = "feedback.age_out_submission"
# The permissions of each role of the admin, read by `pages.roles`.
_CRISIS = [
    *(f"feedback.{action}_helpline" for action in ("add", "change", "delete")),
    # A migration creates the list of every language.
    "feedback.change_crisiswordlist",
]
# Created by Wagtail for every snippet with drafts. Without it, drafts need a review.
_PUBLISHING = ["feedback.publish_submissionanswer", "feedback.publish_serviceanswer"]
ROLE_PERMISSIONS = {
    "communicator": [
        "feedback.add_service",
        "feedback.change_service",
        "feedback.view_submission",
        "feedback.change_submission",
        "feedback.erase_submission",
        AGE_OUT,
        *_PUBLISHING,
    ],
    "administrator": [
        "feedback.add_service",
        "feedback.change_service",
        "feedback.delete_service",
        "feedback.view_submission",
        "feedback.change_submission",
        "feedback.erase_submission",
        AGE_OUT,
        ALL_SUBMISSIONS,
        *_CRISIS,
        *_PUBLISHING,
    ],
}
# What roles had in earlier releases. The lists are shared: one communicator could have deleted the
# national emergency line for everybody.
WITHDRAWN_PERMISSIONS = {"communicator": _CRISIS}


def reads_feedback(user: Any) -> bool:
    """Return whether a user may read feedback of any administration."""
    return any(user.has_perm(f"feedback.{each}_submission") for each in ("view", "change"))


def services_read_by(user: Any) -> ServiceQuerySet:
    """Return the services whose feedback a user may read."""
    if not reads_feedback(user):
        return Service.objects.filter(pk__in=())
    if user.has_perm(ALL_SUBMISSIONS):
        return Service.objects.visible()
    # A subquery, not a join, so that the queryset can be sliced and combined.
    return Service.objects.filter(administration__in=Organisation.objects.filter(staff__user=user))


def administrations_read_by(user: Any) -> QuerySet[Organisation]:
    """Return the administrations whose feedback a user may read, by name."""
    if not reads_feedback(user):
        return Organisation.objects.none()
    rows = Organisation.objects.order_by("name_key", "pk")
    if not user.has_perm(ALL_SUBMISSIONS):
        return rows.filter(pk__in=Organisation.objects.filter(staff__user=user))
    return rows.filter(
        Q(kind=OrganisationKind.ADMINISTRATION)
        | Q(pk__in=Service.objects.order_by().values("administration"))
    )


def administrations_aged_out_by(user: Any) -> QuerySet[Organisation]:
    """Return the administrations whose feedback a user may age out."""
    if not user.has_perm(AGE_OUT):
        return Organisation.objects.none()
    return administrations_read_by(user)


class OwnAdministrationPolicy(ModelPermissionPolicy):
    """Django's permissions, limited to objects of the user's administrations.

    `path` is the field path to the administration, such as `service__administration`.
    """

    def __init__(self, model: type[Model], path: str) -> None:
        super().__init__(model)
        self.path = path

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        """Return whether the user has the permission and belongs to the object's administration."""
        if not self.user_has_permission(user, action):
            return False
        return self._own(user).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Any]:
        """Return the objects of the user's administrations, or all for `ALL_SUBMISSIONS`."""
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()
        return self._own(user)

    def _own(self, user: Any) -> QuerySet[Any]:
        everything = self.model._default_manager.all()
        if user.has_perm(ALL_SUBMISSIONS):
            return everything
        # A list, because the admin's search cannot follow relations but accepts ids.
        administrations = Organisation.objects.filter(staff__user=user)
        return everything.filter(**{f"{self.path}__in": list(administrations)})


class SubmissionPolicy(OwnAdministrationPolicy):
    """Permissions on submissions: nobody adds, changes or deletes them; "change" is of the status.

    Erasure required by law has a page and a permission of its own.
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return False for any action but view, change and erase, even for superusers."""
        return action in {"view", "change", "erase"} and super().user_has_permission(user, action)


class BorrowedPolicy(OwnAdministrationPolicy):
    """Permissions derived from others, such as those on the submission of an answer.

    `allowed` maps each action to the permission it needs; other actions are refused. The model's
    own change permission is not used, so Wagtail's workflow reports, which check only that, list
    the objects to superusers alone.
    """

    def __init__(self, model: type[Model], path: str, allowed: Mapping[str, str]) -> None:
        super().__init__(model, path)
        self.allowed = allowed

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return whether the user has the permission that the action needs."""
        return action in self.allowed and user.has_perm(self.allowed[action])

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        """Return whether the user has the permission for any of the actions."""
        return any(self.user_has_permission(user, action) for action in actions)


# No delete: an answer is withdrawn, and what was public stays on record.
ANSWER_PERMISSIONS = {
    "view": "feedback.view_submission",
    "add": "feedback.change_submission",
    "change": "feedback.change_submission",
    "publish": "feedback.publish_submissionanswer",
}
SERVICE_ANSWER_PERMISSIONS = {
    **dict.fromkeys(("view", "add", "change", "delete"), "feedback.change_service"),
    "publish": "feedback.publish_serviceanswer",
}
TEMPLATE_PERMISSIONS = dict.fromkeys(
    ("view", "add", "change", "delete"), "feedback.change_submission"
)

"""Who may see and do what with feedback: the staff of an administration, with its own only."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from feedback.forms import ALL_SUBMISSIONS
from feedback.models import Service, ServiceQuerySet
from pages.models import Organisation, OrganisationKind

AGE_OUT = "feedback.age_out_submission"
# What each role of the admin is allowed here; whoever sets the roles up reads it.
_CRISIS = [
    *(f"feedback.{action}_helpline" for action in ("add", "change", "delete")),
    # Every language has its list from the start.
    "feedback.change_crisiswordlist",
]
# Made by Wagtail for every snippet with drafts. Who lacks it can write, and has to ask for review.
_PUBLISHING = ["feedback.publish_submissionanswer", "feedback.publish_serviceanswer"]
ROLE_PERMISSIONS = {
    "communicator": [
        "feedback.add_service",
        "feedback.change_service",
        "feedback.view_submission",
        "feedback.change_submission",
        "feedback.erase_submission",
        AGE_OUT,
        *_CRISIS,
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


def reads_feedback(user: Any) -> bool:
    """Tell whether a user reads feedback at all, of whatever administration."""
    return any(user.has_perm(f"feedback.{each}_submission") for each in ("view", "change"))


def services_read_by(user: Any) -> ServiceQuerySet:
    """Return the services whose feedback a user reads, of the administrations of hers or his."""
    if not reads_feedback(user):
        return Service.objects.filter(pk__in=())
    if user.has_perm(ALL_SUBMISSIONS):
        return Service.objects.visible()
    # No join: a slice or a union of it stays simple.
    return Service.objects.filter(administration__in=Organisation.objects.filter(staff__user=user))


def administrations_read_by(user: Any) -> QuerySet[Organisation]:
    """Return the administrations whose feedback a user reads, by name, with services or without."""
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
    """Return the administrations whose feedback a user may let age out: those that she reads."""
    if not user.has_perm(AGE_OUT):
        return Organisation.objects.none()
    return administrations_read_by(user)


class OwnAdministrationPolicy(ModelPermissionPolicy):
    """Django's permissions, each only for what belongs to an administration of the user's.

    `path` is the field path to the administration, such as `service__administration`.
    """

    def __init__(self, model: type[Model], path: str) -> None:
        super().__init__(model)
        self.path = path

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        """Tell whether the user may do it at all, and to this one."""
        if not self.user_has_permission(user, action):
            return False
        return self._own(user).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Any]:
        """Return those of the user's administrations; all for whoever may see every one's."""
        if not self.user_has_any_permission(user, actions):
            return self.model._default_manager.none()
        return self._own(user)

    def _own(self, user: Any) -> QuerySet[Any]:
        everything = self.model._default_manager.all()
        if user.has_perm(ALL_SUBMISSIONS):
            return everything
        # As a list: the search of the admin cannot follow relations, but takes ids.
        administrations = Organisation.objects.filter(staff__user=user)
        return everything.filter(**{f"{self.path}__in": list(administrations)})


class SubmissionPolicy(OwnAdministrationPolicy):
    """Nobody adds, changes or deletes what residents said; "change" is of the status.

    What the law asks for is erased, on a page of its own that notes who did it and why.
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Refuse what is not reading or handling, even to superusers."""
        return action in {"view", "change", "erase"} and super().user_has_permission(user, action)


class BorrowedPolicy(OwnAdministrationPolicy):
    """Permissions that follow from others, such as those on submissions, for what is made of them.

    `allowed` names the permission that each action needs; other actions are nobody's. The model's
    own “change” is not among them, so that Wagtail's reports of workflows, which ask for nothing
    else and know no administrations, list it to superusers alone.
    """

    def __init__(self, model: type[Model], path: str, allowed: Mapping[str, str]) -> None:
        super().__init__(model, path)
        self.allowed = allowed

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Tell whether the user has what the action needs."""
        return action in self.allowed and user.has_perm(self.allowed[action])

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        """Tell the same of any of several."""
        return any(self.user_has_permission(user, action) for action in actions)


# An answer is withdrawn, not deleted: what was public stays on record.
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

"""User groups and permissions: editors, communicators of an administration, administrators.

Another app declares what each role may do with its models on its AppConfig: `role_permissions =
{"communicator": ["feedback.view_submission"], ...}`. `withdrawn_permissions` names those of earlier
releases that are taken back.
"""

import enum
from collections.abc import Iterable

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from pages.models import HomePage, IndexPage, Organisation, OrganisationKind


class Role(enum.StrEnum):
    """The three roles; the values are the keys of `role_permissions`."""

    EDITOR = "editor"
    COMMUNICATOR = "communicator"
    ADMINISTRATOR = "administrator"


# Group names are data shown to administrators, hence Swedish.
EDITORS = "Redaktörer"
ADMINISTRATORS = "Administratörer"
SHARED_REVIEW = "Granskning"

PAGE_ACTIONS = {
    Role.EDITOR: ["add"],
    Role.COMMUNICATOR: ["add", "change", "publish", "lock", "unlock"],
    Role.ADMINISTRATOR: ["add", "change", "publish", "bulk_delete", "lock", "unlock"],
}
MODEL_PERMISSIONS = {
    Role.EDITOR: ["wagtailadmin.access_admin"],
    Role.COMMUNICATOR: [
        "wagtailadmin.access_admin",
        "simple_translation.submit_translation",
        # No delete permission: these snippets are shared between administrations.
        *(f"pages.{action}_{name}" for action in ("add", "change") for name in ("venue", "topic")),
        "pages.add_organisation",
        "pages.change_organisation",
    ],
    Role.ADMINISTRATOR: [
        "wagtailadmin.access_admin",
        "simple_translation.submit_translation",
        "pages.change_sitesettings",
        *(
            f"{model.partition('.')[0]}.{action}_{model.partition('.')[2]}"
            for action in ("add", "change", "delete")
            for model in (
                "pages.organisation",
                "pages.venue",
                "pages.topic",
                "auth.group",
                "auth.user",
                "wagtailcore.site",
                "wagtailcore.locale",
                "wagtailcore.workflow",
                "wagtailcore.task",
                "wagtailcore.groupapprovaltask",
                "wagtailredirects.redirect",
            )
        ),
    ],
}
# Wagtail's default groups; their permissions match none of our roles.
WAGTAIL_GROUPS = ["Editors", "Moderators"]
WAGTAIL_REVIEW = "Moderators approval"


@transaction.atomic
def set_up_roles() -> None:
    """Create or update the user groups, their permissions, collections and workflows; idempotent.

    Permissions that an administrator added to a group by hand are kept.
    """
    editors = _group(EDITORS, Role.EDITOR)
    administrators = _group(ADMINISTRATORS, Role.ADMINISTRATOR)
    root_page, root_collection = Page.get_first_root_node(), Collection.get_first_root_node()
    for home in HomePage.objects.all():
        _allow_on_page(editors, home, Role.EDITOR)
    _allow_on_page(administrators, root_page, Role.ADMINISTRATOR)
    _allow_in_collection(editors, root_collection, ["add", "choose"])
    _allow_in_collection(administrators, root_collection, ["add", "change", "choose"])
    _allow_collections(administrators, root_collection)
    _set_up_review(
        SHARED_REVIEW, [administrators], [root_page], known_as=(SHARED_REVIEW, WAGTAIL_REVIEW)
    )
    for organisation in Organisation.objects.filter(kind=OrganisationKind.ADMINISTRATION):
        set_up_organisation(organisation)
    for group in Group.objects.filter(name__in=WAGTAIL_GROUPS, user__isnull=True):
        group.delete()


@transaction.atomic
def set_up_organisation(organisation: Organisation) -> None:
    """Give an organisation's staff group its permissions; create the group for an administration.

    Does nothing for an organisation that has no staff group and is closed or no administration.
    """
    if organisation.staff is None:
        if organisation.closed_on or organisation.kind != OrganisationKind.ADMINISTRATION:
            return
        organisation.staff, _created = Group.objects.get_or_create(
            name=f"Kommunikatörer, {organisation.name}"[:150]
        )
        organisation.save(update_fields=["staff"])
    staff = organisation.staff
    _allow_models(staff, Role.COMMUNICATOR)
    root = Collection.get_first_root_node()
    collection = root.get_children().filter(name=organisation.name).first()
    if collection is None:
        collection = root.add_child(instance=Collection(name=organisation.name))
    _allow_in_collection(staff, root, ["choose"])
    _allow_in_collection(staff, collection, ["add", "change", "choose"])
    for section in sections_of(organisation):
        set_up_section(section)
    # Even without a section: other apps use the workflow for their own drafts.
    administrators = Group.objects.filter(name=ADMINISTRATORS)
    _set_up_review(_review_name(organisation), [staff, *administrators], [])


def review_of(organisation: Organisation) -> Workflow | None:
    """Return the active workflow of an organisation's own staff, or None."""
    return Workflow.objects.active().filter(name=_review_name(organisation)).first()


def sections_of(organisation: Organisation) -> Iterable[IndexPage]:
    """Yield the index pages assigned to the organisation, in every language."""
    for model in apps.get_app_config("pages").get_models():
        if issubclass(model, IndexPage):
            yield from model.objects.filter(organisation=organisation)


def revoke_staff(organisation: Organisation) -> None:
    """Remove the permissions that a group has because it is the organisation's staff."""
    staff = organisation.staff
    if staff is None:
        return
    sections = list(sections_of(organisation))
    GroupPagePermission.objects.filter(
        group=staff, page__in=[page.pk for page in sections]
    ).delete()
    GroupCollectionPermission.objects.filter(
        group=staff, collection__name=organisation.name
    ).delete()
    for task in GroupApprovalTask.objects.filter(name=_review_name(organisation)):
        task.groups.remove(staff)


def set_up_section(section: IndexPage) -> None:
    """Give the staff of the section's organisation the right to publish there; revoke other
    staffs'.
    """
    organisation = section.organisation
    staff = organisation.staff if organisation else None
    others = GroupPagePermission.objects.filter(page=section, group__organisations__isnull=False)
    others.exclude(group=staff).delete()
    if organisation is None or staff is None:
        return
    _allow_on_page(staff, section, Role.COMMUNICATOR)
    administrators = Group.objects.filter(name=ADMINISTRATORS)
    _set_up_review(_review_name(organisation), [staff, *administrators], [section])


def _review_name(organisation: Organisation) -> str:
    return f"{SHARED_REVIEW}, {organisation.name}"


def _group(name: str, role: Role) -> Group:
    group, _created = Group.objects.get_or_create(name=name)
    _allow_models(group, role)
    return group


def _allow_models(group: Group, role: Role) -> None:
    names, withdrawn = list(MODEL_PERMISSIONS[role]), []
    for config in apps.get_app_configs():
        names += getattr(config, "role_permissions", {}).get(role, [])
        withdrawn += getattr(config, "withdrawn_permissions", {}).get(role, [])
    group.permissions.add(*_permissions(names))
    group.permissions.remove(*_permissions(withdrawn))


def _permissions(names: Iterable[str]) -> QuerySet[Permission]:
    wanted = Q(pk__in=[])
    for name in names:
        app_label, _dot, codename = name.partition(".")
        wanted |= Q(content_type__app_label=app_label, codename=codename)
    return Permission.objects.filter(wanted)


def _allow_on_page(group: Group, page: Page, role: Role) -> None:
    codenames = [f"{action}_page" for action in PAGE_ACTIONS[role]]
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=codenames
    ):
        GroupPagePermission.objects.get_or_create(
            group=group, page_id=page.pk, permission=permission
        )


def _allow_in_collection(group: Group, collection: Collection, actions: list[str]) -> None:
    # Wagtail checks the permissions of its own models, even for custom image and document models.
    for app_label, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
        codenames = [f"{action}_{model}" for action in actions]
        for permission in Permission.objects.filter(
            content_type__app_label=app_label, codename__in=codenames
        ):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=permission
            )


def _allow_collections(group: Group, collection: Collection) -> None:
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore",
        codename__in=["add_collection", "change_collection", "delete_collection"],
    ):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


def _set_up_review(
    name: str, reviewers: list[Group], pages: list[Page], known_as: tuple[str, ...] = ()
) -> None:
    """Set up a workflow for drafts on `pages` and below, approved by any one of `reviewers`.

    Each administration has its own workflow: in Wagtail, a reviewer can publish any page in the
    workflow, even without other permission to publish it.
    """
    names = {name, *known_as}
    workflow = Workflow.objects.filter(name__in=names).first() or Workflow(name=name)
    task = GroupApprovalTask.objects.filter(name__in=names).first() or GroupApprovalTask(name=name)
    for item in (workflow, task):
        if item.pk is None or item.name != name:
            item.name = name
            item.save()
    task.groups.add(*reviewers)
    task.groups.remove(*task.groups.filter(name__in=WAGTAIL_GROUPS, user__isnull=True))
    if not workflow.workflow_tasks.exists():
        WorkflowTask.objects.create(workflow=workflow, task=task.task_ptr)
    for page in pages:
        # A workflow that an administrator chose for the page is kept.
        WorkflowPage.objects.filter(
            page_id=page.pk, workflow__name__startswith=f"{SHARED_REVIEW}, "
        ).exclude(workflow=workflow).delete()
        WorkflowPage.objects.get_or_create(page_id=page.pk, defaults={"workflow": workflow})

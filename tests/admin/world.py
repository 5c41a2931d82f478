"""Objects of one administration for every argument of the admin's URL patterns."""

import datetime
from types import SimpleNamespace
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    Locale,
    Site,
    TaskState,
    UploadedFile,
    WorkflowState,
)

from feedback.models import CrisisWordList, HelpLine
from pages.models import PreviewGrant, PreviewKind
from tests.admin.addresses import Address
from tests.factories import (
    ContentDocumentFactory,
    ContentImageFactory,
    ServiceFactory,
    SubmissionFactory,
    TopicFactory,
    VenueFactory,
)
from tests.feedback.test_own_administration import exports_of, with_everything
from tests.pages.desks import Desk


class World:
    """Everything that an administration owns, and what all of them share."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.user = get_user_model().objects.get(username=desk.organisation.slug)
        self.page = desk.article
        service = ServiceFactory(administration=desk.organisation)
        submission = SubmissionFactory(service=service, month=datetime.date(2026, 4, 1))
        self.staff: Any = SimpleNamespace(
            organisation=desk.organisation, service=service, submission=submission, user=self.user
        )
        self.feedback = {
            model._meta.model_name: item for model, item in with_everything(self.staff).items()
        }
        self.exports = exports_of(self.staff)
        self.revision = self.page.save_revision(user=self.user)
        self.page.get_workflow().start(self.page, self.user)
        collection = Collection.objects.get(name=desk.organisation.name)
        image = ContentImageFactory(collection=collection)
        self.ids = {
            "organisation": desk.organisation.pk,
            "venue": VenueFactory().pk,
            "topic": TopicFactory().pk,
            "helpline": HelpLine.objects.latest("pk").pk,
            "crisiswordlist": CrisisWordList.objects.latest("pk").pk,
            "collection": collection.pk,
            "image": image.pk,
            "document": ContentDocumentFactory(collection=collection).pk,
            "redirect": Redirect.objects.create(old_path="/a", redirect_link="https://e.org/").pk,
            "workflow": self.page.get_workflow().pk,
            "task": GroupApprovalTask.objects.latest("pk").pk,
            "locale": Locale.objects.get(language_code="sv").pk,
            "site": Site.objects.get(is_default_site=True).pk,
            "user": get_user_model().objects.create_user("a", "a@example.org", "x").pk,
            "group": Group.objects.create(name="Övriga").pk,
            "upload": UploadedFile.objects.create(
                file=SimpleUploadedFile("a.png", b"x"), uploaded_by_user=self.user
            ).pk,
        }
        self.grants = self._grants()
        self.session = EditingSession.objects.create(
            user=self.user, content_object=self.page, last_seen_at=timezone.now()
        )

    def _grants(self) -> list[PreviewGrant]:
        now = timezone.now()
        return [
            PreviewGrant.objects.create(
                user=self.user,
                kind=PreviewKind.SHARED,
                page=self.page.page_ptr,
                page_type=self.page.content_type,
                content={},
                made_at=now,
                expires_at=now + datetime.timedelta(minutes=10),
            )
        ]

    def url(self, address: Address) -> str:
        """Return the URL of an address with the administration's objects."""
        arguments = {name: self._argument(address, name) for name in address.arguments}
        return reverse(address.name, kwargs=arguments)

    def bulk_url(self, app_label: str, model_name: str, action: str) -> str:
        """Return the URL of a bulk action on the administration's object of the model."""
        item = (
            self.page.pk
            if model_name == "page"
            else self.ids.get(model_name.removeprefix("content"))
        )
        if model_name in self.feedback:
            item = self.feedback[model_name].pk
        url = reverse("wagtail_bulk_action", args=[app_label, model_name, action])
        return f"{url}?id={item}"

    def _argument(self, address: Address, name: str) -> Any:
        fixed = {
            "action_name": "approve",
            "app_label": "pages",
            "app_name": "pages",
            "content_type_app_name": "pages",
            "content_type_model_name": "articlepage",
            "destination_id": self.desk.section.pk,
            "doc_id": self.ids["document"],
            "filter_spec": "max-165x165",
            "grant_id": self.grants[0].pk,
            "object_id": str(self.page.pk),
            "package": self.exports["zip"].pk,
            "page_pk": self.page.pk,
            "page_to_move_id": self.page.pk,
            "parent_page_id": self.desk.section.pk,
            "revision_id": self.revision.pk,
            "revision_id_a": "earliest",
            "revision_id_b": "latest",
            "session_id": self.session.pk,
            "task_state_id": TaskState.objects.latest("pk").pk,
            "token": "a-b",
            "uidb64": "MQ",
            "uploaded_file_id": self.ids["upload"],
            "workflow_pk": self.ids["workflow"],
            "workflow_state_id": WorkflowState.objects.latest("pk").pk,
            **{f"{kind}_id": pk for kind, pk in self.ids.items()},
            "page_id": self.page.pk,
        }
        if name == "pk":
            return self._pk(address)
        if name == "model_name":
            return self._model_name(address)
        if name in ("revision_id", "task_state_id", "workflow_state_id"):
            kind = address.name.partition(":")[0].rpartition("_")[2]
            return self._review_of(kind, name) or fixed[name]
        return fixed[name]

    def _pk(self, address: Address) -> Any:
        namespace, _colon, view = address.name.rpartition(":")
        if view == "close_administration":
            return self.desk.organisation.pk
        if namespace == "submissions":
            if view in ("export", "export_file"):
                return self.exports["csv"].pk
            return (
                self.desk.organisation.pk
                if "retention/" in address.route
                else self.staff.submission.pk
            )
        if namespace == "feedback_dashboard":
            return self.desk.organisation.pk if view == "administration" else self.staff.service.pk
        if namespace.startswith("wagtailadmin_api"):
            kind = namespace.rpartition(":")[2].removesuffix("s")
        elif namespace == "simple_translation":
            kind = "venue"
        elif namespace == "wagtailsettings":
            kind = "site"
        elif view in ("edit_task", "disable_task", "enable_task"):
            kind = "task"
        else:
            kind = namespace.rpartition("_")[2].removeprefix("wagtail").removesuffix("s")
            kind = {"adminworkflow": "workflow", "chooser": namespace[7:-8].rstrip("s")}.get(
                kind, kind
            )
            kind = {"doc": "document"}.get(kind, kind)
        if kind in self.feedback:
            return self.feedback[kind].pk
        return self.page.pk if kind == "page" else self.ids[kind]

    def _model_name(self, address: Address) -> str:
        if address.name.startswith("wagtailsettings"):
            return "sitesettings"
        if "task" in address.name:
            return "groupapprovaltask"
        if address.name.startswith("simple_translation") or "tag" in address.name:
            return "venue"
        return "articlepage"

    def _review_of(self, kind: str, name: str) -> Any:
        item = self.feedback.get(kind)
        if item is None:
            return None
        if name == "revision_id":
            return item.latest_revision.pk
        state = WorkflowState.objects.filter(object_id=str(item.pk)).latest("pk")
        return state.pk if name == "workflow_state_id" else state.current_task_state_id

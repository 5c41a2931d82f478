"""The viewsets of submissions, services, answers and reply templates."""

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from feedback.admin import exports, services
from feedback.admin.answers import views as answers
from feedback.admin.answers.panels import CommentPanel, TemplatePanel
from feedback.admin.figures import poster
from feedback.admin.inbox import erasure, moderation
from feedback.admin.inbox import listing as inbox
from feedback.admin.inbox import submission as submissions
from feedback.admin.own_snippets import OwnSnippetViewSet, OwnViewSetMixin
from feedback.admin.panels import (
    ReadingPanel,
    aspect_words,
    comment_words,
    excerpt,
    flag_words,
)
from feedback.admin.retention import archive_packages
from feedback.admin.retention import rules as retention
from feedback.handling.inbox_filters import SubmissionFilterSet
from feedback.model_fields import month_name
from feedback.models import (
    ReplyTemplate,
    Service,
    ServiceAnswer,
    Submission,
    SubmissionAnswer,
)


class SubmissionViewSet(OwnViewSetMixin, ModelViewSet):
    """The inbox. Submissions can be read and handled, but not edited or added."""

    model = Submission
    icon = "comment"
    menu_label = _("Feedback")
    menu_name = "feedback"
    menu_order = 150
    add_to_admin_menu = True
    name = "submissions"
    index_view_class = inbox.InboxView
    edit_view_class = submissions.SubmissionEditView
    history_view_class = submissions.SubmissionHistoryView
    inspect_view_class = submissions.SubmissionInspectView
    inspect_view_enabled = True
    inspect_view_fields = [
        "service",
        "rating",
        "aspect_ratings",
        "comment",
        "language",
        "month",
        "flags",
        "status",
    ]
    filterset_class = SubmissionFilterSet
    search_fields = ["comment"]
    search_backend_name = None
    list_display = inbox.INBOX_COLUMNS
    # The view makes the pages, without counting.
    list_per_page = None
    index_template_name = "feedback/admin/inbox.html"
    edit_template_name = "feedback/admin/submission.html"
    edit_handler = ObjectList(
        [
            ReadingPanel("service"),
            ReadingPanel("rating"),
            ReadingPanel("aspect_ratings", aspect_words),
            ReadingPanel("comment", comment_words),
            ReadingPanel("month", month_name),
            ReadingPanel("language"),
            ReadingPanel("flags", flag_words),
            FieldPanel("status"),
            FieldPanel("assigned_to"),
        ],
        base_form_class=submissions.SubmissionForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        """Add moderation, notes, erasure, exports and retention."""
        return [
            *super().get_urlpatterns(),
            path("export/", exports.ExportStartView.as_view(), name="export_start"),
            path("exports/", exports.ExportListView.as_view(), name="exports"),
            path("exports/<uuid:pk>/", exports.ExportView.as_view(), name="export"),
            path("exports/<uuid:pk>/file/", exports.DownloadView.as_view(), name="export_file"),
            path("similar/", inbox.SimilarView.as_view(), name="similar"),
            *self._retention_urls(),
            path("note/<uuid:pk>/", submissions.NoteView.as_view(), name="note"),
            path("moderate/<uuid:pk>/", moderation.ModerationView.as_view(), name="moderate"),
            path("erase/<uuid:pk>/", erasure.ErasureView.as_view(), name="erase"),
        ]

    def _retention_urls(self) -> list[Any]:
        own = "retention/<int:pk>/"
        return [
            path("retention/", retention.RetentionListView.as_view(), name="retention_list"),
            path(own, retention.RetentionHomeView.as_view(), name="retention"),
            path(f"{own}rule/", retention.RuleView.as_view(), name="retention_rule"),
            path(f"{own}age-out/", retention.AgeOutView.as_view(), name="age_out"),
            path(f"{own}package/", archive_packages.PackageView.as_view(), name="package"),
            path(
                f"{own}handed-over/<uuid:package>/",
                archive_packages.DeliveryView.as_view(),
                name="delivery",
            ),
        ]


class ServiceViewSet(OwnSnippetViewSet):
    """The services."""

    model = Service
    icon = "clipboard-list"
    menu_label = _("Services")
    menu_order = 160
    add_to_admin_menu = True
    edit_view_class = services.ServiceEditView
    copy_view_enabled = True
    copy_view_class = services.ServiceCopyView
    list_display = ["name", "administration", "opens_on", "closes_on"]
    list_filter = ["administration"]
    ordering = ["name_key"]

    def get_urlpatterns(self) -> list[Any]:
        """Add the poster."""
        return [
            *super().get_urlpatterns(),
            path("poster/<int:pk>/", poster.PosterView.as_view(), name="poster"),
        ]


class SubmissionAnswerViewSet(OwnSnippetViewSet):
    """Answers to one resident each."""

    model = SubmissionAnswer
    icon = "mail"
    menu_label = _("To one resident")
    index_view_class = answers.AnswerIndexView
    add_view_class = answers.AnswerCreateView
    edit_view_class = answers.AnswerEditView
    unpublish_view_class = answers.AnswerUnpublishView
    filterset_class = answers.AnswerFilterSet
    list_display = [
        "__str__",
        Column("text", label=_("Answer"), accessor=lambda row: excerpt(row.text)),
        Column("outcome", label=_("Outcome"), accessor="get_outcome_display"),
        Column("answered_on", label=_("Answered on"), accessor="answered_on"),
    ]
    edit_handler = ObjectList(
        [
            CommentPanel(),
            TemplatePanel(),
            FieldPanel("text"),
            FieldPanel("outcome"),
            FieldPanel("reason"),
            FieldPanel("answered_on"),
        ]
    )


class ServiceAnswerViewSet(OwnSnippetViewSet):
    """Answers to everybody: what residents said, and what was done."""

    model = ServiceAnswer
    icon = "group"
    menu_label = _("To everybody")
    index_view_class = answers.ServiceAnswerIndexView
    add_view_class = answers.ServiceAnswerCreateView
    filterset_class = answers.ServiceAnswerFilterSet
    list_display = [
        "__str__",
        Column("said", label=_("What residents said"), accessor=lambda row: excerpt(row.said)),
        Column("outcome", label=_("Outcome"), accessor="get_outcome_display"),
        Column("answered_on", label=_("Answered on"), accessor="answered_on"),
    ]
    edit_handler = ObjectList(ServiceAnswer.panels, base_form_class=answers.ServiceAnswerForm)


class ReplyTemplateViewSet(OwnSnippetViewSet):
    """Texts from which an answer is begun."""

    model = ReplyTemplate
    icon = "copy"
    menu_label = _("Reply templates")
    list_display = [
        "name",
        "administration",
        Column(
            "outcome", label=_("Outcome"), accessor=lambda row: row.get_outcome_display() or "–"
        ),
    ]
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("administration", "name", "outcome", "text_sv", "text_en")],
        base_form_class=answers.ReplyTemplateForm,
    )


class AnswerViewSetGroup(SnippetViewSetGroup):
    """The menu of answers."""

    items = (SubmissionAnswerViewSet, ServiceAnswerViewSet, ReplyTemplateViewSet)
    menu_label = _("Answers")
    menu_icon = "mail"
    menu_order = 155
    add_to_admin_menu = True

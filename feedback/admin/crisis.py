"""Crisis words and help lines in the Wagtail admin."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import IndexView, SnippetViewSetGroup

from feedback.admin.crisis_test import CrisisTestView
from feedback.admin.own_snippets import UnchosenSnippetViewSet
from feedback.models import CrisisWordList, HelpLine
from feedback.screening import crisis_defaults


class HelpLineViewSet(UnchosenSnippetViewSet):
    """The help lines, in the order in which residents see them."""

    model = HelpLine
    icon = "help"
    list_display = [
        "name",
        "reason",
        "phone",
        "hours",
        Column("language", label=_("Language"), accessor="get_language_display"),
    ]
    list_filter = ["language"]
    sort_order_field = "sort_order"


class CrisisWordListIndexView(IndexView):
    """The lists, with a link to the page that tries a sentence."""

    def get_base_queryset(self) -> QuerySet[CrisisWordList]:
        """Insert the lists of languages that have none yet, with the words of the program.

        Not by a migration: during an upgrade, the previous release cannot read new languages.
        """
        existing = set(CrisisWordList.objects.values_list("language", flat=True))
        CrisisWordList.objects.bulk_create(
            (
                CrisisWordList(language=language, words=words.strip())
                for language, words in crisis_defaults.WORDS.items()
                if language not in existing
            ),
            ignore_conflicts=True,
        )
        return super().get_base_queryset()

    @cached_property
    def header_buttons(self) -> list[Any]:
        """Add the button to the page that tries a sentence."""
        address = reverse("wagtailsnippets_feedback_crisiswordlist:try")
        return [
            *super().header_buttons,
            HeaderButton(_("Try a sentence"), url=address, icon_name="view"),
        ]


class CrisisWordListViewSet(UnchosenSnippetViewSet):
    """The crisis words, one list per language."""

    model = CrisisWordList
    icon = "warning"
    list_display = [
        Column("language", label=_("Language"), accessor="get_language_display"),
        Column("words", label=_("Lines"), accessor=lambda row: len(row.words.splitlines())),
    ]
    copy_view_enabled = False
    index_view_class = CrisisWordListIndexView

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the page that tries a sentence."""
        return [*super().get_urlpatterns(), path("try/", CrisisTestView.as_view(), name="try")]


class CrisisViewSetGroup(SnippetViewSetGroup):
    """The menu of help lines and crisis words."""

    items = (HelpLineViewSet, CrisisWordListViewSet)
    menu_label = _("Help in a crisis")
    menu_icon = "help"
    menu_order = 170

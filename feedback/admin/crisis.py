"""Crisis words and help lines in the Wagtail admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from feedback.models import CrisisWordList, HelpLine


class UnchosenSnippetViewSet(SnippetViewSet):
    """A snippet without a chooser: nothing refers to it."""

    def register_chooser_viewset(self) -> None:
        """Register no chooser."""


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


class CrisisWordListViewSet(UnchosenSnippetViewSet):
    """The crisis words, one list per language."""

    model = CrisisWordList
    icon = "warning"
    list_display = [
        Column("language", label=_("Language"), accessor="get_language_display"),
        Column("words", label=_("Lines"), accessor=lambda row: len(row.words.splitlines())),
    ]
    copy_view_enabled = False


class CrisisViewSetGroup(SnippetViewSetGroup):
    """The menu of help lines and crisis words."""

    items = (HelpLineViewSet, CrisisWordListViewSet)
    menu_label = _("Help in a crisis")
    menu_icon = "help"
    menu_order = 170

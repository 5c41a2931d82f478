"""How the content appears in the Wagtail admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from pages.models import Organisation, Topic, Venue


class OrganisationViewSet(SnippetViewSet):
    """Lists organisations by kind."""

    model = Organisation
    icon = "group"
    list_display = ["name", "kind", "website"]
    list_filter = ["kind"]
    ordering = ["name_key"]


class VenueViewSet(SnippetViewSet):
    """Lists venues with their address."""

    model = Venue
    icon = "home"
    list_display = ["name", "address", "city", "step_free"]
    list_filter = ["step_free", "hearing_loop"]
    ordering = ["name_key"]


class TopicViewSet(SnippetViewSet):
    """Lists topics."""

    model = Topic
    icon = "tag"
    list_display = ["name", "description"]
    ordering = ["name_key"]


class RegisterViewSetGroup(SnippetViewSetGroup):
    """What pages refer to, in one menu."""

    items = (OrganisationViewSet, VenueViewSet, TopicViewSet)
    menu_label = _("Registers")
    menu_icon = "list-ul"
    menu_order = 250


register_snippet(RegisterViewSetGroup)

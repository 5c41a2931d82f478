"""URLs of calendars and feeds; `?locale=` and `?site=` work as in the API."""

from django.urls import path, register_converter

from pages.syndication import views


class UnicodeSlugConverter:
    """URL converter for Wagtail slugs, which may contain letters of any language."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        """Return the slug unchanged."""
        return value

    def to_url(self, value: str) -> str:
        """Return the slug unchanged."""
        return value


register_converter(UnicodeSlugConverter, "unicode_slug")

app_name = "subscriptions"
urlpatterns = [
    path("events.ics", views.events_calendar, name="events_calendar"),
    path("events/<unicode_slug:slug>.ics", views.event_calendar, name="event_calendar"),
    path("groups/<unicode_slug:slug>.ics", views.group_calendar, name="group_calendar"),
    path("projects/<unicode_slug:slug>.ics", views.project_calendar, name="project_calendar"),
    path("series/<unicode_slug:slug>.ics", views.series_calendar, name="series_calendar"),
    path("articles.atom", views.articles_feed, name="articles_feed"),
    path("groups/<unicode_slug:slug>.atom", views.group_feed, name="group_feed"),
    path("projects/<unicode_slug:slug>.atom", views.project_feed, name="project_feed"),
    path("topics/<unicode_slug:slug>.atom", views.topic_feed, name="topic_feed"),
]

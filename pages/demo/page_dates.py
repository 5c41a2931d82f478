"""Publication dates, authors and history of the demo pages."""

import datetime

from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, PageLogEntry

from pages.demo.dates import STOCKHOLM, DemoCalendar
from pages.demo.source import Entry, stable_uuid
from pages.models import ArticlePage, EventPage, IndexPage

# The age of pages without a date of their own.
FIRST_DAYS_OF_THE_SITE = datetime.timedelta(days=400)
TIME_TO_INVITE = datetime.timedelta(days=28)
TIME_TO_REPORT = datetime.timedelta(days=5)


class Publisher:
    """Saves pages with a revision, as if an editor had published them at a plausible time."""

    def __init__(self, calendar: DemoCalendar, editors: dict[str, AbstractUser]) -> None:
        self.editors = editors
        yesterday = calendar.today - datetime.timedelta(days=1)
        self.latest = datetime.datetime.combine(yesterday, datetime.time(15), tzinfo=STOCKHOLM)
        self.history: list[PageLogEntry] = []

    def prepare(self, page: Page, entry: Entry) -> None:
        """Set the owner and the publication times of a page before it is saved."""
        page.owner = self._editor(entry)
        if page.live:
            page.first_published_at = self._first_published(page)
            page.last_published_at = self._last_published(page)

    def publish(self, page: Page, entry: Entry) -> None:
        """Save the page with one revision, which is live unless the page is a draft."""
        editor = self._editor(entry)
        # Validated when it was added; a test validates every page as the admin does.
        page.save(clean=False)
        revision = page.save_revision(user=editor, clean=False, log_action=False, changed=False)
        written = page.last_published_at or self.latest
        revision.created_at = written
        revision.content |= {
            "last_published_at": written.isoformat(),
            "latest_revision_created_at": written.isoformat(),
        }
        revision.save(update_fields=["created_at", "content"])
        Page.objects.filter(pk=page.pk).update(
            has_unpublished_changes=not page.live,
            live_revision=revision if page.live else None,
            latest_revision_created_at=written,
        )
        # Copying a page for translation created a revision with the Swedish text.
        page.revisions.exclude(pk=revision.pk).delete()
        actions = ["wagtail.create", "wagtail.publish"] if page.live else ["wagtail.create"]
        for action in actions:
            self.history.append(
                PageLogEntry(
                    page=page,
                    content_type=ContentType.objects.get_for_model(type(page)),
                    label=page.get_admin_display_title(),
                    action=action,
                    timestamp=page.first_published_at if len(actions) > 1 else written,
                    user=editor,
                    revision=revision,
                    content_changed=True,
                    data={},
                    uuid=stable_uuid("history", page.pk, action),
                )
            )

    def write_history(self) -> None:
        """Create the log entries that the admin shows as history, with the demo's times."""
        # Replace the entries that saving created, which have the current time and no user.
        pages = {entry.page_id for entry in self.history}
        PageLogEntry.objects.filter(page__in=pages).delete()
        PageLogEntry.objects.bulk_create(self.history)

    def _editor(self, entry: Entry) -> AbstractUser | None:
        """Return the communicator of the page's section, otherwise the editor."""
        parent = str(entry.fields.get("parent", ""))
        for administration, editor in self.editors.items():
            if administration and parent.endswith(administration):
                return editor
        return self.editors.get("")

    def _first_published(self, page: Page) -> datetime.datetime:
        if isinstance(page, ArticlePage):
            moment = page.published_at
        elif isinstance(page, EventPage):
            moment = page.starts_at - TIME_TO_INVITE
        else:
            moment = self.latest - FIRST_DAYS_OF_THE_SITE
        return min(moment, self.latest)

    def _last_published(self, page: Page) -> datetime.datetime:
        if isinstance(page, EventPage):
            return min(max(page.starts_at + TIME_TO_REPORT, page.first_published_at), self.latest)
        if isinstance(page, ArticlePage | IndexPage):
            return page.first_published_at
        return max(self.latest - 4 * TIME_TO_INVITE, page.first_published_at)

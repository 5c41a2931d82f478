"""What an installation still lacks before it can be used, each with the place to add it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from cms.starting.start import is_started
from cms.starting.texts import is_incomplete
from feedback.models import HelpLine, Service
from pages.models import (
    EventIndexPage,
    EventPage,
    Organisation,
    OrganisationKind,
    SiteSettings,
    StandardPage,
)

# Backends that send nothing.
SILENT_MAIL = ("console", "dummy")
LOCAL_HOSTS = {"localhost", "127.0.0.1"}
NAMED_AT_MOST = 5


@dataclass(frozen=True)
class Missing:
    """Something that is missing, and the link to where it is added."""

    text: str
    link: str | Promise
    url: str


def missing() -> list[Missing]:
    """Return what is missing; empty when the installation is complete."""
    if not is_started():
        text = _("The site has no start page yet.")
        return [Missing(text, _("Fill in the first details"), reverse("start_site"))]
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        text = _("No site is the default one.")
        return [Missing(text, _("Choose the default site"), reverse("wagtailsites:index"))]
    found = [*_of_site(site), *_of_settings(site), *_of_administrations(), *_of_content(site)]
    return [*found, *_of_server()]


def may_complete(user: Any) -> bool:
    """Return whether a user sees the list: those who may change the site."""
    return bool(user.has_perm("wagtailcore.change_site"))


def _of_site(site: Site) -> Iterator[Missing]:
    edit = reverse("wagtailsites:edit", args=[site.pk])
    if not site.site_name:
        yield Missing(_("The site has no name."), _("Name the site"), edit)
    if site.hostname in LOCAL_HOSTS and not settings.DEBUG:
        text = _("The site's address is that of this machine: visitors cannot open its links.")
        yield Missing(text, _("Write the site's address"), edit)


def _of_settings(site: Site) -> Iterator[Missing]:
    edit = reverse("wagtailsettings:edit", args=["pages", "sitesettings", site.pk])
    row = SiteSettings.objects.filter(site=site).first() or SiteSettings(site=site)
    if not (row.contact_email or row.contact_phone):
        text = _("Residents find neither an e-mail address nor a phone number.")
        yield Missing(text, _("Write how to reach you"), edit)
    if row.privacy_page is None:
        yield Missing(_("There is no page about personal data."), _("Choose the page"), edit)
    else:
        yield from _unfinished(row.privacy_page)
    if row.accessibility_page is None:
        yield Missing(_("There is no accessibility statement."), _("Choose the page"), edit)
    else:
        yield from _unfinished(row.accessibility_page)


def _unfinished(page: StandardPage) -> Iterator[Missing]:
    """Yield an entry for each language of a page that is unpublished or still has open parts."""
    for each in page.get_translations(inclusive=True).order_by("pk"):
        title = each.draft_title or each.title
        if not each.live:
            text = _("“%(title)s” is a draft and not published.") % {"title": title}
        elif is_incomplete(each.body.raw_data):
            text = _("“%(title)s” is published with parts to fill in.") % {"title": title}
        else:
            continue
        link = _("Complete “%(title)s”") % {"title": title}
        yield Missing(text, link, reverse("wagtailadmin_pages:edit", args=[each.pk]))


def _of_administrations() -> Iterator[Missing]:
    rows = Organisation.objects.filter(kind=OrganisationKind.ADMINISTRATION, closed_on__isnull=True)
    if not rows.exists():
        text = _("There is no administration.")
        url = reverse(Organisation.snippet_viewset.get_url_name("add"))
        yield Missing(text, _("Add an administration"), url)
    for row in rows.filter(staff__user__isnull=True).order_by("name_key", "pk")[:NAMED_AT_MOST]:
        text = _(
            "Nobody works for %(name)s. Add a person, and give the role “%(group)s” to them."
        ) % {"name": row.name, "group": row.staff or "–"}
        if row.staff is None:
            text = _("%(name)s has no staff group.") % {"name": row.name}
            url = reverse(Organisation.snippet_viewset.get_url_name("edit"), args=[row.pk])
            yield Missing(text, _("Save %(name)s again") % {"name": row.name}, url)
        else:
            url = reverse("wagtailusers_users:add")
            yield Missing(text, _("Add a person to %(name)s") % {"name": row.name}, url)


def _of_content(site: Site) -> Iterator[Missing]:
    if not Service.objects.exists():
        text = _("There is no service to leave feedback on.")
        url = reverse(Service.snippet_viewset.get_url_name("add"))
        yield Missing(text, _("Add a service"), url)
    if not HelpLine.objects.exists():
        text = _("There is no help line for residents in a crisis.")
        url = reverse(HelpLine.snippet_viewset.get_url_name("add"))
        yield Missing(text, _("Add a help line"), url)
    if not EventPage.objects.exists():
        calendar = EventIndexPage.objects.descendant_of(site.root_page).first()
        url = (
            reverse("wagtailadmin_pages:add", args=["pages", "eventpage", calendar.pk])
            if calendar
            else reverse("wagtailadmin_explore", args=[site.root_page_id])
        )
        yield Missing(_("There is no meeting in the calendar."), _("Add a meeting"), url)


def mail_is_silent() -> bool:
    """Return whether mails are only written to the log, except in development."""
    silent = any(f".{name}." in settings.EMAIL_BACKEND for name in SILENT_MAIL)
    return silent and not settings.DEBUG


def address_is_unset() -> bool:
    """Return whether links in mails and on posters lead to the server itself."""
    return not settings.DEBUG and settings.SITE_URL == "http://localhost:8000"


SERVER: tuple[tuple[str, Callable[[], bool], Promise, Promise], ...] = (
    (
        "mail",
        mail_is_silent,
        gettext_lazy("No mail is sent: no mail server is set."),
        gettext_lazy("How to set the mail server"),
    ),
    (
        "site-url",
        address_is_unset,
        gettext_lazy("Links in mails and on posters lead nowhere: the server's address is unset."),
        gettext_lazy("How to set the server's address"),
    ),
)


def _of_server() -> Iterator[Missing]:
    """Yield what whoever runs the server has to set; the links lead to explanations."""
    for anchor, is_missing, text, link in SERVER:
        if is_missing():
            yield Missing(str(text), link, f"{reverse('start_site')}#{anchor}")

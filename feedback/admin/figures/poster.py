"""A poster of a service, to print on one sheet of A4: its question, its address, and a QR code."""

from typing import Any, NamedTuple

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views import View

from feedback.admin.access import own
from feedback.enums import FeedbackLanguage
from feedback.intake.submit import local_day
from feedback.models import Service


class Size(NamedTuple):
    """How large the letters of a name are: what a sheet and a line have room for."""

    name: str
    most: int
    longest_word: int


SIZES = (Size("short", 28, 13), Size("long", 70, 18))
SMALLEST = "very-long"


class Address(NamedTuple):
    """Where the form is: for a phone, and as people type it, in parts where a line may break."""

    url: str
    parts: list[str]

    @property
    def is_long(self) -> bool:
        """Tell whether it would take more than two lines of large letters."""
        return len("".join(self.parts)) > 2 * 32


class PosterView(View):
    """The poster, in the language of the row or of the address, and nothing else on the page."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show it, if the service is of the user's administration."""
        row = own(Service, request).filter(pk=pk).select_related("locale").first()
        if row is None:
            raise Http404
        wanted = request.GET.get("lang", "")
        language = wanted if wanted in FeedbackLanguage.values else row.locale.language_code
        service = _translated(row, language)
        address = address_of(service, language)
        today = local_day(timezone.now())
        with translation.override(language):
            return render(
                request,
                "feedback/admin/poster.html",
                {
                    "service": service,
                    "language": language,
                    "languages": [
                        (code, name, code == language) for code, name in settings.LANGUAGES
                    ],
                    "size": _size(service.name),
                    "address": address,
                    "code": _code(address.url),
                    "is_open": service.is_open(today),
                    "opens_later": service.opens_later(today),
                    "edit_url": reverse(_url_name("edit"), args=[row.pk]),
                },
            )


def address_of(service: Service, language: str) -> Address:
    """Return the address of a service's form, with nothing in it that tells where it was read."""
    path = reverse("feedback:form", args=[service.slug])
    # The form speaks the default language unless told.
    query = "" if language == settings.LANGUAGE_CODE else f"?lang={language}"
    url = settings.SITE_URL.rstrip("/") + path + query
    typed = url.partition("://")[2]
    return Address(url, [f"{part}/" for part in typed.split("/")[:-1]] + [typed.split("/")[-1]])


def poster_url(service: Service) -> str:
    """Return where the poster of a service is."""
    return reverse(_url_name("poster"), args=[service.pk])


def _translated(row: Service, language: str) -> Service:
    """Return the row in `language`, or the one that feedback belongs to where there is none."""
    if row.locale.language_code == language:
        return row
    same = Service.objects.filter(
        translation_key=row.translation_key, locale__language_code=language
    )
    return same.first() or row.original


def _code(url: str) -> str:
    """Return the QR code as an SVG; a fifteenth of it may be torn off or covered."""
    code: Any = segno.make_qr(url, error="m")
    return code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, lineclass=None)


def _size(name: str) -> str:
    longest_word = max(map(len, name.split()), default=0)
    fitting = (
        size.name for size in SIZES if len(name) <= size.most and longest_word <= size.longest_word
    )
    return next(fitting, SMALLEST)


def _url_name(name: str) -> str:
    return Service.snippet_viewset.get_url_name(name)

"""A printable A4 poster of a service with its URL and a QR code."""

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
    """A letter size for names of at most `most` characters and words of `longest_word`."""

    name: str
    most: int
    longest_word: int


SIZES = (Size("short", 28, 13), Size("long", 70, 18))
SMALLEST = "very-long"


class Address(NamedTuple):
    """The URL of the form, and the same as typed, in parts between which a line may break."""

    url: str
    parts: list[str]

    @property
    def is_long(self) -> bool:
        """Whether it takes more than two lines of large letters."""
        return len("".join(self.parts)) > 2 * 32


class PosterView(View):
    """The poster in the row's language, or in that of the query parameter `lang`."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the poster; 404 if the service is not of the user's administrations."""
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
    """Return the URL of a service's form; it does not disclose that it was read from a poster."""
    path = reverse("feedback:form", args=[service.slug])
    # Without `lang` the form is in the default language.
    query = "" if language == settings.LANGUAGE_CODE else f"?lang={language}"
    url = settings.SITE_URL.rstrip("/") + path + query
    typed = url.partition("://")[2]
    return Address(url, [f"{part}/" for part in typed.split("/")[:-1]] + [typed.split("/")[-1]])


def poster_url(service: Service) -> str:
    """Return the URL of a service's poster."""
    return reverse(_url_name("poster"), args=[service.pk])


def _translated(row: Service, language: str) -> Service:
    """Return the service in `language`, or its original."""
    if row.locale.language_code == language:
        return row
    same = Service.objects.filter(
        translation_key=row.translation_key, locale__language_code=language
    )
    return same.first() or row.original


def _code(url: str) -> str:
    """Return the QR code as SVG, with error correction of about 15 percent."""
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

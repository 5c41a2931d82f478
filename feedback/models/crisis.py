"""Crisis words and help lines, edited per language."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from feedback.enums import CrisisLanguage, FeedbackLanguage
from feedback.screening.phrase_lists import MAX_PHRASES, unreadable_lines
from pages.forms.web_addresses import WebAddressField


class CrisisWordList(models.Model):
    """The words of one language that make a comment urgent and show the help lines."""

    language = models.CharField(
        _("language"),
        max_length=10,
        choices=CrisisLanguage.choices,
        unique=True,
        help_text=_("The words are looked for in every comment, whatever its language."),
    )
    words = models.TextField(
        _("words"),
        max_length=60_000,
        help_text=_(
            "One word or phrase on each line. A word counts in all its forms, and long words also "
            "with a spelling error. A star stands for any end: självmord* finds självmordstankar. "
            "A slash separates words of which one is enough: slår/sparkar mig. Three dots let up "
            "to four other words stand between: vill ... dö. A full stop after a blank lets "
            "nothing follow: orkar inte mer . A line that begins with a hyphen is an exception: "
            "- dö av skratt. A line such as #near = mother/father lets you write "
            "afraid of #near. Rather too many than too few: whoever writes them is shown the help "
            "lines and may still send."
        ),
    )

    panels = [FieldPanel("language"), FieldPanel("words")]

    class Meta:
        verbose_name = _("words of crisis")
        verbose_name_plural = _("words of crisis")
        ordering = ["-language"]

    def __str__(self) -> str:
        return self.get_language_display()

    def clean(self) -> None:
        """Normalise the list to one phrase a line, and refuse phrases that cannot be matched."""
        super().clean()
        lines = [" ".join(line.split()) for line in self.words.splitlines()]
        self.words = "\n".join(dict.fromkeys(filter(None, lines)))
        problem = ""
        if unreadable := unreadable_lines(self.words):
            problem = _(
                "Write words of at least three letters, without numbers or other signs than / * # "
                "... and a first -, and eight words at most on a line. Change: %(lines)s"
            ) % {"lines": ", ".join(f"“{line[:40]}”" for line in unreadable[:5])}
        elif self.words.count("\n") >= MAX_PHRASES:
            problem = _("Write %(limit)s lines at most.") % {"limit": MAX_PHRASES}
        if problem:
            raise ValidationError({"words": problem})


class HelpLine(Orderable):
    """A help line shown to a resident who writes words of crisis."""

    language = models.CharField(
        _("language"),
        max_length=2,
        choices=FeedbackLanguage.choices,
        default=FeedbackLanguage.SWEDISH,
        help_text=_("The language of the page that shows it."),
    )
    reason = models.CharField(
        _("when to call"),
        max_length=80,
        help_text=_("In a few plain words, such as “Thoughts of suicide”."),
    )
    name = models.CharField(_("name"), max_length=80, help_text=_("Who answers."))
    phone = models.CharField(
        _("phone"),
        max_length=30,
        blank=True,
        validators=[
            RegexValidator(
                r"^\+?\d(?:[ -]?\d)+$", _("Write a phone number with digits, blanks and hyphens.")
            )
        ],
        help_text=_("As people read it, such as 020-50 50 50."),
    )
    hours = models.CharField(
        _("open"), max_length=80, blank=True, help_text=_("Such as “Day and night”.")
    )
    url = WebAddressField(
        _("website"),
        blank=True,
        validators=[URLValidator(schemes=["https"])],
        help_text=_("A page where one can chat or read more. Begins with https://."),
    )

    panels = [FieldPanel(name) for name in ("language", "reason", "name", "phone", "hours", "url")]

    class Meta(Orderable.Meta):
        verbose_name = _("help line")
        verbose_name_plural = _("help lines")

    def __str__(self) -> str:
        return f"{self.name} {self.phone}".strip()

    def clean(self) -> None:
        """Require a phone number or a website."""
        super().clean()
        if not self.phone and not self.url:
            raise ValidationError({"phone": _("Give a phone number or a website.")})

    @property
    def dialled(self) -> str:
        """The phone number as digits, with a leading plus sign if it has one."""
        return re.sub(r"[^\d+]", "", self.phone)

    @property
    def host(self) -> str:
        """The host name of the website, without `www.`."""
        return self.url.partition("://")[2].partition("/")[0].removeprefix("www.")

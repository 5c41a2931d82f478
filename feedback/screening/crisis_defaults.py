"""Words of crisis and help lines of a new installation, and the fallback for empty lists."""

from typing import Any

from feedback.screening.word_lists import (
    arabic,
    easy_swedish,
    english,
    finnish,
    somali,
    swedish,
    ukrainian,
)

WORDS = {
    "sv": swedish.WORDS,
    "sv-easy": easy_swedish.WORDS,
    "en": english.WORDS,
    "fi": finnish.WORDS,
    "ar": arabic.WORDS,
    "so": somali.WORDS,
    "uk": ukrainian.WORDS,
}
HELP_LINES: tuple[dict[str, Any], ...] = (
    {
        "language": "sv",
        "reason": "Fara för liv",
        "name": "SOS Alarm",
        "phone": "112",
        "hours": "Dygnet runt",
    },
    {
        "language": "sv",
        "reason": "Tankar på självmord",
        "name": "Självmordslinjen, Mind",
        "phone": "90101",
        "hours": "Dygnet runt",
        "url": "https://mind.se/",
    },
    {
        "language": "sv",
        "reason": "Våld från någon nära",
        "name": "Kvinnofridslinjen",
        "phone": "020-50 50 50",
        "hours": "Dygnet runt",
        "url": "https://kvinnofridslinjen.se/",
    },
    {
        "language": "sv",
        "reason": "För dig under 18 år",
        "name": "Bris",
        "phone": "116 111",
        "hours": "Dygnet runt",
        "url": "https://www.bris.se/",
    },
    {
        "language": "sv",
        "reason": "Råd om vård",
        "name": "Sjukvårdsrådgivningen",
        "phone": "1177",
        "hours": "Dygnet runt",
        "url": "https://www.1177.se/",
    },
    {
        "language": "en",
        "reason": "Danger to life",
        "name": "SOS Alarm",
        "phone": "112",
        "hours": "Day and night",
    },
    {
        "language": "en",
        "reason": "Thoughts of suicide",
        "name": "Självmordslinjen, Mind",
        "phone": "90101",
        "hours": "Day and night",
        "url": "https://mind.se/",
    },
    {
        "language": "en",
        "reason": "Violence from someone close",
        "name": "Kvinnofridslinjen",
        "phone": "020-50 50 50",
        "hours": "Day and night",
        "url": "https://kvinnofridslinjen.se/",
    },
    {
        "language": "en",
        "reason": "If you are under 18",
        "name": "Bris",
        "phone": "116 111",
        "hours": "Day and night",
        "url": "https://www.bris.se/",
    },
    {
        "language": "en",
        "reason": "Health care advice",
        "name": "Sjukvårdsrådgivningen",
        "phone": "1177",
        "hours": "Day and night",
        "url": "https://www.1177.se/",
    },
)

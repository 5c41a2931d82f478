"""Embed URLs of films and sound, derived from the URL without a request to the provider."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class EmbedAddress:
    """The provider's host, and the iframe URL if the provider is known."""

    provider: str
    embed_url: str | None


# Variants that set as few cookies as the provider allows.
_FRAMES = (
    (
        re.compile(r"https?://(?:www\.|m\.)?youtube\.com/watch\?(?:.*&)?v=([\w-]{6,20})"),
        "https://www.youtube-nocookie.com/embed/{}",
    ),
    (re.compile(r"https?://youtu\.be/([\w-]{6,20})"), "https://www.youtube-nocookie.com/embed/{}"),
    (re.compile(r"https?://(?:www\.)?vimeo\.com/(\d+)"), "https://player.vimeo.com/video/{}?dnt=1"),
    (
        re.compile(r"https?://open\.spotify\.com/(episode/\w+)"),
        "https://open.spotify.com/embed/{}",
    ),
)


def embed_of(url: str) -> EmbedAddress:
    """Return the provider and the embed URL of a film's or a sound recording's URL."""
    provider = (urlsplit(url).hostname or "").removeprefix("www.")
    for pattern, frame in _FRAMES:
        match = pattern.match(url)
        if match:
            return EmbedAddress(provider, frame.format(match.group(1)))
    return EmbedAddress(provider, None)

"""Addresses of film and sound elsewhere, without asking the provider anything."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class EmbedAddress:
    """Who would serve it, and the address for a frame, where that is known."""

    provider: str
    embed_url: str | None


# Forms that set as few cookies as the provider allows.
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
    """Return what an address of a film or a sound leads to."""
    provider = (urlsplit(url).hostname or "").removeprefix("www.")
    for pattern, frame in _FRAMES:
        match = pattern.match(url)
        if match:
            return EmbedAddress(provider, frame.format(match.group(1)))
    return EmbedAddress(provider, None)

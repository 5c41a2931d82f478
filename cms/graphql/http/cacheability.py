"""What the endpoint tells a cache in front of it, by the environment of the request."""

from enum import Enum

from django.http import HttpRequest

KEEPING = "medskap.keeping"


class Keeping(Enum):
    """Whether an answer may be handed out again."""

    SHARED = "shared"
    # Something failed, or was refused: the next one who asks may have better luck.
    NOT_NOW = "not now"
    # A mutation, or what only its reader may see: it need not be looked for again.
    NEVER = "never"


def tell(request: HttpRequest, *, is_personal: bool, has_failed: bool) -> None:
    """Tell the cache, if there is one in front, what may be done with the answer."""
    if is_personal:
        request.META[KEEPING] = Keeping.NEVER
    else:
        request.META[KEEPING] = Keeping.NOT_NOW if has_failed else Keeping.SHARED

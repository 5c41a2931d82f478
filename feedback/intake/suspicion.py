"""Signs that a program sends feedback, as far as a request shows them; see also `ladder`.

Nobody is refused or locked out for them, since many people may share one library computer. A fast
or frequent sender gets a longer challenge. Addresses are counted as hashes (see `cms.throttling`).
Without the cache nothing is counted.
"""

import datetime
import enum

from django.core import signing
from django.http import HttpRequest

from cms.throttling import Throttle, is_exempt

MINUTE = 60
HOUR = 3_600
CHALLENGES_AN_HOUR = 20
# Far more than the visitors of a library need; it bounds the work, not the feedback.
PAGES_A_MINUTE = 300
# With a million receipts issued, this rate finds one in some fifty thousand years.
ANSWERS_AN_HOUR = 20
# No person fills in a form, or reads and answers a challenge, faster than this.
SHORTEST_VISIT = datetime.timedelta(seconds=2)
LONGEST_VISIT = datetime.timedelta(hours=1)

_challenges = Throttle("feedback-challenges", HOUR)
_answers = Throttle("feedback-answers", HOUR)
_pages = Throttle("feedback-pages", MINUTE)
_signer = signing.Signer(salt="feedback form opened")


class Opening(enum.Enum):
    """What the signed opening of a form says about the request that carries it."""

    VALID = enum.auto()
    HASTY = enum.auto()
    EXPIRED = enum.auto()
    # Not signed, or for another `clientId`.
    FOREIGN = enum.auto()

    @property
    def is_closed(self) -> bool:
        """Whether the last step of the form opens it again."""
        return self in {Opening.EXPIRED, Opening.FOREIGN}


def sign_opening(client_id: str, now: datetime.datetime) -> str:
    """Return signed text for the form of `client_id` to carry; it is stored nowhere else."""
    return _signer.sign(f"{client_id}.{int(now.timestamp())}")


def read_opening(sealed: str, client_id: str, now: datetime.datetime) -> Opening:
    """Return what `sealed` says: an opened form is good for one `clientId` and an hour."""
    try:
        owner, _dot, moment = _signer.unsign(sealed).rpartition(".")
        age = now.timestamp() - float(moment)
    except (signing.BadSignature, ValueError):
        return Opening.FOREIGN
    if not owner:
        # From a form that the previous release opened.
        return Opening.EXPIRED
    if owner != client_id:
        return Opening.FOREIGN
    if age < SHORTEST_VISIT.total_seconds():
        return Opening.HASTY
    return Opening.VALID if age <= LONGEST_VISIT.total_seconds() else Opening.EXPIRED


def needs_harder_challenge(request: HttpRequest, *, hasty: bool = False) -> bool:
    """Count a challenge about to be issued; return whether it has to be a harder one."""
    often = not is_exempt(request) and _challenges.wait(request, CHALLENGES_AN_HOUR) is not None
    return hasty or often


def wait_for_pages(request: HttpRequest) -> int | None:
    """Count a page or picture; return the seconds to wait if there were too many."""
    return None if is_exempt(request) else _pages.wait(request, PAGES_A_MINUTE)


def wait_for_answers(request: HttpRequest) -> int | None:
    """Count a receipt about to be looked up; return the seconds to wait if there were too many.

    The HTML page asks for a challenge in place of the wait.
    """
    return None if is_exempt(request) else _answers.wait(request, ANSWERS_AN_HOUR)

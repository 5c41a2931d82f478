"""How far a visit is from what people do, and what follows: a harder challenge, or quarantine.

Nobody is refused or locked out by it, least of all many people at one library computer: who hurries
or comes often gets more letters to read, and what is quarantined waits for an editor, after the
same thank-you. Addresses and texts are counted as hashes (see `cms.throttling`). While the cache
is away nothing is counted, and the challenge alone has to do.
"""

import datetime

from django.core import signing
from django.http import HttpRequest

from cms.throttling import DAY, Throttle, address_key, is_exempt, text_key

HOUR = 3_600
CHALLENGES_AN_HOUR = 20
SENT_AN_HOUR = 20
SAME_TEXT_A_DAY = 3
# With a million receipts given, so many tries find one in some fifty thousand years.
ANSWERS_AN_HOUR = 20
# Many people write “Tack för hjälpen”.
SHORTEST_COUNTED_TEXT = 40
# Nobody reads a form, chooses and goes on, or reads a challenge and answers, faster than this.
SHORTEST_VISIT = datetime.timedelta(seconds=2)

_challenges = Throttle("feedback-challenges", HOUR)
_sent = Throttle("feedback-sent", HOUR)
_texts = Throttle("feedback-texts", DAY)
_answers = Throttle("feedback-answers", HOUR)
_signer = signing.Signer(salt="feedback form opened")


def seal_moment(now: datetime.datetime) -> str:
    """Return the moment when a form is opened, for the form to carry; kept nowhere else."""
    return _signer.sign(str(int(now.timestamp())))


def is_hasty(sealed: str, now: datetime.datetime) -> bool:
    """Tell whether a form was opened a moment ago, or does not say when by our hand."""
    try:
        opened = float(_signer.unsign(sealed))
    except (signing.BadSignature, ValueError):
        return True
    return now.timestamp() - opened < SHORTEST_VISIT.total_seconds()


def wants_harder_challenge(request: HttpRequest, *, hasty: bool = False) -> bool:
    """Count a challenge that is about to be issued, and tell whether it shall be a harder one."""
    often = not is_exempt(request) and _challenges.wait(request, CHALLENGES_AN_HOUR) is not None
    return hasty or often


def is_quarantined(request: HttpRequest, *, trapped: bool, hasty: bool, comment: str) -> bool:
    """Tell whether what is being sent shall wait for an editor's decision.

    One sign that no person gives is enough; two that a person may give have to come together.
    """
    if trapped:
        return True
    text = _counted_text(comment)
    if text and _texts.is_full(lambda now: text_key(text, now), SAME_TEXT_A_DAY):
        return True
    return (
        hasty
        and not is_exempt(request)
        and _sent.is_full(lambda now: address_key(request, now), SENT_AN_HOUR)
    )


def wait_for_answers(request: HttpRequest) -> int | None:
    """Count a receipt that is about to be looked up; return the seconds to wait after too many.

    On the page nobody has to wait: whoever answers a challenge goes on.
    """
    return None if is_exempt(request) else _answers.wait(request, ANSWERS_AN_HOUR)


def count_sent(request: HttpRequest, comment: str) -> None:
    """Count what has been stored."""
    if not is_exempt(request):
        _sent.wait(request, SENT_AN_HOUR)
    if text := _counted_text(comment):
        _texts.count(lambda now: text_key(text, now), SAME_TEXT_A_DAY)


def _counted_text(comment: str) -> str:
    """Return a comment without what costs nothing to vary, or nothing where it is too short."""
    text = "".join(each for each in comment.casefold() if each.isalpha())
    return text if len(text) >= SHORTEST_COUNTED_TEXT else ""

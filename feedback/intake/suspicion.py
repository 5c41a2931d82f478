"""Signs that a program sends feedback, and their effect: a harder challenge, or quarantine.

Nobody is refused or locked out, since many people may share one library computer. A fast or
frequent sender gets a longer challenge; a quarantined submission gets the usual thank-you page and
waits for an editor. Addresses and texts are counted as hashes (see `cms.throttling`). Without the
cache nothing is counted.
"""

import datetime

from django.core import signing
from django.http import HttpRequest

from cms.throttling import DAY, Throttle, address_key, is_exempt, text_key

HOUR = 3_600
CHALLENGES_AN_HOUR = 20
SENT_AN_HOUR = 20
SAME_TEXT_A_DAY = 3
# With a million receipts issued, this rate finds one in some fifty thousand years.
ANSWERS_AN_HOUR = 20
# Many people write “Tack för hjälpen”, so shorter texts are not counted.
SHORTEST_COUNTED_TEXT = 40
# No person fills in a form, or reads and answers a challenge, faster than this.
SHORTEST_VISIT = datetime.timedelta(seconds=2)

_challenges = Throttle("feedback-challenges", HOUR)
_sent = Throttle("feedback-sent", HOUR)
_texts = Throttle("feedback-texts", DAY)
_answers = Throttle("feedback-answers", HOUR)
_signer = signing.Signer(salt="feedback form opened")


def sign_opening_time(now: datetime.datetime) -> str:
    """Return `now` as signed text for a form to carry; it is stored nowhere else."""
    return _signer.sign(str(int(now.timestamp())))


def is_hasty(sealed: str, now: datetime.datetime) -> bool:
    """Return whether the form was opened less than `SHORTEST_VISIT` ago, or `sealed` is invalid."""
    try:
        opened = float(_signer.unsign(sealed))
    except (signing.BadSignature, ValueError):
        return True
    return now.timestamp() - opened < SHORTEST_VISIT.total_seconds()


def needs_harder_challenge(request: HttpRequest, *, hasty: bool = False) -> bool:
    """Count a challenge about to be issued; return whether it has to be a harder one."""
    often = not is_exempt(request) and _challenges.wait(request, CHALLENGES_AN_HOUR) is not None
    return hasty or often


def is_quarantined(request: HttpRequest, *, trapped: bool, hasty: bool, comment: str) -> bool:
    """Return whether the submission being sent has to be quarantined.

    A filled-in honeypot or an often repeated text is enough. Haste and too many submissions from
    one address count only together, since people may show either.
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
    """Count a receipt about to be looked up; return the seconds to wait if there were too many.

    The HTML page asks for a challenge in place of the wait.
    """
    return None if is_exempt(request) else _answers.wait(request, ANSWERS_AN_HOUR)


def count_sent(request: HttpRequest, comment: str) -> None:
    """Count a submission that was stored, by address and by text."""
    if not is_exempt(request):
        _sent.wait(request, SENT_AN_HOUR)
    if text := _counted_text(comment):
        _texts.count(lambda now: text_key(text, now), SAME_TEXT_A_DAY)


def _counted_text(comment: str) -> str:
    """Return the letters of a comment in lower case, or an empty text if it is short."""
    text = "".join(each for each in comment.casefold() if each.isalpha())
    return text if len(text) >= SHORTEST_COUNTED_TEXT else ""

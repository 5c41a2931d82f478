"""The answer to a resident, for a front end that asks for the receipt."""

from collections.abc import Mapping, Sequence
from typing import Any

import graphene

from cms.graphql.errors import BadUserInput, Code, Refusal
from cms.graphql.fields import ApiArgument, ApiField, Call
from cms.graphql.scalars import Date
from feedback.graphql.enums import AnswerOutcomeType
from feedback.intake import suspicion
from feedback.intake.answer_lookup import ReadableAnswer, answer_to
from feedback.intake.faults import without_quoting
from feedback.intake.receipts import parse_receipt


class FeedbackAnswer(graphene.ObjectType):
    """An answer in the contract."""

    class Meta:
        possible_types = (ReadableAnswer,)
        description = (
            "What an administration answers to one resident. What the resident sent is not in it: "
            "somebody else may see the screen."
        )

    service_name = ApiField(
        graphene.String, description="The name of the service that it is about."
    )
    service_slug = ApiField(
        graphene.String, description="Its slug, by which `service` finds more about it."
    )
    outcome = ApiField(AnswerOutcomeType, description="What came of it.")
    text = ApiField(
        graphene.String, description="The answer, as plain text; blank lines part paragraphs."
    )
    reason = ApiField(
        graphene.String,
        required=False,
        source=lambda answer, _context: answer.reason or None,
        description="Why; never null for `NOT_POSSIBLE`.",
    )
    answered_on = ApiField(Date, description="The day of the answer.")
    language = ApiField(
        graphene.String,
        source=lambda answer, _context: answer.language.value,
        description="The language of `text` and `reason`, `sv` or `en`: that of the form in which "
        "the feedback was sent.",
    )


# The digits are in reach of an error's traceback.
_find = without_quoting(passing=Refusal)(lambda receipt: answer_to(receipt))


class _AnswerLoader:
    """Looks an answer up by its receipt."""

    def load(self, parents: Sequence[Any], call: Call) -> Sequence[ReadableAnswer | None]:
        """Return the answer; null for every other number."""
        receipt = parse_receipt(call.arguments["receipt"]) or ""
        answer = _find(receipt)
        return [answer for _ in parents]


def _check(receipt: str, _arguments: Mapping[str, Any], context: Any) -> None:
    """Refuse what cannot be a receipt, without repeating it, and who asks too often."""
    if parse_receipt(receipt) is None:
        raise BadUserInput(
            "Argument 'receipt' needs the sixteen digits of a receipt; blanks and dashes between "
            "them do not matter."
        )
    seconds = suspicion.wait_for_answers(context.request)
    if seconds is not None:
        raise Refusal(
            Code.RATE_LIMITED,
            f"One address may ask for {suspicion.ANSWERS_AN_HOUR} answers an hour. Ask again in "
            f"{seconds} seconds, or lead to the page that asks for a challenge instead: "
            "/feedback/svar/.",
            status=429,
            headers={"Retry-After": str(seconds)},
        )


class FeedbackAnswerQuery:
    """The root that answers a resident."""

    feedback_answer = ApiField(
        FeedbackAnswer,
        required=False,
        description="The answer to what a resident sent. Null if there is none to read (yet), and "
        "just as well for a number that nobody was given: the two cannot be told apart. Answered "
        "to POST only, and never cached: send the receipt as a variable, and keep it out of your "
        "addresses and logs. One address may ask 20 times an hour.",
        loader=_AnswerLoader(),
        post_only=True,
        args={
            "receipt": ApiArgument(
                graphene.NonNull(graphene.String),
                check=_check,
                description="The sixteen digits as the resident typed them: blanks, dashes and "
                "full-width digits are understood. Anything else is refused by name.",
            )
        },
    )

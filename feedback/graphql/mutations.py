"""The mutations by which a front end sends a resident's feedback."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import graphene
from django.conf import settings
from django.db import Error as AnyDatabaseError
from django.urls import reverse
from django.utils import translation
from graphql import GraphQLResolveInfo

from cms.graphql.errors import Refusal as Refused
from cms.graphql.fields import ApiField, list_of
from cms.graphql.scalars import DateTime
from feedback.captcha.challenge import Challenge
from feedback.captcha.sound import can_speak
from feedback.enums import FeedbackLanguage
from feedback.graphql.enums import AspectType, FeedbackErrorCode
from feedback.graphql.languages import known_language, language_argument
from feedback.graphql.screening import ScreeningMutation, help_lines_field
from feedback.intake import suspicion
from feedback.intake.challenges import VALIDITY, issue_challenge, open_challenge
from feedback.intake.crisis import screen_for_resident
from feedback.intake.faults import without_quoting
from feedback.intake.submit import (
    ErrorCode,
    FieldError,
    SubmissionRefused,
    SubmissionUnavailable,
    submit_feedback,
)
from feedback.models import HelpLine
from feedback.screening.comment_text import clean_comment

# The names of `submit_feedback`'s arguments in the contract's input.
_INPUT_NAMES = {
    "client_id": "clientId",
    "captcha_response": "captchaResponse",
}


@dataclass(frozen=True)
class Refusal:
    """An error as the contract shows it."""

    field: str | None
    code: ErrorCode
    message: str


@dataclass(frozen=True)
class Payload:
    """What came of a submission."""

    received: bool
    receipt: str | None = None
    errors: tuple[Refusal, ...] = ()
    captcha: Challenge | None = None
    help_lines: Sequence[HelpLine] = ()


def picture_address(challenge: Challenge, _context: Any) -> str:
    """Return the whole address of a challenge's picture; front ends live on other hosts."""
    path = reverse("feedback:captcha_picture", args=[challenge.key])
    return settings.SITE_URL.rstrip("/") + path


def sound_address(challenge: Challenge, _context: Any, language: str) -> str | None:
    """Return the whole address of a challenge's letters read aloud, where that can be done."""
    if not can_speak():
        return None
    path = reverse("feedback:captcha_sound", args=[challenge.key])
    query = urlencode({"lang": known_language(language)})
    return f"{settings.SITE_URL.rstrip('/')}{path}?{query}"


class CaptchaChallengeType(graphene.ObjectType):
    """A challenge in the contract."""

    class Meta:
        name = "CaptchaChallenge"
        possible_types = (Challenge,)
        description = (
            "A task that shows that a person is writing. It is answered once: with the letters in "
            "the picture, or with the answer to the question."
        )

    key = ApiField(
        graphene.String, description="Goes back in `captchaKey`. Holds until it is answered once."
    )
    image_url = ApiField(
        graphene.String,
        source=picture_address,
        description="A PNG of five or seven letters, 260 by 80. Upper and lower case are alike.",
    )
    audio_url = ApiField(
        graphene.String,
        required=False,
        args={"language": language_argument()},
        source=sound_address,
        description="A WAV of the letters read aloud, each with a word that begins with it; null "
        "where no speech synthesiser is installed.",
    )
    question = ApiField(
        graphene.String,
        args={"language": language_argument()},
        source=lambda challenge, _context, language: challenge.question_in(language),
        description="A question whose answer counts as much as the letters. Always show it beside "
        "the picture: not everybody can see one.",
    )
    expires_at = ApiField(DateTime, description="After this moment, ask for a new challenge.")


class FeedbackErrorType(graphene.ObjectType):
    """An error in the contract."""

    class Meta:
        name = "FeedbackError"
        possible_types = (Refusal,)
        description = "What has to change before the feedback is taken."

    field = ApiField(
        graphene.String,
        required=False,
        description="The field of `SubmitFeedbackInput` that it is about; null for none of them.",
    )
    code = ApiField(FeedbackErrorCode, description="Stable, for programs.")
    message = ApiField(
        graphene.String, description="A sentence to show the resident, in the input's language."
    )


class SubmitFeedbackPayload(graphene.ObjectType):
    """The answer to a submission in the contract."""

    class Meta:
        possible_types = (Payload,)
        description = "What came of `submitFeedback`."

    received = ApiField(graphene.Boolean, description="Whether the feedback is saved.")
    receipt = ApiField(
        graphene.String,
        required=False,
        description="Sixteen digits by which the resident can read the answer later. Show them in "
        "groups of four; they cannot be found again.",
    )
    errors = ApiField(
        list_of(FeedbackErrorType),
        description="Everything that was wrong, in the form's order; empty when received.",
    )
    captcha = ApiField(
        CaptchaChallengeType,
        required=False,
        description="A new challenge for the next try; null when received, or when none can be "
        "made just now.",
    )
    help_lines = help_lines_field()


class AspectRatingInput(graphene.InputObjectType):
    """A rating of one aspect."""

    class Meta:
        description = "What a resident thinks of one aspect of a service."

    aspect = graphene.NonNull(AspectType, description="One that the service asks for.")
    rating = graphene.Int(required=True, description="1, very bad, to 5, very good.")


class SubmitFeedbackInput(graphene.InputObjectType):
    """A resident's feedback."""

    class Meta:
        description = (
            "What a resident thinks of a service. Nothing is kept but this: neither an address nor "
            "a moment."
        )

    service = graphene.String(required=True, description="The service's slug, in any language.")
    rating = graphene.Int(required=True, description="1, very bad, to 5, very good.")
    aspects = graphene.List(
        graphene.NonNull(AspectRatingInput),
        description="At most one rating for each aspect; of two for the same, the last one counts.",
    )
    comment = graphene.String(
        description="At most 1,200 characters, counted as a reader sees them. Ask for no names."
    )
    language = graphene.String(
        default_value=FeedbackLanguage.SWEDISH.value,
        description="The language of the form, `sv` or `en`; messages come in it.",
    )
    captcha_key = graphene.String(required=True, description="`key` of the challenge.")
    captcha_response = graphene.String(
        required=True, description="The letters in the picture, or the answer to the question."
    )
    client_id = graphene.ID(
        required=True,
        description="A version 4 UUID that the client makes anew for each form (for example with "
        "`crypto.randomUUID()`). Sent twice, the feedback counts once and gets the same receipt.",
    )


class FeedbackMutation(ScreeningMutation):
    """The mutations of feedback, for the root type."""

    issue_captcha = ApiField(
        CaptchaChallengeType,
        description="Ask for a challenge, as late as you can: when the resident is about to send.",
    )
    submit_feedback = ApiField(
        SubmitFeedbackPayload,
        args={
            "input": graphene.Argument(
                graphene.NonNull(SubmitFeedbackInput), description="What the resident says."
            )
        },
        description="Save a resident's feedback. Expected errors are in the payload. Sending the "
        "same `clientId` again is safe, also after a lost answer.",
    )

    @staticmethod
    def resolve_issue_captcha(_root: Any, info: GraphQLResolveInfo) -> Challenge:
        """Open a challenge."""
        return _issue(info)

    @staticmethod
    @without_quoting(passing=Refused)
    def resolve_submit_feedback(
        _root: Any, info: GraphQLResolveInfo, input: dict[str, Any]
    ) -> Payload:
        """Hand the input to the domain, and its verdict to the client."""
        language = input.get("language") or FeedbackLanguage.SWEDISH.value
        aspects = {each["aspect"].value: each["rating"] for each in input.get("aspects") or ()}
        comment = input.get("comment") or ""
        lines = _help_lines(comment, language)
        errors: list[FieldError] = []
        try:
            receipt = submit_feedback(
                service=input["service"],
                rating=input["rating"],
                aspects=aspects,
                comment=comment,
                language=language,
                captcha_key=input["captcha_key"],
                captcha_response=input["captcha_response"],
                client_id=input["client_id"],
                now=info.context.now,
                quarantined=suspicion.is_quarantined(
                    info.context.request,
                    trapped=False,
                    hasty=_is_hasty(input["captcha_key"], info),
                    comment=comment,
                ),
            )
            suspicion.count_sent(info.context.request, comment)
            return Payload(received=True, receipt=receipt, help_lines=lines)
        except SubmissionRefused as refused:
            errors = refused.errors
        except SubmissionUnavailable:
            errors = [FieldError("", ErrorCode.UNAVAILABLE)]
        with translation.override(known_language(language)):
            shown = tuple(_shown(error) for error in errors)
        fresh = _fresh_challenge(info)
        return Payload(received=False, errors=shown, captcha=fresh, help_lines=lines)


def _help_lines(comment: str, language: str) -> Sequence[HelpLine]:
    _screening, lines = screen_for_resident(clean_comment(comment), known_language(language))
    return lines


def _shown(error: FieldError) -> Refusal:
    field = _INPUT_NAMES.get(error.field, error.field) or None
    return Refusal(field, error.code, str(error.message))


def _fresh_challenge(info: GraphQLResolveInfo) -> Challenge | None:
    try:
        return _issue(info)
    except AnyDatabaseError:
        return None


def _issue(info: GraphQLResolveInfo) -> Challenge:
    harder = suspicion.wants_harder_challenge(info.context.request)
    return issue_challenge(info.context.now, harder=harder)


def _is_hasty(key: str, info: GraphQLResolveInfo) -> bool:
    """Tell whether a challenge is answered sooner than a person can read it."""
    try:
        challenge = open_challenge(key, info.context.now)
    except AnyDatabaseError:
        return False
    if challenge is None:
        return False
    return challenge.expires_at - info.context.now > VALIDITY - suspicion.SHORTEST_VISIT

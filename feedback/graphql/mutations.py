"""The mutations that send a resident's feedback."""

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
from feedback.intake import ladder, suspicion
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
    """An error in the payload."""

    field: str | None
    code: ErrorCode
    message: str


@dataclass(frozen=True)
class Payload:
    """The result of a submission."""

    received: bool
    receipt: str | None = None
    errors: tuple[Refusal, ...] = ()
    captcha: Challenge | None = None
    help_lines: Sequence[HelpLine] = ()


def picture_address(challenge: Challenge, _context: Any) -> str:
    """Return the absolute URL of a challenge's picture."""
    path = reverse("feedback:captcha_picture", args=[challenge.key])
    return settings.SITE_URL.rstrip("/") + path


def sound_address(challenge: Challenge, _context: Any, language: str) -> str | None:
    """Return the absolute URL of the letters read aloud, or None without a synthesiser."""
    if not can_speak():
        return None
    path = reverse("feedback:captcha_sound", args=[challenge.key])
    query = urlencode({"lang": known_language(language)})
    return f"{settings.SITE_URL.rstrip('/')}{path}?{query}"


class CaptchaChallengeType(graphene.ObjectType):
    """A CAPTCHA challenge, to be answered once.

    The answer is either the letters in the picture or the answer to the question.
    """

    class Meta:
        name = "CaptchaChallenge"
        possible_types = (Challenge,)

    key = ApiField(graphene.String, description="To send as `captchaKey`. Valid for one answer.")
    image_url = ApiField(
        graphene.String,
        source=picture_address,
        description="A PNG of five or seven letters, 260 × 80 pixels. Case is ignored.",
    )
    audio_url = ApiField(
        graphene.String,
        required=False,
        args={"language": language_argument()},
        source=sound_address,
        description="A WAV of the letters read aloud, each with a word that begins with it; null "
        "if no speech synthesiser is installed.",
    )
    question = ApiField(
        graphene.String,
        args={"language": language_argument()},
        source=lambda challenge, _context, language: challenge.question_in(language),
        description="A question, as an alternative to the letters. Always show it beside the "
        "picture, which not everybody can see.",
    )
    expires_at = ApiField(DateTime, description="After this time a new challenge is needed.")


class FeedbackErrorType(graphene.ObjectType):
    """A reason why the feedback was not accepted."""

    class Meta:
        name = "FeedbackError"
        possible_types = (Refusal,)

    field = ApiField(
        graphene.String,
        required=False,
        description="The field of `SubmitFeedbackInput` with the error; null for none of them.",
    )
    code = ApiField(FeedbackErrorCode, description="A stable code for programs.")
    message = ApiField(
        graphene.String, description="A sentence to show the resident, in the input's language."
    )


class SubmitFeedbackPayload(graphene.ObjectType):
    """The result of `submitFeedback`."""

    class Meta:
        possible_types = (Payload,)

    received = ApiField(graphene.Boolean, description="Whether the feedback was saved.")
    receipt = ApiField(
        graphene.String,
        required=False,
        description="Sixteen digits with which the resident can read the answer later. Show them "
        "in groups of four; they cannot be recovered.",
    )
    errors = ApiField(
        list_of(FeedbackErrorType),
        description="All errors, in the order of the form; empty if received.",
    )
    captcha = ApiField(
        CaptchaChallengeType,
        required=False,
        description="A new challenge for the next attempt; null if received, or if none can be "
        "made now.",
    )
    help_lines = help_lines_field()


class AspectRatingInput(graphene.InputObjectType):
    """A resident's rating of one aspect of a service."""

    aspect = graphene.NonNull(AspectType, description="An aspect that the service asks about.")
    rating = graphene.Int(required=True, description="From 1, very bad, to 5, very good.")


class SubmitFeedbackInput(graphene.InputObjectType):
    """A resident's feedback on a service. Neither an address nor a time is stored with it."""

    service = graphene.String(required=True, description="The service's slug, in any language.")
    rating = graphene.Int(required=True, description="From 1, very bad, to 5, very good.")
    aspects = graphene.List(
        graphene.NonNull(AspectRatingInput),
        description="At most one rating per aspect; the last one of several counts.",
    )
    comment = graphene.String(description="At most 1,200 visible characters. Do not ask for names.")
    language = graphene.String(
        default_value=FeedbackLanguage.SWEDISH.value,
        description="The language of the form and of error messages, `sv` or `en`.",
    )
    captcha_key = graphene.String(
        required=True,
        description="The `key` of the challenge.",
    )
    read_soon = graphene.Boolean(
        default_value=False,
        description="The resident asks for a comment with words of crisis to be read as soon as "
        "possible, on its own instead of in a batch. Ignored without words of crisis.",
    )
    captcha_response = graphene.String(
        required=True,
        description="The letters in the picture, or the answer to the question. Not compared, and "
        "may be empty, if the comment has words of crisis: show no challenge then.",
    )
    client_id = graphene.ID(
        required=True,
        description="A version 4 UUID that the client generates for each form, for example with "
        "`crypto.randomUUID()`. A repeat is stored once and gets the same receipt.",
    )


class FeedbackMutation(ScreeningMutation):
    """The mutation fields of feedback."""

    issue_captcha = ApiField(
        CaptchaChallengeType,
        description="Issue a challenge. Call it when the resident is about to send.",
    )
    submit_feedback = ApiField(
        SubmitFeedbackPayload,
        args={
            "input": graphene.Argument(
                graphene.NonNull(SubmitFeedbackInput), description="The feedback."
            )
        },
        description="Save a resident's feedback. Expected errors are in the payload. Repeating it "
        "with the same `clientId` is safe, also after a lost response.",
    )

    @staticmethod
    def resolve_issue_captcha(_root: Any, info: GraphQLResolveInfo) -> Challenge:
        """Store and return a new challenge."""
        return _issue(info)

    @staticmethod
    @without_quoting(passing=Refused)
    def resolve_submit_feedback(
        _root: Any, info: GraphQLResolveInfo, input: dict[str, Any]
    ) -> Payload:
        """Call `submit_feedback`, and return its result or errors as a payload."""
        language = input.get("language") or FeedbackLanguage.SWEDISH.value
        aspects = {each["aspect"].value: each["rating"] for each in input.get("aspects") or ()}
        comment = input.get("comment") or ""
        lines = _help_lines(comment, language)
        errors: list[FieldError] = []
        mark = None
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
                signs=ladder.Signs(is_hasty=_is_hasty(input["captcha_key"], info)),
                read_soon=input.get("read_soon") or False,
            )
            return Payload(received=True, receipt=receipt, help_lines=lines)
        except SubmissionRefused as refused:
            errors, mark = refused.errors, refused.mark
        except SubmissionUnavailable:
            errors = [FieldError("", ErrorCode.UNAVAILABLE)]
        with translation.override(known_language(language)):
            shown = tuple(_shown(error) for error in errors)
        fresh = _fresh_challenge(info, mark)
        return Payload(received=False, errors=shown, captcha=fresh, help_lines=lines)


def _help_lines(comment: str, language: str) -> Sequence[HelpLine]:
    _screening, lines = screen_for_resident(clean_comment(comment), known_language(language))
    return lines


def _shown(error: FieldError) -> Refusal:
    field = _INPUT_NAMES.get(error.field, error.field) or None
    return Refusal(field, error.code, str(error.message))


def _fresh_challenge(info: GraphQLResolveInfo, mark: ladder.Mark | None) -> Challenge | None:
    # The request was not counted by the API's rate limit.
    if suspicion.wait_for_pages(info.context.request) is not None:
        return None
    try:
        return _issue(info, mark)
    except AnyDatabaseError:
        return None


def _issue(info: GraphQLResolveInfo, mark: ladder.Mark | None = None) -> Challenge:
    """Issue a challenge; `mark` is that of the challenge that it replaces."""
    request, now = info.context.request, info.context.now
    harder = suspicion.needs_harder_challenge(request)
    mark = ladder.inherited(mark, now) or ladder.count_form(request, now)
    return issue_challenge(now, harder=harder, mark=mark)


def _is_hasty(key: str, info: GraphQLResolveInfo) -> bool:
    """Return whether a challenge is answered faster than a person can read it."""
    try:
        challenge = open_challenge(key, info.context.now)
    except AnyDatabaseError:
        return False
    if challenge is None:
        return False
    return challenge.expires_at - info.context.now > VALIDITY - suspicion.SHORTEST_VISIT

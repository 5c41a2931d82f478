"""The enums of feedback in the GraphQL schema, made from those of the models."""

import enum

import graphene

from feedback.enums import AnswerOutcome, Aspect
from feedback.intake.submit import ErrorCode
from pages.graphql.enums import enum_type

_ASPECTS = {
    "INFORMATION": "Whether the information was enough and easy to understand.",
    "TREATMENT": "How staff met the person (bemötande).",
    "PARTICIPATION": "Whether the person had a say (delaktighet).",
    "CHANGE": "Whether the situation became better (förändring).",
    "ACCESSIBILITY": "Whether the service was easy to reach and use (tillgänglighet).",
}
_ERRORS = {
    "RATING_REQUIRED": "No rating was given.",
    "RATING_INVALID": "The rating is not a whole number from 1 to 5.",
    "ASPECT_INVALID": "An aspect that the service does not ask for, or its rating is not 1 to 5.",
    "COMMENT_INVALID": "The comment is not text.",
    "COMMENT_TOO_LONG": "The comment exceeds 1,200 visible characters.",
    "LANGUAGE_INVALID": "The language is not `sv` or `en`.",
    "CLIENT_ID_INVALID": "The client id is not a version 4 UUID with hyphens.",
    "SERVICE_UNKNOWN": "No service has the slug.",
    "SERVICE_NOT_YET_OPEN": "The service is not open for feedback yet.",
    "SERVICE_CLOSED": "The service is closed for feedback.",
    "CAPTCHA_REQUIRED": "The challenge was not answered, and is still open.",
    "CAPTCHA_WRONG": "The answer was wrong and the challenge is used: show the new one.",
    "CAPTCHA_EXPIRED": "The challenge is unknown, used or expired: show the new one.",
    "UNAVAILABLE": "The feedback could not be saved now. Retry with the same `clientId`.",
}


def _describe_aspect(member: enum.Enum | None) -> str:
    return (
        "An area that a resident may rate; the areas are those of SKR's surveys."
        if member is None
        else (_ASPECTS[member.name])
    )


def _describe_error(member: enum.Enum | None) -> str:
    return "Why a submission was not accepted." if member is None else _ERRORS[member.name]


AspectType = graphene.Enum.from_enum(Aspect, description=_describe_aspect)
FeedbackErrorCode = graphene.Enum.from_enum(
    ErrorCode, name="FeedbackErrorCode", description=_describe_error
)
AnswerOutcomeType = enum_type(
    AnswerOutcome,
    "The outcome of what residents said.",
    {
        "PLANNED": "Something will be done; `done` or `text` says what.",
        "CHANGED": "Something has been done; `done` or `text` says what.",
        "NOT_POSSIBLE": "Nothing can be changed; `reason` says why.",
    },
)

"""Refusals with stable codes, and masking of unexpected errors."""

import logging
import re
import uuid
from enum import StrEnum
from typing import Any

from graphql import GraphQLError

logger = logging.getLogger(__name__)

# Values signed by Django, which can be credentials; graphql-core quotes invalid values. Possessive,
# and anchored to the start of a word, so that matching takes linear time.
_SIGNED = re.compile(r"(?<![\w-])[\w-]{20,}+[.:][\w-]{43}")


class Code(StrEnum):
    """Values of `extensions.code`. Front ends branch on them, so they never change."""

    BAD_REQUEST = "BAD_REQUEST"
    METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED"
    NOT_ACCEPTABLE = "NOT_ACCEPTABLE"
    PAYLOAD_TOO_LARGE = "PAYLOAD_TOO_LARGE"
    UNSUPPORTED_MEDIA_TYPE = "UNSUPPORTED_MEDIA_TYPE"
    PERSISTED_QUERY_NOT_FOUND = "PERSISTED_QUERY_NOT_FOUND"
    UNTRUSTED_DOCUMENT = "UNTRUSTED_DOCUMENT"
    GRAPHQL_PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
    GRAPHQL_VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
    OPERATION_NOT_FOUND = "OPERATION_NOT_FOUND"
    BAD_USER_INPUT = "BAD_USER_INPUT"
    TOKEN_LIMIT = "TOKEN_LIMIT"  # noqa: S105 (a count of words, not a secret)
    LENGTH_LIMIT = "LENGTH_LIMIT"
    VARIABLES_LIMIT = "VARIABLES_LIMIT"
    DEFINITION_LIMIT = "DEFINITION_LIMIT"
    DEPTH_LIMIT = "DEPTH_LIMIT"
    ALIAS_LIMIT = "ALIAS_LIMIT"
    DIRECTIVE_LIMIT = "DIRECTIVE_LIMIT"
    FIELD_LIMIT = "FIELD_LIMIT"
    ROOT_FIELD_LIMIT = "ROOT_FIELD_LIMIT"
    COST_LIMIT = "COST_LIMIT"
    ONE_MUTATION = "ONE_MUTATION"
    POST_ONLY = "POST_ONLY"
    RATE_LIMITED = "RATE_LIMITED"
    INTERNAL_SERVER_ERROR = "INTERNAL_SERVER_ERROR"


class Refusal(Exception):
    """A request that is not executed; `message` is for the developer of the client."""

    def __init__(
        self,
        code: Code,
        message: str,
        *,
        status: int = 400,
        headers: dict[str, str] | None = None,
        errors: list[GraphQLError] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.headers = headers or {}
        self.errors = errors or []

    @property
    def is_malformed_http(self) -> bool:
        """Whether the HTTP request itself is invalid, so that every client gets the status."""
        return self.code in _MALFORMED_HTTP

    def formatted(self) -> list[dict[str, Any]]:
        """Return the `errors` entry of the response."""
        if not self.errors:
            return [{"message": shortened(self.message), "extensions": {"code": self.code.value}}]
        return [
            {
                **error.formatted,
                "message": shortened(error.message),
                "extensions": {"code": self.code.value},
            }
            for error in self.errors
        ]


_MALFORMED_HTTP = {
    Code.BAD_REQUEST,
    Code.METHOD_NOT_ALLOWED,
    Code.NOT_ACCEPTABLE,
    Code.PAYLOAD_TOO_LARGE,
    Code.UNSUPPORTED_MEDIA_TYPE,
    Code.POST_ONLY,
}


LONGEST_MESSAGE = 300
_SENT = "got invalid value "


def shortened(message: str) -> str:
    """Return a message without long input and signed values.

    graphql-core quotes invalid input: a whole submission if one of its fields is misspelt.
    """
    message = _SIGNED.sub("…", message)
    start = message.find(_SENT)
    if start >= 0 and message[start + len(_SENT) :][:1] in {"[", "{"}:
        end = max(message.rfind(f"{close}{after}") for close in "]}" for after in ("; ", " at '"))
        if end > start:
            message = f"{message[:start]}got an invalid value{message[end + 1 :]}"
    if len(message) <= LONGEST_MESSAGE:
        return message
    return f"{message[: LONGEST_MESSAGE - 101]}…{message[-100:]}"


class BadUserInput(Refusal):
    """An invalid value of an argument."""

    def __init__(self, message: str) -> None:
        super().__init__(Code.BAD_USER_INPUT, message)


def format_field_errors(errors: list[GraphQLError]) -> list[dict[str, Any]]:
    """Return the `errors` entries of a response: refusals as they are, other errors masked."""
    return [_format_field_error(error) for error in errors]


def _format_field_error(error: GraphQLError) -> dict[str, Any]:
    original = error.original_error
    if isinstance(original, Refusal):
        return {
            **error.formatted,
            "message": shortened(original.message),
            "extensions": {"code": original.code.value},
        }
    masked = mask(original or error)
    formatted: dict[str, Any] = {**error.formatted}
    return {**{k: formatted[k] for k in ("locations", "path") if k in formatted}, **masked}


def mask(error: BaseException) -> dict[str, Any]:
    """Log `error` and return an error entry that has only the id of the log entry."""
    error_id = uuid.uuid4().hex[:12]
    logger.error("GraphQL error %s", error_id, exc_info=error)
    return {
        "message": f"Internal server error. Report it with the id {error_id}.",
        "extensions": {"code": Code.INTERNAL_SERVER_ERROR.value, "id": error_id},
    }

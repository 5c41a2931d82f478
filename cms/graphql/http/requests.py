"""Parse a GraphQL request from an HTTP request and negotiate the response's media type."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError

from cms.graphql.errors import Code, Refusal
from cms.graphql.execution.execute import Request
from cms.graphql.guard.limits import LIMITS, check_variables
from cms.graphql.http.trusted_documents import text_of_request

JSON = "application/json"
GRAPHQL_RESPONSE = "application/graphql-response+json"
# In the environment: the `Request` that the response cache parsed, or the `Refusal`.
READ = "graphql.request"
_UTF_8 = {"utf-8", "utf8"}
# Media ranges of an Accept header that are considered.
_RANGES = 50
# Parameters of a query string, including those that trackers add.
_PARAMETERS = 50


def negotiate(accept: str) -> str:
    """Return the response's media type for an Accept header, or raise `Refusal` with status 406.

    The most specific range determines the quality of a type (RFC 9110, 12.5.1); of types with the
    same quality, the first one in the header is chosen.
    """
    if not accept.strip():
        return JSON
    ranges = list(_ranges(accept))
    best: tuple[float, int, int] | None = None
    chosen = ""
    for offer in (JSON, GRAPHQL_RESPONSE):
        # The rank of the range, its place in the header, and its quality.
        fitting = [
            (_RANKS[offer].index(name), -place, quality)
            for place, (name, quality) in enumerate(ranges)
            if name in _RANKS[offer]
        ]
        if not fitting:
            continue
        rank, place, quality = max(fitting)
        if quality > 0 and (best is None or (quality, rank, place) > best):
            best, chosen = (quality, rank, place), offer
    if best is None:
        raise Refusal(
            Code.NOT_ACCEPTABLE,
            f"Not acceptable: responses are {GRAPHQL_RESPONSE} or {JSON}, in UTF-8.",
            status=406,
        )
    return chosen


# The ranges that match a type, the least specific first.
_RANKS = {offer: ["*/*", "application/*", offer] for offer in (JSON, GRAPHQL_RESPONSE)}


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    """Yield the media ranges of an Accept header with their quality, 0 to 1."""
    for media_range in accept.split(",", _RANGES)[:_RANGES]:
        name, _, rest = media_range.partition(";")
        parameters = _parameters(rest)
        if parameters.get("charset", "utf-8").lower() in _UTF_8:
            yield name.strip().lower(), _quality(parameters.get("q", "1"))


def _parameters(text: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): value.strip().strip('"') for name, _, value in pairs}


def _quality(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 1.0


def read_request(request: HttpRequest) -> Request:
    """Return the GraphQL request, or raise `Refusal` with the HTTP status for it."""
    match request.META.get(READ):
        case Request() as known:
            return known
        case Refusal() as refusal:
            raise refusal
    if request.method == "POST":
        parameters = _read_body(request)
    else:
        address = request.META.get("QUERY_STRING", "")
        if len(address) > LIMITS.address_bytes:
            raise Refusal(
                Code.PAYLOAD_TOO_LARGE,
                f"The query string exceeds {LIMITS.address_bytes} bytes. Use POST.",
                status=413,
            )
        if address.count("&") > _PARAMETERS:
            raise Refusal(Code.BAD_REQUEST, f"The query string exceeds {_PARAMETERS} parameters.")
        parameters = {
            name: _read_json(str(value), name) if name in {"variables", "extensions"} else value
            for name, value in request.GET.items()
            if value
        }
    return _checked(parameters, is_post=request.method == "POST")


def _too_large() -> Refusal:
    return Refusal(
        Code.PAYLOAD_TOO_LARGE,
        f"The request body exceeds {LIMITS.body_bytes} bytes.",
        status=413,
    )


def _read_body(request: HttpRequest) -> dict[str, Any]:
    content_type, _, rest = request.headers.get("Content-Type", "").partition(";")
    if content_type.strip().lower() != JSON:
        raise Refusal(
            Code.UNSUPPORTED_MEDIA_TYPE,
            f"Unsupported content type '{content_type.strip()}'. Use {JSON}.",
            status=415,
        )
    if _parameters(rest).get("charset", "utf-8").lower() not in _UTF_8:
        raise Refusal(Code.UNSUPPORTED_MEDIA_TYPE, "Unsupported charset. Use UTF-8.", status=415)
    if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise Refusal(
            Code.UNSUPPORTED_MEDIA_TYPE,
            "Unsupported content encoding. Send the body uncompressed.",
            status=415,
            headers={"Accept-Encoding": "identity"},
        )
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > LIMITS.body_bytes:
        raise _too_large()
    try:
        body = request.body
    except RequestDataTooBig:
        raise _too_large() from None
    except (UnreadablePostError, MultiPartParserError):
        raise Refusal(Code.BAD_REQUEST, "The request body could not be read.") from None
    if len(body) > LIMITS.body_bytes:
        raise _too_large()
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(Code.BAD_REQUEST, "The request body is not valid UTF-8.") from None
    parameters = _read_json(text, None)
    if isinstance(parameters, list):
        raise Refusal(Code.BAD_REQUEST, "Send one request at a time: batches are not supported.")
    if not isinstance(parameters, dict):
        raise Refusal(Code.BAD_REQUEST, "The request body must be a JSON object.")
    return parameters


def _read_json(text: str, parameter: str | None) -> Any:
    what = f"'{parameter}'" if parameter else "The request body"
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
        if "\\u" in text:
            # JSON allows a lone surrogate; UTF-8 and databases do not.
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise Refusal(Code.BAD_REQUEST, f"{what} nests too deeply.") from None
    except UnicodeError:
        raise Refusal(Code.BAD_REQUEST, f"{what} contains a lone surrogate.") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise Refusal(Code.BAD_REQUEST, f"{what} is not valid JSON ({place}).") from None
    except ValueError:
        raise Refusal(Code.BAD_REQUEST, f"{what} is not valid JSON.") from None
    return value


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _checked(parameters: dict[str, Any], *, is_post: bool) -> Request:
    expected = {
        "query": str,
        "documentId": str,
        "operationName": str,
        "variables": dict,
        "extensions": dict,
    }
    names = {str: "a string", dict: "an object"}
    for name, type_ in expected.items():
        value = parameters.get(name)
        if value is not None and not isinstance(value, type_):
            raise Refusal(Code.BAD_REQUEST, f"'{name}' must be {names[type_]}.")
    variables = parameters.get("variables") or {}
    check_variables(variables)
    return Request(
        query=text_of_request(parameters),
        operation_name=parameters.get("operationName") or None,
        variables=variables,
        is_post=is_post,
    )

"""Reading a GraphQL request out of an HTTP request, and choosing the media type of the answer."""

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
# In the environment of a request: what was read of it already, or why it is refused.
READ = "medskap.read"
_UTF_8 = {"utf-8", "utf8"}
# As many media ranges of an Accept header as anybody needs.
_RANGES = 50
# And as many parameters of an address, those included that others add.
_PARAMETERS = 50


def negotiate(accept: str) -> str:
    """Return the media type of the answer that suits an Accept header best.

    Of several ranges, the most specific one says how welcome a type is (RFC 9110, 12.5.1); of
    types that are equally welcome, the one that was named first is sent.
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
            f"Answers are sent as {GRAPHQL_RESPONSE} or {JSON}, in UTF-8: accept one of them.",
            status=406,
        )
    return chosen


# Which ranges name a type, the vaguest first.
_RANKS = {offer: ["*/*", "application/*", offer] for offer in (JSON, GRAPHQL_RESPONSE)}


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    """Yield the media ranges of an Accept header and how welcome they are, 0 to 1."""
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
    """Return the GraphQL request, or raise `Refusal` with the status that HTTP has for it."""
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
                f"An address may have {LIMITS.address_bytes} bytes at most after its '?'. "
                "Send the request by POST.",
                status=413,
            )
        if address.count("&") > _PARAMETERS:
            raise Refusal(Code.BAD_REQUEST, "The address has too many parameters.")
        parameters = {
            name: _read_json(str(value), name) if name in {"variables", "extensions"} else value
            for name, value in request.GET.items()
            if value
        }
    return _checked(parameters, is_post=request.method == "POST")


def _too_large() -> Refusal:
    return Refusal(
        Code.PAYLOAD_TOO_LARGE,
        f"A request may have {LIMITS.body_bytes} bytes at most.",
        status=413,
    )


def _read_body(request: HttpRequest) -> dict[str, Any]:
    content_type, _, rest = request.headers.get("Content-Type", "").partition(";")
    if content_type.strip().lower() != JSON:
        raise Refusal(
            Code.UNSUPPORTED_MEDIA_TYPE,
            f"Send the request as {JSON}, not as '{content_type.strip() or 'nothing'}'.",
            status=415,
        )
    if _parameters(rest).get("charset", "utf-8").lower() not in _UTF_8:
        raise Refusal(Code.UNSUPPORTED_MEDIA_TYPE, "Send the request in UTF-8.", status=415)
    if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise Refusal(
            Code.UNSUPPORTED_MEDIA_TYPE,
            "Send the request's body as it is, not compressed.",
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
        raise Refusal(Code.BAD_REQUEST, "The request's body could not be read.") from None
    if len(body) > LIMITS.body_bytes:
        raise _too_large()
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(Code.BAD_REQUEST, "The request's body is not UTF-8.") from None
    parameters = _read_json(text, None)
    if isinstance(parameters, list):
        raise Refusal(Code.BAD_REQUEST, "Send one request at a time: batches are not answered.")
    if not isinstance(parameters, dict):
        raise Refusal(Code.BAD_REQUEST, "The request's body must be a JSON object.")
    return parameters


def _read_json(text: str, parameter: str | None) -> Any:
    what = f"'{parameter}'" if parameter else "The request's body"
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
        if "\\u" in text:
            # Half a surrogate pair is JSON, but no text: neither a database nor UTF-8 takes it.
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise Refusal(Code.BAD_REQUEST, f"{what} nests too deeply.") from None
    except UnicodeError:
        raise Refusal(Code.BAD_REQUEST, f"{what} has half a surrogate pair.") from None
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

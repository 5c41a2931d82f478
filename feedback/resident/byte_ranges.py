"""Range requests (RFC 9110, section 14), without which Safari plays no sound.

django-ranged-response 0.2, which django-simple-captcha installs, cannot serve here: it answers a
range beyond the end with 200 and the whole sound instead of 416, and an answer without a range has
neither `Accept-Ranges` nor `Content-Length`.
"""

import re

from django.http import HttpRequest, HttpResponse

_ONE_RANGE = re.compile(r"bytes=(\d{1,9})-(\d{0,9})", re.ASCII)


def answer_range(request: HttpRequest, content: bytes, content_type: str) -> HttpResponse:
    """Return `content`, or the one range of it that was requested; ignore several ranges."""
    response = HttpResponse(content, content_type=content_type)
    response["Accept-Ranges"] = "bytes"
    wanted = _ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    if wanted is None:
        return response
    start = int(wanted[1])
    end = min(int(wanted[2] or len(content)), len(content) - 1)
    if start > end:
        response.status_code = 416
        response.content = b""
        response["Content-Range"] = f"bytes */{len(content)}"
        return response
    response.status_code = 206
    response.content = content[start : end + 1]
    response["Content-Range"] = f"bytes {start}-{end}/{len(content)}"
    return response

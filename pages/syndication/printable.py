"""Text cleaning for formats that forbid control characters: iCalendar and XML."""

import re

_LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
# The characters excluded by RFC 5545 (3.1, CONTROL) and XML 1.0 (2.2, Char), and C1 controls.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    r"""Return `text` with all line ends as \n and without other control characters."""
    return _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """Return `text` as one line, with single spaces."""
    return " ".join(printable(text).split())

"""What the log may say of a fault that nobody foresaw, on the way of what a resident wrote.

An error's message and its traceback's variables may quote anything: a comment, an address. Its
kind and the lines of code that it came through never do.
"""

import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from django.conf import settings

_NEAREST = 2
Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")


class UnforeseenFault(Exception):
    """Something failed on the way of a comment; the message says where, and nothing else."""


def place_of(error: BaseException) -> str:
    """Return the kind of an error and the lines it came through, the nearest last: ours, mostly."""
    frames = traceback.extract_tb(error.__traceback__)
    told = [frame for frame in frames[:-_NEAREST] if _is_ours(frame.filename)]
    lines = (
        f"{_short_path(frame.filename)}:{frame.lineno}" for frame in [*told, *frames[-_NEAREST:]]
    )
    return f"{type(error).__name__} by way of {', '.join(lines)}"


def _is_ours(file: str) -> bool:
    return file.startswith(str(settings.BASE_DIR)) and "site-packages" not in file


def _short_path(file: str) -> str:
    """Return our files relative to the project, others by their last two parts."""
    path = Path(file)
    return str(path.relative_to(settings.BASE_DIR) if _is_ours(file) else Path(*path.parts[-2:]))


def told_without_words(
    *, passing: type[Exception]
) -> Callable[[Callable[Parameters, Answer]], Callable[Parameters, Answer]]:
    """Let a function's errors out as `UnforeseenFault`, and only those of `passing` as they are.

    For functions that are given what a resident wrote, and whose errors are logged further out.
    """

    def wrap(function: Callable[Parameters, Answer]) -> Callable[Parameters, Answer]:
        @wraps(function)
        def wrapped(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Answer:
            try:
                return function(*args, **kwargs)
            except passing:
                raise
            except Exception as error:
                fault = place_of(error)
            # Outside of the handler, so that nothing that the error quotes hangs on to this one.
            raise UnforeseenFault(fault)

        return wrapped

    return wrap

"""Logging of unexpected errors without anything that a resident wrote.

The message of an error and the variables of its traceback may quote a comment or an address. The
class of the error and the lines of code it passed through do not.
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
    """An unexpected error while handling a comment; the message is that of `fault_location`."""


def fault_location(error: BaseException) -> str:
    """Return the error's class and the lines of code it passed through, innermost last.

    Includes the lines of this project and the two innermost of all.
    """
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames[:-_NEAREST] if _is_ours(frame.filename)]
    lines = (
        f"{_short_path(frame.filename)}:{frame.lineno}" for frame in [*own, *frames[-_NEAREST:]]
    )
    return f"{type(error).__name__} by way of {', '.join(lines)}"


def _is_ours(file: str) -> bool:
    return file.startswith(str(settings.BASE_DIR)) and "site-packages" not in file


def _short_path(file: str) -> str:
    """Return the path relative to the project, or the last two parts of a library's path."""
    path = Path(file)
    return str(path.relative_to(settings.BASE_DIR) if _is_ours(file) else Path(*path.parts[-2:]))


def without_quoting(
    *, passing: type[Exception]
) -> Callable[[Callable[Parameters, Answer]], Callable[Parameters, Answer]]:
    """Decorate a function to raise `UnforeseenFault` in place of any error but those of `passing`.

    For functions whose arguments hold what a resident wrote and whose errors are logged by a
    caller.
    """

    def wrap(function: Callable[Parameters, Answer]) -> Callable[Parameters, Answer]:
        @wraps(function)
        def wrapped(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Answer:
            try:
                return function(*args, **kwargs)
            except passing:
                raise
            except Exception as error:
                fault = fault_location(error)
            # Outside the handler, so that the original error is not attached as the context.
            raise UnforeseenFault(fault)

        return wrapped

    return wrap

"""The folder in which the web processes of one server share their metrics."""

import os
import shutil
import tempfile
from pathlib import Path

_PREFIX = "medskap-metrics-"


def shared_folder() -> Path:
    """Make the folder, and remove those of servers that have ended.

    Raises PermissionError if it belongs to another user, since its name can be guessed.
    """
    server = int(os.environ.get("MEDSKAP_SERVER_PID", os.getpid()))
    parent = Path(tempfile.gettempdir())
    for old in parent.glob(f"{_PREFIX}*"):
        number = old.name.removeprefix(_PREFIX)
        if number.isdigit() and int(number) != server and not _is_running(int(number)):
            shutil.rmtree(old, ignore_errors=True)
    folder = parent / f"{_PREFIX}{server}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to another user.")
    return folder


def _is_running(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        pass
    return True

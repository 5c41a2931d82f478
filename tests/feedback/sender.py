"""A process that sends feedback from several threads at once.

It reads a line of JSON from standard input: a list of lists of arguments for `submit_feedback`, one
inner list per thread. It prints "ready", waits for a line, sends everything, prints the results as
a JSON list, and reads the next line.
"""

import datetime
import json
import os
import sys
import threading
from typing import Any

NOW = datetime.datetime(2026, 5, 11, 10, 0, tzinfo=datetime.UTC)


def send(arguments: dict[str, Any]) -> str:
    """Send one submission, and return its receipt or the code of the first error."""
    from feedback.intake.submit import SubmissionRefused, SubmissionUnavailable, submit_feedback

    try:
        return submit_feedback(now=NOW, **arguments)
    except SubmissionRefused as refused:
        return refused.errors[0].code.name
    except SubmissionUnavailable:
        return "UNAVAILABLE"


def send_all(loads: list[list[dict[str, Any]]], start: Any) -> list[str]:
    """Send each inner list in a thread, all of them after `start()`."""
    from django.db import connection

    results: list[str] = []
    barrier = threading.Barrier(len(loads) + 1)

    def work(load: list[dict[str, Any]]) -> None:
        barrier.wait()
        try:
            for arguments in load:
                results.append(send(arguments))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[load]) for load in loads]
    for thread in threads:
        thread.start()
    start()
    barrier.wait()
    for thread in threads:
        thread.join()
    return results


def main() -> None:
    """Run as a program."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    django.setup()

    def start() -> None:
        print("ready", flush=True)
        sys.stdin.readline()

    for line in sys.stdin:
        print(json.dumps(send_all(json.loads(line), start)), flush=True)


if __name__ == "__main__":
    main()

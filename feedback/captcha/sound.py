"""Reads the letters of a challenge aloud with espeak-ng, if it is installed.

Each letter comes with a word of a spelling alphabet, since B, D, E and P sound similar.
"""

import array
import io
import random
import shutil
import subprocess
import sys
import threading
import wave

from django.conf import settings
from django.utils.crypto import salted_hmac

from feedback.captcha.challenge import Challenge
from feedback.enums import FeedbackLanguage

_WORDS = {
    "sv": "Adam Bertil Cesar David Erik Filip Helge Johan Kalle Ludvig Martin Petter Rudolf "
    "Sigurd Tore Urban Xerxes Yngve",
    "en": "Alfa Bravo Charlie Delta Echo Foxtrot Hotel Juliett Kilo Lima Mike Papa Romeo "
    "Sierra Tango Uniform X-ray Yankee",
}
SPELLING = {
    # With F, which challenges of the previous release contain.
    language: dict(zip("ABCDEFHJKLMPRSTUXY", words.split(), strict=True))
    for language, words in _WORDS.items()
}
_SENTENCES = {"sv": "{letter} som i {word}.", "en": "{letter}, for {word}."}
_VOICES = {"sv": "sv", "en": "en-gb"}
SECONDS = 5
MAX_BYTES = 2_000_000
# Each call takes 0.1 s of one processor; at most two run at once, the others wait.
_AT_ONCE = threading.BoundedSemaphore(2)


class SoundUnavailable(Exception):
    """No sound can be made now; the picture and the question still work."""


def can_speak() -> bool:
    """Return whether espeak-ng is installed."""
    return _program() is not None


def words_to_speak(challenge: Challenge, language: str) -> str:
    """Return the text that is read aloud; Swedish for an unknown language."""
    language = language if language in SPELLING else FeedbackLanguage.SWEDISH.value
    sentence = _SENTENCES[language]
    return " ".join(
        sentence.format(letter=letter, word=SPELLING[language][letter])
        for letter in challenge.letters
    )


def speak(challenge: Challenge, language: str) -> bytes:
    """Return a WAV file, the same for the same challenge; raises `SoundUnavailable`."""
    program = _program()
    if program is None or not _AT_ONCE.acquire(timeout=SECONDS):
        raise SoundUnavailable
    rng = random.Random(_seed(challenge.key))  # noqa: S311 (the seed is secret)
    command = [
        program,
        *("-v", f"{_VOICES.get(language, 'sv')}+{rng.choice(('m1', 'm3', 'f2', 'f4'))}"),
        *("-s", str(rng.randint(115, 140))),
        *("-p", str(rng.randint(35, 65))),
        *("-g", str(rng.randint(2, 6))),
        *("-b", "1", "--stdout"),
        words_to_speak(challenge, language),
    ]
    try:
        # No shell, and no argument comes from the request.
        done = subprocess.run(  # noqa: S603
            command, capture_output=True, timeout=SECONDS, check=True, env={}
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise SoundUnavailable from error
    finally:
        _AT_ONCE.release()
    if len(done.stdout) > MAX_BYTES:
        raise SoundUnavailable
    return _smaller(done.stdout)


def _program() -> str | None:
    return shutil.which("espeak-ng")


def _smaller(spoken: bytes) -> bytes:
    """Return a WAV of a quarter of the size: half the samples, of eight bits each."""
    try:
        with wave.open(io.BytesIO(spoken)) as file:
            rate = file.getframerate()
            samples = array.array("h", file.readframes(file.getnframes()))
    except (wave.Error, EOFError) as error:
        raise SoundUnavailable from error
    if sys.byteorder == "big":
        samples.byteswap()
    halved = [(first + second) // 2 for first, second in zip(samples[::2], samples[1::2])]  # noqa: B905
    loudest = max(map(abs, halved), default=0) or 1
    result = io.BytesIO()
    with wave.open(result, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(rate // 2)
        file.writeframes(bytes(128 + 127 * sample // loudest for sample in halved))
    return result.getvalue()


def _seed(key: str) -> bytes:
    return salted_hmac(
        "feedback sound", key, secret=settings.FEEDBACK_KEY, algorithm="sha256"
    ).digest()

"""Reads the letters of a challenge aloud with espeak-ng, if it is installed.

Each letter comes with a word of a spelling alphabet, since B, D, E and P sound similar. Each has a
voice, a speed and a pitch of its own, over the murmur of the same words backwards: this makes it
harder to compare the sound with what espeak-ng says (tests/attacks).
"""

import array
import io
import itertools
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
_VARIANTS = ("m1", "m2", "m3", "m4", "m5", "m7", "f1", "f2", "f3", "f4", "f5")
# The murmur and the noise, as shares of the loudness of the speech.
_MURMUR, _NOISE = 0.22, 0.05
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


def _marked_up(challenge: Challenge, language: str, rng: random.Random) -> str:
    """Return the text as SSML, with a voice, a speed, a pitch and a pause for each letter."""
    language = language if language in SPELLING else FeedbackLanguage.SWEDISH.value
    parts = []
    for letter in challenge.letters:
        sentence = _SENTENCES[language].format(letter=letter, word=SPELLING[language][letter])
        parts.append(
            f'<voice name="{_VOICES[language]}+{rng.choice(_VARIANTS)}">'
            f'<prosody rate="{rng.randint(85, 115)}%" pitch="{rng.randint(-25, 25):+}%">'
            f"{sentence}</prosody></voice>"
            f'<break time="{rng.randint(50, 600)}ms"/>'
        )
    return f"<speak>{''.join(parts)}</speak>"


def speak(challenge: Challenge, language: str) -> bytes:
    """Return a WAV file, the same for the same challenge; raises `SoundUnavailable`."""
    program = _program()
    if program is None or not _AT_ONCE.acquire(timeout=SECONDS):
        raise SoundUnavailable
    rng = random.Random(_seed(challenge.key))  # noqa: S311 (the seed is secret)
    command = [
        program,
        *("-v", _VOICES.get(language, "sv")),
        *("-s", str(rng.randint(120, 135))),
        *("-g", str(rng.randint(2, 6))),
        *("-m", "-b", "1", "--stdout"),
        _marked_up(challenge, language, rng),
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
    return _smaller(done.stdout, rng)


def _program() -> str | None:
    return shutil.which("espeak-ng")


def _smaller(spoken: bytes, rng: random.Random) -> bytes:
    """Return a WAV of a quarter of the size, half the samples of eight bits each, with a murmur."""
    try:
        with wave.open(io.BytesIO(spoken)) as file:
            rate = file.getframerate()
            samples = array.array("h", file.readframes(file.getnframes()))
    except (wave.Error, EOFError) as error:
        raise SoundUnavailable from error
    if sys.byteorder == "big":
        samples.byteswap()
    halved = [(first + second) // 2 for first, second in zip(samples[::2], samples[1::2])]  # noqa: B905
    halved = _with_murmur(halved, rng)
    loudest = max(map(abs, halved), default=0) or 1
    result = io.BytesIO()
    with wave.open(result, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(rate // 2)
        file.writeframes(bytes(128 + 127 * sample // loudest for sample in halved))
    return result.getvalue()


def _with_murmur(samples: list[int], rng: random.Random) -> list[int]:
    """Return speech over a quiet copy of itself, backwards and from another place, and noise."""
    if not samples:
        return samples
    start = rng.randrange(len(samples))
    backwards = samples[start::-1] + samples[:start:-1]
    loudest = max(map(abs, samples))
    # A short piece of noise again and again: a random number for each sample takes too long.
    noise = [round(loudest * rng.uniform(-_NOISE, _NOISE)) for _ in range(1_009)]
    return [
        sample + int(_MURMUR * murmur) + hiss
        for sample, murmur, hiss in zip(samples, backwards, itertools.cycle(noise))
    ]


def _seed(key: str) -> bytes:
    return salted_hmac(
        "feedback sound", key, secret=settings.FEEDBACK_KEY, algorithm="sha256"
    ).digest()

"""The picture and the sound of a challenge, by its key."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from feedback.captcha.picture import draw_picture
from feedback.captcha.sound import SoundUnavailable, speak
from feedback.intake import challenges
from feedback.resident.byte_ranges import answer_range
from feedback.resident.responses import ResidentView


class CaptchaPictureView(ResidentView):
    """The picture of an open challenge."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Return the PNG; 410 for a used or expired challenge."""
        challenge = challenges.open_challenge(key, timezone.now())
        if challenge is None:
            return HttpResponse(status=410)
        return HttpResponse(draw_picture(challenge), content_type="image/png")


class CaptchaSoundView(ResidentView):
    """The letters of an open challenge, read aloud in the page's language."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Return the WAV; 410 for a used or expired challenge, 503 if it cannot be made now."""
        challenge = challenges.open_challenge(key, timezone.now())
        if challenge is None:
            return HttpResponse(status=410)
        try:
            sound = speak(challenge, self.language)
        except SoundUnavailable:
            return HttpResponse(status=503, headers={"Retry-After": "10"})
        return answer_range(request, sound, "audio/wav")

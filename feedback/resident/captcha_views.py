"""The picture and the sound of a challenge, which the pages and the mutation lead to by its key."""

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
        """Draw it; a challenge that is used or too old is gone."""
        challenge = challenges.open_challenge(key, timezone.now())
        if challenge is None:
            return HttpResponse(status=410)
        return HttpResponse(draw_picture(challenge), content_type="image/png")


class CaptchaSoundView(ResidentView):
    """The letters of an open challenge, read aloud in the page's language."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Speak them; a challenge that is used or too old is gone."""
        challenge = challenges.open_challenge(key, timezone.now())
        if challenge is None:
            return HttpResponse(status=410)
        try:
            sound = speak(challenge, self.language)
        except SoundUnavailable:
            return HttpResponse(status=503, headers={"Retry-After": "10"})
        return answer_range(request, sound, "audio/wav")

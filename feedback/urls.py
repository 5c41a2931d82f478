"""URLs under /feedback/."""

from django.urls import path, re_path

from feedback.captcha.challenge import KEY_PATTERN
from feedback.resident.answer_page import AnswerView
from feedback.resident.captcha_views import CaptchaPictureView, CaptchaSoundView
from feedback.resident.views import FeedbackView, ServicesView, ThanksView, UnknownUrlView

app_name = "feedback"
urlpatterns = [
    path("", ServicesView.as_view(), name="services"),
    re_path(
        rf"^captcha/(?P<key>{KEY_PATTERN})\.png$",
        CaptchaPictureView.as_view(),
        name="captcha_picture",
    ),
    re_path(
        rf"^captcha/(?P<key>{KEY_PATTERN})\.wav$",
        CaptchaSoundView.as_view(),
        name="captcha_sound",
    ),
    # Before the services; a reserved slug.
    path("svar/", AnswerView.as_view(), name="answer"),
    path("<slug:slug>/", FeedbackView.as_view(), name="form"),
    path("<slug:slug>/tack/<str:token>/", ThanksView.as_view(), name="thanks"),
    # Last. A single word is left to Django, which appends the slash of a service's URL.
    re_path(r"^(?![-\w]+$).+$", UnknownUrlView.as_view(), name="nowhere"),
]

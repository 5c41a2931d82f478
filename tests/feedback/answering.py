"""Beginning an answer to a submission in the admin."""

from django.urls import reverse

from feedback.models import SubmissionAnswer

TEXT = "Tack för att du skrev. Vi har ändrat tiderna."
ANSWER = {"text": TEXT, "outcome": "changed", "reason": "", "answered_on": "2026-05-04"}


def url_of(name, *arguments, model=SubmissionAnswer):
    return reverse(model.snippet_viewset.get_url_name(name), args=arguments)


def add_url(submission):
    return f"{url_of('add')}?submission={submission.pk}"


def begin(staff, **fields):
    response = staff.client.post(add_url(staff.submission), {**ANSWER, **fields})
    assert response.status_code == 302, response.context["form"].errors
    return SubmissionAnswer.objects.get(submission=staff.submission)

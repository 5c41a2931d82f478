"""The daily mail to editors: numbers without content."""

import datetime
import threading
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from wagtail.users.models import UserProfile

from feedback.handling.notifications import notify_editors
from feedback.models import InboxMail, Submission
from tests.factories import ServiceFactory, SubmissionFactory
from tests.feedback.staff import Staff

TODAY = datetime.date(2026, 5, 11)
TOMORROW = datetime.date(2026, 5, 12)


class Refusing(EmailBackend):
    """A mail server that refuses every mail with an error that names the recipient."""

    asked = 0

    def send_messages(self, messages: Any) -> int:
        Refusing.asked += 1
        raise ConnectionRefusedError(f"no {messages[0].to[0]} here")


@pytest.fixture
def no_mail_server(settings):
    Refusing.asked = 0
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"


def colleague(staff: Staff, name: str, **fields: Any) -> User:
    user = User.objects.create_user(name, **{"email": f"{name}@example.org", **fields})
    user.groups.add(staff.group)
    return user


def account(staff: Staff, **changes: str):
    """Post the account's settings as the page does."""
    url = reverse("wagtailadmin_account")
    fields = {
        "name_email-first_name": "Kim",
        "name_email-last_name": "Berg",
        "name_email-email": staff.user.email,
        "locale-preferred_language": "",
        "locale-current_time_zone": "",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "theme-keyboard_shortcuts": "on",
        **changes,
    }
    return staff.client.post(url, fields)


@pytest.mark.django_db
def test_mail_has_numbers_without_content(social: Staff, settings):
    # Given two new comments, one of them urgent, and one that somebody has in review
    settings.WAGTAILADMIN_BASE_URL = "https://cms.example.org"
    SubmissionFactory(service=social.service, comment="Jag orkar inte", urgent=True)
    SubmissionFactory(service=social.service, comment="Läst", status="in_review")

    # When the day's mails go out
    assert notify_editors(TODAY) == (1, 0)

    # Then the editor is told in Swedish, and where to look
    [message] = mail.outbox
    whole = str(message.message())
    [(html, _type)] = message.alternatives
    assert message.to == ["social@example.org"]
    assert message.subject == "2 synpunkter väntar i inkorgen"
    assert "1 av dem är brådskande. Läs den först." in message.body
    assert "https://cms.example.org/admin/submissions/?status=new" in message.body
    assert 'href="https://cms.example.org/admin/submissions/?status=new"' in html
    # And nothing of what was said, where, when or how it was rated is in any part of it
    for secret in ("Hemligt", "orkar", social.service.name, "april", "2026-04", "betyg"):
        for part in (whole, message.body, html, message.subject):
            assert secret.lower() not in part.lower()
    assert message.message()["Auto-Submitted"] == "auto-generated"


@pytest.mark.django_db
def test_name_is_text_in_the_text_and_escaped_in_html(social: Staff):
    social.user.first_name = "Kim <b>O'Hara"
    social.user.save()

    notify_editors(TODAY)

    [message] = mail.outbox
    assert "Hej Kim <b>O'Hara" in message.body
    assert "<b>O" not in message.alternatives[0][0]


@pytest.mark.django_db
def test_mail_counts_only_own_administrations(social: Staff, labour: Staff):
    # Given two administrations, one with three that wait, and somebody who works for both
    for _ in range(2):
        SubmissionFactory(service=ServiceFactory(administration=labour.organisation))
    both = colleague(social, "both")
    both.groups.add(labour.group)

    # When
    notify_editors(TODAY)

    # Then
    assert {message.to[0]: message.subject.split()[0] for message in mail.outbox} == {
        "social@example.org": "1",
        "labour@example.org": "3",
        "both@example.org": "4",
    }


@pytest.mark.django_db
def test_mail_goes_to_readers_with_an_address_only(social: Staff):
    # Given colleagues without an address, who left, without the right, and an administrator
    social.user.delete()
    colleague(social, "without-address", email="")
    colleague(social, "left", is_active=False)
    User.objects.create_superuser("root", "root@example.org", "x")
    everybody = User.objects.create_user("everything", "everything@example.org")
    everybody.user_permissions.set(Permission.objects.filter(content_type__app_label="feedback"))

    # Then nobody of them is
    assert notify_editors(TODAY) == (0, 0)

    # When the group may not read feedback any more
    colleague(social, "here")
    social.group.permissions.remove(
        *Permission.objects.filter(codename__in=["view_submission", "change_submission"])
    )
    assert notify_editors(TODAY) == (0, 0)


@pytest.mark.django_db
def test_no_mail_without_new_submissions(social: Staff):
    Submission.objects.update(status="answered")

    assert notify_editors(TODAY) == (0, 0)
    assert not mail.outbox


@pytest.mark.django_db
def test_editor_gets_at_most_one_mail_a_day(social: Staff):
    for day, expected in ((TODAY, 1), (TODAY, 1), (TOMORROW, 2), (TOMORROW, 2), (TODAY, 2)):
        notify_editors(day)

        assert len(mail.outbox) == expected


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_send_one_mail(social: Staff):
    # Given two that start at the same moment
    barrier = threading.Barrier(2)
    reports = []

    def run() -> None:
        try:
            barrier.wait()
            reports.append(notify_editors(TODAY))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]

    # When both have run
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # Then
    assert sorted(reports) == [(0, 0), (1, 0)]
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_failed_mail_is_retried_by_the_next_run(social: Staff, no_mail_server, settings, caplog):
    # Given a mail server that is down
    assert notify_editors(TODAY) == (0, 1)
    # And a log without address or content
    assert "ConnectionRefusedError" in caplog.text
    assert "example.org" not in caplog.text
    assert not any(record.exc_info for record in caplog.records if record.name.startswith("feedb"))

    # When it is back
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    # Then the day's mail is sent, once
    assert notify_editors(TODAY) == (1, 0)
    assert notify_editors(TODAY) == (0, 0)
    assert len(mail.outbox) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("no_mail_server")
def test_run_stops_after_repeated_mail_failures(social: Staff):
    for number in range(10):
        colleague(social, f"colleague{number}")

    assert notify_editors(TODAY) == (0, 3)
    assert Refusing.asked == 3


@pytest.mark.django_db
@pytest.mark.usefixtures("no_mail_server")
def test_job_succeeds_without_a_mail_server(social: Staff, capsys):
    call_command("notify_editors")

    assert "Sent 0 mails; 1 failed." in capsys.readouterr().out


@pytest.mark.django_db
def test_mail_is_in_the_editor_s_language(social: Staff):
    UserProfile.objects.create(user=social.user, preferred_language="en")

    notify_editors(TODAY)

    assert mail.outbox[0].subject == "1 comment waits in the inbox"
    assert "Hello" in mail.outbox[0].body


@pytest.mark.django_db
def test_editor_can_switch_the_mail_off(social: Staff):
    # Given the page of the account
    page = social.client.get(reverse("wagtailadmin_account"))
    assert "inbox_mail-is_wanted" in page.text

    # When the box is not ticked
    assert account(social).status_code == 302

    # Then no mail comes
    assert notify_editors(TODAY) == (0, 0)

    # When it is again
    assert account(social, **{"inbox_mail-is_wanted": "on"}).status_code == 302
    assert notify_editors(TODAY) == (1, 0)
    # And saving the account later gives no second one
    account(social, **{"inbox_mail-is_wanted": "on"})
    assert notify_editors(TODAY) == (0, 0)
    assert InboxMail.objects.get().last_day == TODAY


@pytest.mark.django_db
def test_setting_needs_permission_to_read_feedback(social: Staff):
    social.user.groups.set([])
    social.user.user_permissions.add(Permission.objects.get(codename="access_admin"))

    assert "inbox_mail" not in social.client.get(reverse("wagtailadmin_account")).text


@pytest.mark.django_db
@pytest.mark.parametrize("comments", [1, 40])
def test_query_count_does_not_depend_on_waiting_submissions(
    social: Staff, django_assert_max_num_queries, comments
):
    SubmissionFactory.create_batch(comments, service=social.service)
    notify_editors(TODAY)

    with django_assert_max_num_queries(7):
        notify_editors(TOMORROW)

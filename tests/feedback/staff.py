"""An administration with a user of its staff."""

import datetime

from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from feedback.permissions import ROLE_PERMISSIONS
from tests.factories import OrganisationFactory, ServiceFactory, SubmissionFactory


class Staff:
    """An administration with a service, feedback on it, and a logged-in user of its staff."""

    def __init__(self, name: str) -> None:
        self.group = Group.objects.create(name=name)
        codenames = [each.partition(".")[2] for each in ROLE_PERMISSIONS["communicator"]]
        self.group.permissions.set(
            Permission.objects.filter(codename__in=[*codenames, "access_admin"])
        )
        self.organisation = OrganisationFactory(name=name, kind="administration", staff=self.group)
        self.service = ServiceFactory(name=f"Tjänst hos {name}", administration=self.organisation)
        self.submission = SubmissionFactory(
            service=self.service, comment=f"Hemligt om {name}", month=datetime.date(2026, 4, 1)
        )
        self.user = User.objects.create_user(name, f"{name}@example.org", "x")
        self.user.groups.add(self.group)
        self.client = Client()
        self.client.force_login(self.user)

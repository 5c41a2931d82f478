"""Demo accounts. Their password is public, so production does not start with them."""

from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

DEMO_PASSWORD = "medskap-demo"  # noqa: S105 - public by purpose
DEMO_EMAIL_DOMAIN = "demo.example.org"


class DemoUser(NamedTuple):
    """A demo account; `administration` is the slug of an organisation."""

    username: str
    display_name: str
    role: str
    administration: str = ""

    @property
    def email(self) -> str:
        """E-mail address in the domain that identifies demo accounts."""
        return f"{self.username}@{DEMO_EMAIL_DOMAIN}"


DEMO_USERS = (
    DemoUser("admin", "Administratör", "administrator"),
    DemoUser("redaktor", "Redaktör", "editor"),
    DemoUser(
        "kommunikator-social",
        "Kommunikatör, socialförvaltningen",
        "communicator",
        "socialforvaltningen",
    ),
    DemoUser(
        "kommunikator-arbetsmarknad",
        "Kommunikatör, arbetsmarknadsförvaltningen",
        "communicator",
        "arbetsmarknadsforvaltningen",
    ),
)


def demo_accounts() -> QuerySet[Any]:
    """Return the demo accounts in the database, oldest first."""
    accounts = get_user_model()._default_manager
    return accounts.filter(email__iendswith=f"@{DEMO_EMAIL_DOMAIN}").order_by("pk")

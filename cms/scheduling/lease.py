"""A lease in the database: of all who ask, one holds it, until it lets go or is gone."""

from datetime import UTC, datetime, timedelta

from django.db.models import DateTimeField, ExpressionWrapper, Q
from django.db.models.functions import Now

from cms.models import Lease

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def hold(name: str, holder: str, duration: timedelta) -> bool:
    """Take or renew the lease; False while somebody else holds it.

    Times are the database's own, so the clocks of two machines need not agree.
    """
    Lease.objects.get_or_create(name=name, defaults={"expires_at": LONG_AGO})
    free_or_ours = Q(holder=holder) | Q(expires_at__lt=Now())
    until = ExpressionWrapper(Now() + duration, output_field=DateTimeField())
    # One UPDATE decides: the database lets two of them at the same row only in turn.
    return bool(
        Lease.objects.filter(free_or_ours, name=name).update(holder=holder, expires_at=until)
    )


def release(name: str, holder: str) -> None:
    """Let go, so that another need not wait until the lease runs out."""
    Lease.objects.filter(name=name, holder=holder).update(expires_at=LONG_AGO)

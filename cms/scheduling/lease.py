"""A lease in the database: one of several processes holds it until it is released or expires."""

from datetime import UTC, datetime, timedelta

from django.db.models import DateTimeField, ExpressionWrapper, Q
from django.db.models.functions import Now

from cms.models import Lease

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def hold(name: str, holder: str, duration: timedelta) -> bool:
    """Take or renew the lease; return False while another process holds it.

    Uses the database's clock, so the clocks of machines need not agree.
    """
    Lease.objects.get_or_create(name=name, defaults={"expires_at": LONG_AGO})
    free_or_ours = Q(holder=holder) | Q(expires_at__lt=Now())
    until = ExpressionWrapper(Now() + duration, output_field=DateTimeField())
    # A single UPDATE decides: the database serialises updates of one row.
    return bool(
        Lease.objects.filter(free_or_ours, name=name).update(holder=holder, expires_at=until)
    )


def release(name: str, holder: str) -> None:
    """Release the lease, so that others need not wait for its expiry."""
    Lease.objects.filter(name=name, holder=holder).update(expires_at=LONG_AGO)

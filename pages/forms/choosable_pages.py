"""Pages that choosers may show: public ones, and those that the user works with."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.permissions import page_permission_policy

from pages.visibility import Visibility


def choosable_pages(user: Any) -> Q:
    """Return the condition for pages whose titles a user may see in a chooser.

    These are public pages, pages open to everyone with an account, and pages that the user may
    change or publish: their own drafts and those of their sections. The root is among them.
    """
    worked_with = page_permission_policy.instances_user_has_any_permission_for(
        user, {"change", "publish"}
    )
    return (
        Q(depth=1)
        | Visibility(timezone.now(), _closed_paths(user)).condition
        | Q(pk__in=worked_with.order_by().values("pk"))
    )


def check_chosen_pages(user: Any, ids: Iterable[Any]) -> None:
    """Raise `Http404` if a user with access to the admin may not see one of the pages."""
    if not user.is_authenticated:
        # Wagtail asks for the login.
        return
    wanted = {str(each) for each in ids if each is not None}
    if not all(each.isdecimal() for each in wanted):
        raise Http404
    if Page.objects.filter(choosable_pages(user), pk__in=wanted).count() < len(wanted):
        raise Http404


def _closed_paths(user: Any) -> tuple[str, ...]:
    """Return the tree paths under a password or reserved for groups other than the user's."""
    if user.is_superuser:
        return ()
    open_to_user = Q(restriction_type=PageViewRestriction.LOGIN) | Q(
        restriction_type=PageViewRestriction.GROUPS, groups__user=user
    )
    closed = PageViewRestriction.objects.exclude(
        pk__in=PageViewRestriction.objects.filter(open_to_user).values("pk")
    )
    return tuple(closed.values_list("page__path", flat=True))

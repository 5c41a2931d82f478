"""Which pages a reader may see, in one place, and the words by which lists are narrowed."""

import datetime
from typing import Any, Self

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail.models import PageManager, PageQuerySet

from pages.visibility import Visibility


class ContentPageQuerySet(PageQuerySet):
    """Pages, narrowed by words that the API, the feeds and the admin use."""

    def visible(self, policy: Visibility | None = None) -> Self:
        """Return the pages that anyone may see; without a policy, those of all sites, now.

        Live, not expired, and under no view restriction, their own or an ancestor's. A caller
        with several queries passes the policy, which otherwise costs a query each time.
        """
        return self.filter((policy or Visibility.at(timezone.now())).condition)

    def in_language(self, locale_id: int) -> Self:
        """Return the pages of one language only."""
        return self.filter(locale_id=locale_id)

    def preferring(self, locale_id: int, default_id: int, policy: Visibility) -> Self:
        """Return each page once: in the language, else in the default one.

        The translation counts only if it is visible itself.
        """
        if locale_id == default_id:
            return self.in_language(locale_id)
        translated = self.model._default_manager.filter(
            policy.condition, translation_key=OuterRef("translation_key"), locale_id=locale_id
        )
        return self.filter(Q(locale_id=locale_id) | Q(locale_id=default_id) & ~Exists(translated))

    def related_by_slug(self, relation: str, slugs: list[str], policy: Visibility) -> Self:
        """Return the pages whose `relation` is a thing with one of the slugs, in any language.

        A page that is not visible has no slug here: a filter must not tell that it exists.
        """
        field = self.model._meta.get_field(relation)
        target: Any = field.related_model
        named = target._default_manager.filter(slug__in=slugs)
        if isinstance(named, ContentPageQuerySet):
            named = named.visible(policy)
        if not hasattr(target, "translation_key"):
            key, keys = "pk", named.values("pk")
        else:
            key, keys = "translation_key", named.values("translation_key")
        if field.many_to_many:
            through = field.remote_field.through._default_manager.filter(
                **{
                    f"{field.m2m_field_name()}_id": OuterRef("pk"),
                    f"{field.m2m_reverse_field_name()}__{key}__in": keys,
                }
            )
            return self.filter(Exists(through))
        return self.filter(**{f"{relation}__{key}__in": keys})


class EventPageQuerySet(ContentPageQuerySet):
    """Events, narrowed by time."""

    def upcoming(self, now: datetime.datetime) -> Self:
        """Return events that are not over at `now`, those that have begun included."""
        return self.filter(over_at__gt=now)

    def ongoing(self, now: datetime.datetime) -> Self:
        """Return events that have begun and are not over at `now`."""
        return self.filter(starts_at__lte=now, over_at__gt=now)

    def past(self, now: datetime.datetime) -> Self:
        """Return events that are over at `now`."""
        return self.filter(over_at__lte=now)


ContentPageManager = PageManager.from_queryset(ContentPageQuerySet)
EventPageManager = PageManager.from_queryset(EventPageQuerySet)

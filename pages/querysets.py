"""Which pages a reader may see, in one place, and the words by which lists are narrowed."""

import datetime
from collections.abc import Callable
from typing import Any, Self

from django.db.models import Exists, F, Func, Model, OuterRef, Q, Value
from django.db.models.lookups import Exact
from django.utils import timezone
from wagtail.models import PageManager, PageQuerySet

from pages.visibility import Visibility

_DAY = datetime.timedelta(days=1)


class _WithoutIndex(Func):
    """A column that SQLite is not to look up in an index.

    It takes the index of an equality before that of an order, and half of all pages or more are of
    one language: it would read and sort all of them for the first twenty.
    """

    template = "%(expressions)s"
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


class _StartOfWhatIsToCome(Func):
    """The first start among events that are not over at a moment; on PostgreSQL, none.

    In the order of their starts SQLite would read all events that are over before the first that
    is not. This takes it there. PostgreSQL knows how many are over, and finds a way by itself.
    """

    template = "(SELECT MIN(+{start}) FROM {table} WHERE {over} > %(expressions)s)"
    arity = 1

    def __init__(self, model: type[Model], moment: Any) -> None:
        start: Any = model._meta.get_field("starts_at")
        over: Any = model._meta.get_field("over_at")
        moment = moment if hasattr(moment, "resolve_expression") else Value(moment, over)
        super().__init__(moment, output_field=start)
        self.names = {"table": model._meta.db_table, "start": start.column, "over": over.column}

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Return the subquery."""
        quote = connection.ops.quote_name
        template = self.template.format(**{k: quote(name) for k, name in self.names.items()})
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Return a moment before all others."""
        return "'-infinity'::timestamptz", ()


class ContentPageQuerySet(PageQuerySet):
    """Pages, narrowed by words that the API, the feeds and the admin use."""

    def visible(self, policy: Visibility | None = None) -> Self:
        """Return the pages that anyone may see; without a policy, those of all sites, now.

        Live, not expired, and under no view restriction, their own or an ancestor's. A caller
        with several queries passes the policy, which otherwise costs a query each time.
        """
        return self.filter((policy or Visibility.at(timezone.now())).condition)

    def in_language(self, locale_id: int | None) -> Self:
        """Return the pages of one language only; none where there is no such language."""
        if locale_id is None:
            return self.none()
        return self.filter(Exact(_WithoutIndex(F("locale_id")), locale_id))

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

    def upcoming_in_order(self, now: datetime.datetime) -> Self:
        """Return the same events, for a list that is sorted by their starts and cut."""
        return self.upcoming(now).filter(starts_at__gte=_StartOfWhatIsToCome(self.model, now))

    def ongoing(self, now: Any, midnight: Any, next_midnight: Any) -> Self:
        """Return events of which one time has begun and is not over at `now`.

        The two midnights are those around it, in Swedish time. Between two possible times an event
        does not go on.
        """

        def goes_on(all_day: str) -> Q:
            by_day = Q(**{all_day: True}, starts_at__lt=next_midnight)
            by_time = Q(**{all_day: False}, starts_at__lte=now)
            return (by_day | by_time) & _is_not_over(now, midnight, all_day)

        return self.filter(over_at__gt=now).filter(self._at_any_possible_time(goes_on))

    def on_days(self, first: datetime.date | None, last: datetime.date | None) -> Self:
        """Return events of which some part is on a day from `first` to `last`, in Swedish time.

        One with two possible times is found by either, not by the days that lie between them.
        Whole days count from midnight to midnight, and a time without an end counts until its
        day is over; None leaves a side open.
        """

        def lies_there(all_day: str) -> Q:
            condition = Q() if last is None else Q(starts_at__lt=_midnight(_day_after(last)))
            if first is not None:
                condition &= _is_not_over(_midnight(first), _midnight(first), all_day)
            return condition

        # The column with an index comes first.
        rows = self if first is None else self.filter(over_at__gte=_midnight(first))
        return rows.filter(self._at_any_possible_time(lies_there))

    def _at_any_possible_time(self, condition: Callable[[str], Q]) -> Q:
        """Return the condition for the event's own time or another that is still possible.

        `condition` is given the path to whether the event is one of whole days.
        """
        dates: Any = self.model._meta.get_field("possible_dates").related_model
        possible = dates._default_manager.filter(
            condition("event__all_day"), event_id=OuterRef("pk"), withdrawn=False
        )
        return condition("all_day") | Q(Exists(possible))

    def past(self, now: datetime.datetime) -> Self:
        """Return events that are over at `now`."""
        # What is over has begun: so an index by start leads past all that is still to come.
        return self.filter(starts_at__lte=now, over_at__lte=now)


def _is_not_over(now: Any, midnight: Any, all_day: str) -> Q:
    """Return the condition for times that are not over at `now`, whose day began at `midnight`."""
    last_day = Q(ends_at__gte=midnight) | Q(ends_at__isnull=True, starts_at__gte=midnight)
    by_day = (Q(**{all_day: True}) | Q(ends_at__isnull=True)) & last_day
    # One that ends when it starts is found where it starts.
    later = Q(ends_at__gt=now) | Q(ends_at__isnull=False, starts_at__gte=now)
    return by_day | Q(**{all_day: False}) & later


def _day_after(day: datetime.date) -> datetime.date:
    return day if day == datetime.date.max else day + _DAY


def _midnight(day: datetime.date) -> datetime.datetime:
    """Return when a day begins in Swedish time; there are no events centuries from now."""
    day = min(max(day, datetime.date(1900, 1, 1)), datetime.date(2200, 1, 1))
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


ContentPageManager = PageManager.from_queryset(ContentPageQuerySet)
EventPageManager = PageManager.from_queryset(EventPageQuerySet)

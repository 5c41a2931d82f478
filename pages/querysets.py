"""Querysets of pages: visibility, language and time filters."""

import datetime
from collections.abc import Callable
from typing import Any, Self

from django.db.models import DateTimeField, Exists, F, Func, Min, Model, OuterRef, Q, Value
from django.db.models.lookups import Exact
from django.utils import timezone
from wagtail.models import PageManager, PageQuerySet

from cms.statements import Parameter
from pages.visibility import Visibility

_DAY = datetime.timedelta(days=1)


class _WithoutIndex(Func):
    """A column wrapped so that SQLite does not use its index (`+column`).

    SQLite prefers an index for an equality over one for the order. Since half of all pages or more
    have the same language, it would read and sort all of them to return the first twenty.
    """

    template = "%(expressions)s"
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


FIRST_UPCOMING_START = "first_upcoming_start"
_KNOWN_START = Parameter(FIRST_UPCOMING_START, DateTimeField(null=True))


class _FirstUpcomingStart(Func):
    """The first start among events that are not over at a moment; `-infinity` on PostgreSQL.

    In start order, SQLite would read all past events before the first upcoming one; with this lower
    bound it skips them. PostgreSQL's planner uses its statistics and needs no bound.
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
        """Return the subquery as SQL."""
        quote = connection.ops.quote_name
        template = self.template.format(**{k: quote(name) for k, name in self.names.items()})
        sql, params = self.as_sql(compiler, connection, template=template, **context)
        if isinstance(self.source_expressions[0], Parameter):
            # Prepared statements use the cached value, if any: the subquery reads the index entry
            # of every event that is not over.
            return f"COALESCE(%s, {sql})", (_KNOWN_START, *params)
        return sql, params

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Return `-infinity`, which excludes nothing."""
        return "'-infinity'::timestamptz", ()


class ContentPageQuerySet(PageQuerySet):
    """Querysets shared by the API, the feeds and the admin."""

    def visible(self, policy: Visibility | None = None) -> Self:
        """Return the public pages: live, not expired, not under a view restriction.

        Without a policy: the pages of all sites, now. A caller with several queries should pass the
        policy, because creating one costs a query.
        """
        return self.filter((policy or Visibility.at(timezone.now())).condition)

    def in_language(self, locale_id: int | None) -> Self:
        """Return the pages in one locale; none if `locale_id` is None."""
        if locale_id is None:
            return self.none()
        return self.filter(Exact(_WithoutIndex(F("locale_id")), locale_id))

    def preferring(self, locale_id: int, default_id: int, policy: Visibility) -> Self:
        """Return one page per translation key: in the locale if visible there, else in the default
        one.
        """
        if locale_id == default_id:
            return self.in_language(locale_id)
        translated = self.model._default_manager.filter(
            policy.condition, translation_key=OuterRef("translation_key"), locale_id=locale_id
        )
        return self.filter(Q(locale_id=locale_id) | Q(locale_id=default_id) & ~Exists(translated))

    def related_by_slug(self, relation: str, slugs: list[str], policy: Visibility) -> Self:
        """Return pages whose `relation` has a target with one of the slugs, in any language.

        Targets that are not visible never match, so that a filter does not reveal that they exist.
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
    """Querysets of events: filters by time."""

    def upcoming(self, now: datetime.datetime) -> Self:
        """Return events that are not over at `now`, including ongoing ones."""
        return self.filter(over_at__gt=now)

    def upcoming_in_order(self, now: datetime.datetime) -> Self:
        """Return upcoming events; faster than `upcoming` for a limited list in start order."""
        return self.upcoming(now).filter(starts_at__gte=_FirstUpcomingStart(self.model, now))

    def ongoing(self, now: Any, midnight: Any, next_midnight: Any) -> Self:
        """Return events of which one possible time has started and is not over at `now`.

        `midnight` and `next_midnight` enclose `now` in Swedish time. An event with two possible
        times is not ongoing between them.
        """

        def is_ongoing(all_day: str) -> Q:
            by_day = Q(**{all_day: True}, starts_at__lt=next_midnight)
            by_time = Q(**{all_day: False}, starts_at__lte=now)
            return (by_day | by_time) & _is_not_over(now, midnight, all_day)

        return self.filter(over_at__gt=now).filter(self._at_any_possible_time(is_ongoing))

    def on_days(self, first: datetime.date | None, last: datetime.date | None) -> Self:
        """Return events that take place, at least partly, from day `first` to day `last`, Swedish
        time.

        None leaves a side open. Each possible time counts separately, not the days between them.
        All-day events count from midnight to midnight; a time without an end lasts until the end of
        its day.
        """

        def overlaps(all_day: str) -> Q:
            condition = Q() if last is None else Q(starts_at__lt=_midnight(_day_after(last)))
            if first is not None:
                condition &= _is_not_over(_midnight(first), _midnight(first), all_day)
            return condition

        # Redundant, but it lets the database use the index on over_at.
        rows = self if first is None else self.filter(over_at__gte=_midnight(first))
        return rows.filter(self._at_any_possible_time(overlaps))

    def _at_any_possible_time(self, condition: Callable[[str], Q]) -> Q:
        """Return the condition for the event's own time or one of its alternatives.

        `condition` receives the lookup path of `all_day`, relative to the row with the time.
        """
        dates: Any = self.model._meta.get_field("possible_dates").related_model
        possible = dates._default_manager.filter(
            condition("event__all_day"), event_id=OuterRef("pk"), withdrawn=False
        )
        return condition("all_day") | Q(Exists(possible))

    def first_upcoming_start(self, now: datetime.datetime) -> datetime.datetime | None:
        """Return the first start among events that are not over at `now`."""
        start = _WithoutIndex(F("starts_at"))
        found = self.upcoming(now).order_by().aggregate(first=Min(start))
        first: datetime.datetime | None = found["first"]
        return first

    def past(self, now: datetime.datetime) -> Self:
        """Return events that are over at `now`."""
        # starts_at is implied, but lets an index in start order skip the upcoming events.
        return self.filter(starts_at__lte=now, over_at__lte=now)


def _is_not_over(now: Any, midnight: Any, all_day: str) -> Q:
    """Return the condition for times that are not over at `now`; `midnight` begins the day of
    `now`.
    """
    last_day = Q(ends_at__gte=midnight) | Q(ends_at__isnull=True, starts_at__gte=midnight)
    by_day = (Q(**{all_day: True}) | Q(ends_at__isnull=True)) & last_day
    # A time that ends when it starts counts at that moment.
    later = Q(ends_at__gt=now) | Q(ends_at__isnull=False, starts_at__gte=now)
    return by_day | Q(**{all_day: False}) & later


def _day_after(day: datetime.date) -> datetime.date:
    return day if day == datetime.date.max else day + _DAY


def _midnight(day: datetime.date) -> datetime.datetime:
    """Return the start of a day in Swedish time, clamped to the years 1900–2200."""
    day = min(max(day, datetime.date(1900, 1, 1)), datetime.date(2200, 1, 1))
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


ContentPageManager = PageManager.from_queryset(ContentPageQuerySet)
EventPageManager = PageManager.from_queryset(EventPageQuerySet)

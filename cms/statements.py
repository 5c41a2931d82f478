"""Prepared SELECT statements: SQL is compiled once, and executed with new parameters.

Django compiles a queryset's SQL each time it is evaluated. For a few rows by id, of a model with
multi-table inheritance, that takes several times as long as the query. A `Statement` is built
from an ordinary queryset, with `Parameter` or `among()` for values that change.
"""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import BigIntegerField, BooleanField, Expression, F, Field, Func, QuerySet
from django.db.models.expressions import RawSQL


class Parameter(Expression):
    """A value that is given when the statement is executed."""

    def __init__(self, name: str, field: Field) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Return a placeholder, with the parameter itself instead of a value."""
        return "%s", (self,)

    def bind(self, value: Any, database: Any) -> Any:
        """Return `value` in the form for the database driver."""
        return self.output_field.get_db_prep_value(value, database)


class _Several(Parameter):
    """Any number of values in one SQL parameter, so that the SQL is always the same."""

    def bind(self, value: Collection[Any], database: Any) -> Any:
        prepared = self.output_field.get_db_prep_value
        values = [prepared(each, database) for each in value]
        return json.dumps(values) if database.vendor == "sqlite" else values


class _Among(Func):
    """Condition that a column has one of the values given when the statement is executed."""

    template = "%(expressions)s))"
    arg_joiner = " IN (SELECT value FROM json_each("

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        array = self.source_expressions[1].output_field.db_type(connection)
        template = f"%(expressions)s::{array}[])"
        return self.as_sql(compiler, connection, template=template, arg_joiner=" = ANY(", **context)


def among(path: str, name: str, field: Field) -> Func:
    """Return the condition that `path` has one of the values of parameter `name`, of `field`'s
    type.
    """
    return _Among(F(path), _Several(name, field), output_field=BooleanField())


class FirstOfEach(Expression):
    """The ids of the first rows of each of several parents, for use with `pk__in`.

    `rows` is an ordered and sliced queryset of ids, filtered by `PARENT`, which represents the
    id of a parent. The database executes it once for each of `parents`, which a join cannot do.
    """

    PARENT = RawSQL("parent.pk", ())

    def __init__(self, parents: QuerySet, rows: QuerySet) -> None:
        super().__init__(output_field=BigIntegerField())
        self.parents = parents
        self.rows = rows

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        """Return a subquery with a table function over each parent's ids."""
        return self._sql(
            connection,
            "(SELECT first.value FROM ({}) AS parent, "
            "json_each((SELECT json_group_array(each.pk) FROM ({}) AS each)) AS first)",
        )

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        """Return a subquery with a lateral join."""
        return self._sql(
            connection, "(SELECT first.pk FROM ({}) AS parent CROSS JOIN LATERAL ({}) AS first)"
        )

    def _sql(self, connection: Any, template: str) -> Any:
        compiled = [
            each.query.get_compiler(connection=connection).as_sql()
            for each in (self.parents, self.rows)
        ]
        return (
            template.format(*(sql for sql, _ in compiled)),
            [param for _, params in compiled for param in params],
        )


@dataclass(frozen=True, slots=True)
class _Compiled:
    sql: str
    params: tuple[Any, ...]
    # Index of a column in a row, and the conversion functions for its values.
    converters: Sequence[tuple[int, Sequence[Callable[[Any], Any]]]]

    def convert(self, rows: list[Any]) -> list[Any]:
        """Return the rows with values converted to Python."""
        if not self.converters:
            return rows
        converted = [list(row) for row in rows]
        for place, converters in self.converters:
            for convert in converters:
                for row in converted:
                    row[place] = convert(row[place])
        return converted


class Statement:
    """A queryset of tuples (`values_list`), compiled when it is first executed.

    `make`, if given, converts each row.
    """

    def __init__(
        self, rows: Callable[[], QuerySet], make: Callable[[Sequence[Any]], Any] | None = None
    ) -> None:
        self._rows: Callable[[], QuerySet] | None = rows
        self.make = make
        self._compiled: _Compiled | None = None

    def fetch(self, **values: Any) -> list[Any]:
        """Execute the statement with the values of its parameters, and return its rows."""
        # In this order, since another thread may be compiling it.
        queryset, compiled = self._rows, self._compiled
        if compiled is None:
            assert queryset is not None
            try:
                compiled = self._compiled = _compile(queryset())
            except EmptyResultSet:
                # Django determines from the conditions that there are no rows.
                return []
            # Free the queryset, which takes several times the memory of its SQL.
            self._rows = None
        # `django.db.connection` would look up the thread's connection for each attribute.
        database = connections[DEFAULT_DB_ALIAS]
        params = [
            each.bind(_called(values[each.name]), database) if isinstance(each, Parameter) else each
            for each in compiled.params
        ]
        with database.cursor() as cursor:
            cursor.execute(compiled.sql, params)
            rows = cursor.fetchall()
        rows = compiled.convert(rows)
        return [self.make(row) for row in rows] if self.make else rows


def _called(value: Any) -> Any:
    """Return what a function returns, and any other value unchanged."""
    return value() if callable(value) else value


def _compile(rows: QuerySet) -> _Compiled:
    compiler: Any = rows.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    columns = [column for column, _, _ in compiler.select[: compiler.col_count]]
    database = _unconnected()
    converting: Any = database.ops.compiler("SQLCompiler")(None, database, None)
    converters = [
        (place, [partial(_convert, each, column, database) for each in backend_and_field])
        for place, (backend_and_field, column) in converting.get_converters(columns).items()
    ]
    return _Compiled(sql, tuple(params), converters)


@cache
def _unconnected() -> Any:
    """Return an unopened connection for the converters, which threads share."""
    return connections[DEFAULT_DB_ALIAS].copy()


def _convert(converter: Callable[..., Any], column: Any, database: Any, value: Any) -> Any:
    return converter(value, column, database)

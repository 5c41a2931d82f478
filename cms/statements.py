"""SELECT statements whose SQL is made once, and only bound and sent for each request.

Django puts the SQL of a queryset together anew each time it is run. For a few rows by id, of a
model that inherits from another, that takes several times as long as the database needs to find
them. A `Statement` is made of an ordinary queryset, with a `Parameter` or `among()` wherever a
value differs from request to request.
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
    """A value that is given when the statement is run."""

    def __init__(self, name: str, field: Field) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Return a placeholder, and the parameter itself in the place of its value."""
        return "%s", (self,)

    def bind(self, value: Any, database: Any) -> Any:
        """Return `value` in the form that the database's driver takes."""
        return self.output_field.get_db_prep_value(value, database)


class _Several(Parameter):
    """Any number of values in one parameter, so that the SQL is the same however many there are."""

    def bind(self, value: Collection[Any], database: Any) -> Any:
        prepared = self.output_field.get_db_prep_value
        values = [prepared(each, database) for each in value]
        return json.dumps(values) if database.vendor == "sqlite" else values


class _Among(Func):
    """Whether a column has one of the values that are given when the statement is run."""

    template = "%(expressions)s))"
    arg_joiner = " IN (SELECT value FROM json_each("

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        array = self.source_expressions[1].output_field.db_type(connection)
        template = f"%(expressions)s::{array}[])"
        return self.as_sql(compiler, connection, template=template, arg_joiner=" = ANY(", **context)


def among(path: str, name: str, field: Field) -> Func:
    """Return the condition that `path` has one of the values given as `name`, of `field`'s type."""
    return _Among(F(path), _Several(name, field), output_field=BooleanField())


class FirstOfEach(Expression):
    """The ids of the first rows of each of several parents, to be asked for by `pk__in`.

    `rows` is an ordered and cut queryset of ids, narrowed by `PARENT`, which stands for the id of
    a parent. The database runs it once for each of `parents`, which a join cannot be made to do.
    """

    PARENT = RawSQL("parent.pk", ())

    def __init__(self, parents: QuerySet, rows: QuerySet) -> None:
        super().__init__(output_field=BigIntegerField())
        self.parents = parents
        self.rows = rows

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        """Return a subquery in which a table function is given each parent's ids."""
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
    # Place of a column in a row, and the functions that its values are passed through in turn.
    converters: Sequence[tuple[int, Sequence[Callable[[Any], Any]]]]

    def convert(self, rows: list[Any]) -> list[Any]:
        """Return the rows with the values that their fields have in Python."""
        if not self.converters:
            return rows
        converted = [list(row) for row in rows]
        for place, converters in self.converters:
            for convert in converters:
                for row in converted:
                    row[place] = convert(row[place])
        return converted


class Statement:
    """A queryset of tuples (`values_list`) whose SQL is made when it is first run.

    `make` turns each of its rows into something else.
    """

    def __init__(
        self, rows: Callable[[], QuerySet], make: Callable[[Sequence[Any]], Any] | None = None
    ) -> None:
        self._rows: Callable[[], QuerySet] | None = rows
        self.make = make
        self._compiled: _Compiled | None = None

    def fetch(self, **values: Any) -> list[Any]:
        """Run the statement with the values of its parameters, and return its rows."""
        # In this order, since another thread may just have made the SQL.
        queryset, compiled = self._rows, self._compiled
        if compiled is None:
            assert queryset is not None
            try:
                compiled = self._compiled = _compile(queryset())
            except EmptyResultSet:
                # Django sees from the conditions that nothing can be found.
                return []
            # A queryset takes several times the memory of its SQL.
            self._rows = None
        # `django.db.connection` would find the thread's connection anew with every attribute.
        database = connections[DEFAULT_DB_ALIAS]
        params = [
            each.bind(values[each.name], database) if isinstance(each, Parameter) else each
            for each in compiled.params
        ]
        with database.cursor() as cursor:
            cursor.execute(compiled.sql, params)
            rows = cursor.fetchall()
        rows = compiled.convert(rows)
        return [self.make(row) for row in rows] if self.make else rows


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
    """Return a connection that is never opened, for converters, which threads share."""
    return connections[DEFAULT_DB_ALIAS].copy()


def _convert(converter: Callable[..., Any], column: Any, database: Any, value: Any) -> Any:
    return converter(value, column, database)

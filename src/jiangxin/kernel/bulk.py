"""Many rows in a handful of statements: COPY in, UPDATE from a temporary table, one array for many keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection, connections, models
from django.db.models.expressions import BaseExpression

#: Below this number of rows plain statements are as fast.
FEW = 100


class AnyOf(models.Func):
    """`column = ANY(values)`: membership in a list of any length as one parameter."""

    def __init__(self, column: str, values: Iterable[Any]) -> None:
        self.values = list(values)
        super().__init__(models.F(column), output_field=models.BooleanField())

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_extra: Any) -> Any:
        """Compile the column; the values travel as one array."""
        sql, params = compiler.compile(self.source_expressions[0])
        target = self.source_expressions[0].output_field
        target = getattr(target, "target_field", target)
        kind = (target.db_type(connection) or "text").partition("(")[0]
        return f"{sql} = ANY(%s::{kind}[])", [*params, self.values]


def copy_rows(table: str, columns: Sequence[str | None], rows: Iterable[Sequence[Any]]) -> None:
    """Load rows (values as the driver takes them) into a table by COPY."""
    names = ", ".join(_quote(column) for column in columns)
    statement = f"COPY {_quote(table)} ({names}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def allocate(model: type[models.Model], count: int) -> list[int]:
    """Return `count` unused keys of a model's table."""
    key: Any = model._meta.pk
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [_quote(model._meta.db_table), key.column, count],
        )
        return [row[0] for row in cursor.fetchall()]


def insert(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Insert rows, giving them keys where they have none. Raises IntegrityError."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    if len(rows) < FEW or any(_computed(getattr(rows[0], field.attname)) for field in fields):
        model._default_manager.bulk_create(rows, batch_size=2000)
        return
    without = [row for row in rows if row.pk is None]
    for row, key in zip(without, allocate(model, len(without)), strict=True):
        row.pk = key
    prepared = [(field.pre_save, _prepare(field)) for field in fields]
    copy_rows(
        model._meta.db_table,
        [field.column for field in fields],
        ([prepare(value(row, add=True)) for value, prepare in prepared] for row in rows),
    )
    for row in rows:
        row._state.adding = False
        row._state.db = connection.alias


def change(model: type[models.Model], rows: Sequence[models.Model], names: Iterable[str]) -> None:
    """Write the named fields of saved rows. Raises IntegrityError."""
    fields: list[Any] = [model._meta.get_field(name) for name in sorted(names)]
    if len(rows) < FEW or any(_computed(getattr(row, f.attname)) for row in rows[:1] for f in fields):
        model._default_manager.bulk_update(rows, [field.name for field in fields], batch_size=2000)
        return
    key: Any = model._meta.pk
    columns = [key.column, *(field.column for field in fields)]
    names_sql = ", ".join(_quote(column) for column in columns)
    table, draft = _quote(model._meta.db_table), "jx_changes"
    prepared = [(field.attname, _prepare(field)) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {draft} ON COMMIT DROP AS SELECT {names_sql} FROM {table} WITH NO DATA")  # noqa: S608 - names of the model
        copy_rows(
            draft, columns, ([row.pk, *(prepare(getattr(row, name)) for name, prepare in prepared)] for row in rows)
        )
        pairs = ", ".join(f"{_quote(field.column)} = d.{_quote(field.column)}" for field in fields)
        where = f"d.{_quote(key.column)} = {table}.{_quote(key.column)}"
        cursor.execute(f"ANALYZE {draft}")
        cursor.execute(f"UPDATE {table} SET {pairs} FROM {draft} d WHERE {where}")  # noqa: S608 - names of the model
        cursor.execute(f"DROP TABLE {draft}")


def _prepare(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    session = connections[connection.alias]  # the proxy looks it up anew for every value

    def prepare(value: Any) -> Any:
        return field.get_db_prep_save(value, session)

    return prepare


def _quote(name: str | None) -> str:
    return connection.ops.quote_name(str(name))


def _computed(value: Any) -> bool:
    return isinstance(value, BaseExpression) or hasattr(value, "resolve_expression")

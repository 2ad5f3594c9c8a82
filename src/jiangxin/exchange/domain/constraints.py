"""Every constraint of a table asked of all staged rows at once, by the database itself.

The rows as they would be are copied into a temporary table; checks, unique and exclusion
constraints are then a query each, against the table and among the rows. New rows have the negative
of their row number as key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import connection, models
from django.db.models.constraints import BaseConstraint, CheckConstraint, UniqueConstraint
from django.db.models.expressions import BaseExpression, F, Func
from django.db.models.sql.query import Query
from django.utils.translation import gettext as _

from jiangxin.exchange.domain.columns import Column
from jiangxin.exchange.domain.rows import Ref, Row
from jiangxin.kernel.bulk import copy_rows

PROBE = "jx_import_probe"


@dataclass(frozen=True)
class Rule:
    """A constraint as conditions: which rows must fulfil `check`, or never meet another in all `pairs`."""

    fields: tuple[str, ...]
    message: str
    check: Any = None
    #: expression → operator, e.g. a column and "="
    pairs: tuple[tuple[Any, str], ...] = ()
    condition: Any = None


def hold(model: type[models.Model], columns: Sequence[Column], rows: Sequence[Row], keys: Sequence[str]) -> None:
    """Note on each row the constraints it would break; uniqueness of the natural key was asked before."""
    touched = {column.field.name for column in columns}
    rules = [rule for rule in _rules(model) if touched & set(rule.fields) and set(rule.fields) != set(keys)]
    if not rules or not rows:
        return
    _load(model, rules, rows)
    by_number = {row.no: row for row in rows}
    for rule in rules:
        # a broken check is corrected where the later column stands, a key where it begins
        places = [column.name for column in columns if column.field.name in rule.fields]
        where = places[-1] if rule.check is not None else places[0]
        found = _broken(model, rule) if rule.check is not None else _met(model, rule)
        for number, message in found:
            by_number[number].wrong(where, message)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {PROBE}")


def _rules(model: type[models.Model]) -> Iterator[Rule]:
    for field in model._meta.local_concrete_fields:
        if field.unique and not field.primary_key:
            message = _("A record with this %(field)s exists already.") % {"field": field.verbose_name}
            yield Rule((field.name,), message, pairs=((F(field.name), "="),))
    for constraint in model._meta.constraints:
        rule = _rule(constraint)
        if rule is not None:
            yield rule


def _rule(constraint: BaseConstraint) -> Rule | None:
    message = str(constraint.get_violation_error_message())
    if isinstance(constraint, CheckConstraint):
        names = constraint.condition.referenced_base_fields  # type: ignore[union-attr] # conditions here are Q
        return Rule(tuple(sorted(names)), message, check=constraint.condition)
    if isinstance(constraint, UniqueConstraint):
        parts: list[Any] = [F(name) for name in constraint.fields] or list(constraint.expressions)
        if message == str(BaseConstraint.default_violation_error_message) % {"name": constraint.name}:
            message = _("A record with these values exists already.")
        pairs = tuple((part, "=") for part in parts)
        return Rule(_names(parts), message, pairs=pairs, condition=constraint.condition)
    if isinstance(constraint, ExclusionConstraint):
        pairs = tuple(_pair(part, str(operator)) for part, operator in constraint.expressions)
        return Rule(_names([part for part, _op in pairs]), message, pairs=pairs, condition=constraint.condition)
    return None


def _pair(part: Any, operator: str) -> tuple[Any, str]:
    """Return an expression and operator; the one-key range of a column is simply the column."""
    if isinstance(part, str):
        part = F(part)
    if isinstance(part, Func) and part.function == "int8range":
        low, high = part.source_expressions[:2]
        if isinstance(low, F) and isinstance(high, F) and low.name == high.name:
            return F(low.name), "="
    return part, operator


def _names(parts: Iterable[Any]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for part in parts:
        pieces: list[Any] = list(part.flatten()) if isinstance(part, BaseExpression) else [part]
        found.update(
            (str(getattr(piece, "name", "")).removesuffix("_id"), None) for piece in pieces if isinstance(piece, F)
        )
    return tuple(found)


def _load(model: type[models.Model], rules: Sequence[Rule], rows: Sequence[Row]) -> None:
    """Copy what the rules look at into the temporary table."""
    names = {name for rule in rules for name in rule.fields}
    for rule in rules:
        if rule.condition is not None:
            names |= set(rule.condition.referenced_base_fields)
    key: Any = model._meta.pk
    fields = [field for field in model._meta.concrete_fields if field.name in names and not field.primary_key]
    quote = connection.ops.quote_name
    listed = ", ".join(quote(field.column) for field in (key, *fields))
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {PROBE}")
        cursor.execute(
            f"CREATE TEMPORARY TABLE {PROBE} ON COMMIT DROP AS "  # noqa: S608 - names of the model
            f"SELECT 0::bigint AS row_no, {listed} FROM {quote(model._meta.db_table)} WITH NO DATA"
        )
        copy_rows(PROBE, ["row_no", key.column, *(field.column for field in fields)], _lines(fields, rows))
        cursor.execute(f"ANALYZE {PROBE}")


def _lines(fields: Sequence[Any], rows: Sequence[Row]) -> Iterator[list[Any]]:
    for row in rows:
        line: list[Any] = [row.no, row.existing.pk if row.existing is not None else -row.no]
        failed = {name.partition(".")[0] for name, _message in row.errors}
        for field in fields:
            value = None if field.name in failed else _value(row, field)
            if isinstance(value, Ref):
                known = value.row.existing
                line.append(known.pk if known is not None else -value.no)
            else:
                line.append(field.get_db_prep_save(value, connection))
        yield line


def _value(row: Row, field: Any) -> Any:
    if field.attname in row.values:
        return row.values[field.attname]
    if row.existing is not None:
        return getattr(row.existing, field.attname)
    return field.get_default()


def _broken(model: type[models.Model], rule: Rule) -> list[tuple[int, str]]:
    sql, params = _compile(model, rule.check)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT row_no FROM {PROBE} WHERE ({sql}) IS FALSE", params)  # noqa: S608 - compiled
        return [(number, rule.message) for (number,) in cursor.fetchall()]


def _met(model: type[models.Model], rule: Rule) -> list[tuple[int, str]]:
    """Return the rows that meet another row of the file, or one of the table that the file does not change."""
    parts, params = [], []
    for place, (expression, _operator) in enumerate(rule.pairs):
        sql, values = _compile(model, expression)
        parts.append(f"{sql} AS e{place}")
        params += values
    where = "TRUE"
    if rule.condition is not None:
        where, values = _compile(model, rule.condition)
        params += values
    quote = connection.ops.quote_name
    key: Any = model._meta.pk
    listed = ", ".join([f"{quote(key.column)} AS key", *parts])
    joined = " AND ".join(f"a.e{place} {operator} b.e{place}" for place, (_e, operator) in enumerate(rule.pairs))
    probe = f"(SELECT row_no, {listed} FROM {PROBE} WHERE {where})"  # noqa: S608 - compiled
    table = f"(SELECT {listed} FROM {quote(model._meta.db_table)} WHERE {where})"  # noqa: S608 - compiled
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT a.row_no, min(b.row_no) FROM {probe} a JOIN {probe} b ON a.key <> b.key AND {joined} GROUP BY 1",  # noqa: S608 - compiled
            params * 2,
        )
        twice = [(number, _("The same stands in row %(row)s.") % {"row": other}) for number, other in cursor.fetchall()]
        cursor.execute(
            f"SELECT DISTINCT a.row_no FROM {probe} a JOIN {table} b ON {joined}"  # noqa: S608 - compiled
            f" WHERE NOT EXISTS (SELECT 1 FROM {PROBE} p WHERE p.{quote(key.column)} = b.key)",
            params * 2,
        )
        return [*((number, rule.message) for (number,) in cursor.fetchall()), *twice]


def _compile(model: type[models.Model], expression: Any) -> tuple[str, list[Any]]:
    """Return SQL with plain column names, good for the table and for the temporary one."""
    query = Query(model, alias_cols=False)
    if isinstance(expression, models.Q):
        where = query.build_where(expression)
        sql, params = where.as_sql(query.get_compiler(connection=connection), connection)
    else:
        resolved = expression.resolve_expression(query, allow_joins=False)
        sql, params = query.get_compiler(connection=connection).compile(resolved)
    return sql, list(params)

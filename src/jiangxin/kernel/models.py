"""Abstract base of every record table, and the decorator that gives it history."""

from __future__ import annotations

import uuid
from datetime import date
from functools import cache
from typing import Any, Self, TypeVar

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.clock import today

M = TypeVar("M", bound=type[models.Model])


class Record(models.Model):
    """A row with a bigint key for joins, a UUID for the outside and a version for locking."""

    uuid = models.UUIDField(_("identifier"), default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        abstract = True


class DatedQuerySet(models.QuerySet[Any]):
    """Rows with a validity `[valid_from, valid_to)`."""

    def on(self, day: date) -> Self:
        """Return the rows valid on a day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)


class Dated(models.Model):
    """A row that holds from one day up to, not including, another."""

    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(
        _("valid to"),
        null=True,
        blank=True,
        help_text=_("First day on which it no longer holds; empty while it holds."),
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_dates",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                violation_error_message=_("It must end after it begins."),
            ),
        ]


class Policy(Dated, Record):
    """Rules of a room that officials edit: they hold from a day on and say where they come from."""

    source = models.CharField(_("source"), max_length=200, help_text=_("The rule or decision it follows."))

    class Meta(Dated.Meta):
        abstract = True
        ordering = ["-valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["valid_from"], name="%(app_label)s_policy_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from:%Y-%m-%d}"

    @classmethod
    def in_force(cls) -> Self:
        """Return the rules of today; unsaved ones with the defaults where officials set none."""
        day = today()
        found: list[Self] = list(cls.objects.raw(_in_force(cls), [day, day]))  # type: ignore[arg-type]  # of DatedQuerySet
        return found[0] if found else cls(valid_from=day)


@cache
def _in_force(model: type[Policy]) -> str:
    """Return the statement for the rules of a day (twice its parameter): every page asks, so it is built once."""
    table = model._meta.db_table
    return (
        f"SELECT * FROM {table} WHERE valid_from <= %s AND (valid_to IS NULL OR valid_to > %s) "  # noqa: S608 - no input
        "ORDER BY valid_from DESC LIMIT 1"
    )


class _Range(Func):
    """A PostgreSQL range of two columns."""

    def __init__(self, low: str, high: str, *, kind: str, bounds: str) -> None:
        super().__init__(F(low), F(high), Value(bounds), function=kind, output_field=None)

    def replace_expressions(self, replacements: Any) -> Any:
        """Put in values when a row is validated; columns may be named as stored (`post_id`), which Django leaves."""
        sources: list[Any] = [expression for expression in self.get_source_expressions() if isinstance(expression, F)]
        stored = {source: replacements.get(F(source.name.removesuffix("_id"))) for source in sources}
        known = {source: value for source, value in stored.items() if value is not None}
        return super().replace_expressions({**known, **replacements})


def never_overlapping(name: str, *columns: str, message: Any, where: Q | None = None) -> ExclusionConstraint:
    """Return the constraint that dated rows (those fulfilling `where`) with equal columns (bigint ids) never overlap.

    The server lacks btree_gist, so equality of ids is expressed as overlap of one-id ranges.
    """
    same = [(_Range(column, column, kind="int8range", bounds="[]"), RangeOperators.OVERLAPS) for column in columns]
    dates = (_Range("valid_from", "valid_to", kind="daterange", bounds="[)"), RangeOperators.OVERLAPS)
    return ExclusionConstraint(name=name, expressions=[*same, dates], condition=where, violation_error_message=message)


class WritePathOnly(pgtrigger.Trigger):
    """Refuses statements that run outside `kernel.write.writing`, so that none goes unrecorded."""

    name = "write_path_only"
    when = pgtrigger.Before
    level = pgtrigger.Statement
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    func = pgtrigger.Func(  # type: ignore[no-untyped-call]  # the library is partly typed
        """
        IF COALESCE(CURRENT_SETTING('pghistory.context_metadata', TRUE), '') = '' THEN
            RAISE EXCEPTION 'table % is written through the write path only', TG_TABLE_NAME
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NULL;
        """
    )


def tracked(*, exclude: tuple[str, ...] = ()) -> Any:
    """Give a model statement-level history of inserts, updates and deletes.

    The history table is append-only and is named `<Model>Event`. `exclude` lists columns whose
    old values must not be kept (secrets, derived columns); generated columns are left out anyway.
    """

    def decorate(model: M) -> M:
        derived = {
            field.name for field in model._meta.local_fields if field.generated or getattr(field, "derived", False)
        }
        model = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=sorted(derived | set(exclude)),
            level=pghistory.Statement,
            append_only=True,
            obj_field=pghistory.ObjForeignKey(related_name="history", null=True),
            # the library's own key has 32 bits, which a few years of imports would use up
            attrs={"pgh_id": models.BigAutoField(primary_key=True)},
            meta={"indexes": [models.Index(fields=["pgh_obj", "-pgh_id"])]},
        )(model)
        pgtrigger.register(WritePathOnly())(model)
        for relation in model._meta.local_many_to_many:
            through: Any = relation.remote_field.through
            if not isinstance(through, str) and through._meta.auto_created:  # others have history of their own
                _track_links(through)
        return model

    return decorate


def _track_links(through: Any) -> None:
    """Keep history of the table behind a to-many relation that has no model of its own."""
    owner = through._meta.auto_created._meta.model_name
    pghistory.track(
        pghistory.InsertEvent(),
        pghistory.DeleteEvent(),
        level=pghistory.Statement,
        append_only=True,
        obj_field=None,
        attrs={"pgh_id": models.BigAutoField(primary_key=True)},
        meta={"indexes": [models.Index(fields=[owner, "-pgh_id"])]},
    )(through)
    pgtrigger.register(WritePathOnly())(through)

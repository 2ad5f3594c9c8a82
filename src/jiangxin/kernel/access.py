"""Who may do what with which rows. Every list, count, export, search, chart and API asks here.

A permission names a capability; the actor's roles say how far that capability reaches; the record's
scope says which organisation (or person) a row belongs to. All three are data, so that the same rule
filters a query and answers for one row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet

from jiangxin.kernel.actors import Actor
from jiangxin.kernel.bulk import AnyOf
from jiangxin.kernel.errors import NotAllowed
from jiangxin.kernel.paths import field_at, fields_along

if TYPE_CHECKING:
    from jiangxin.kernel.records import RecordType


@dataclass(frozen=True)
class Scope:
    """To whom a row belongs, as lookup paths from the model.

    organisation: paths to the owning organisations, any of them counts;
    person: paths to the person the row is about;
    shared: the rows belong to nobody in particular (catalogues, settings): whoever holds the
    capability at all sees them;
    about: paths to the record key and the id of the row that they are part of the story of (its
    approval, the work on it): besides all else, only who may read the history of that row reaches them.
    """

    organisation: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    shared: bool = False
    about: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        if not (self.organisation or self.person or self.shared):
            raise ValueError("a scope names an organisation, a person, or says that rows are shared")

    def rows(self, actor: Actor, grant: Grant) -> Q | None:
        """Return the filter for the rows that the grant's capability reaches; None where it reaches none."""
        capability = grant.capability
        if not actor.can(capability):
            return None
        reach = actor.reach(capability)
        if reach.everything or self.shared:
            return Q()
        found: Q | None = None
        if self.organisation and reach.organisations:
            for path in grant.paths or self.organisation:
                # one parameter, however many organisations lie within reach
                part = Q(AnyOf(path, reach.organisations))
                found = part if found is None else found | part
        if self.person and reach.own_person and actor.person_id:
            for path in self.person:
                part = Q(**{path: actor.person_id})
                found = part if found is None else found | part
        return found


@dataclass(frozen=True)
class Grant:
    """One way to be allowed: a capability, on rows that fulfil `where` (ORM lookups).

    `paths` narrows the scope: only the organisations at these of its paths count, where any would.
    """

    capability: str
    where: Mapping[str, Any] = field(default_factory=dict, hash=False)
    paths: tuple[str, ...] = ()


@dataclass(frozen=True)
class Permission:
    """The ways to be allowed, any of which suffices."""

    grants: tuple[Grant, ...]

    def __or__(self, other: Permission) -> Permission:
        return Permission(self.grants + other.grants)

    def through(self, *paths: str) -> Permission:
        """Return the same permission for those organisations only that stand at these paths of the scope.

        So the unit that leads a task may do what a unit that supports it may not, with one capability.
        """
        return Permission(tuple(replace(grant, paths=paths) for grant in self.grants))

    @property
    def capabilities(self) -> tuple[str, ...]:
        """The names of the capabilities that count here."""
        return tuple(dict.fromkeys(grant.capability for grant in self.grants))


def can(capability: str, **where: Any) -> Permission:
    """Return the permission held through `capability`, on rows that fulfil the lookups `where`."""
    return Permission((Grant(capability, where),))


def standard(noun: str) -> dict[str, Permission]:
    """Return the usual permissions of a record: `noun.view`, `noun.export` and `noun.manage`.

    Seeing a row includes its history; managing includes import and delete.
    """
    view, manage = can(f"{noun}.view"), can(f"{noun}.manage")
    return {
        "view": view,
        "history": view,
        "export": can(f"{noun}.export"),
        "add": manage,
        "change": manage,
        "delete": manage,
        "import": manage,
    }


def allows(actor: Actor, permission: Permission | None) -> bool:
    """Whether the actor holds the permission on any conceivable row (menus, empty forms)."""
    if actor.system:
        return True
    return permission is not None and any(actor.can(name) for name in permission.capabilities)


def permitted(
    record: type[RecordType], actor: Actor, permission: Permission | None, *, ignore_where: bool = False
) -> QuerySet[Any]:
    """Return the rows of a record type on which the actor holds a permission."""
    rows: QuerySet[Any] = record.model._default_manager.all()
    if actor.system:
        return rows
    if permission is None:
        return rows.none()
    if record.scope.about:
        rows = rows.filter(_of_readable_history(record.scope.about, actor))
    found: Q | None = None
    paths = [*record.scope.organisation, *record.scope.person]
    for grant in permission.grants:
        reached = record.scope.rows(actor, grant)
        if reached is None:
            continue
        part = reached if ignore_where else reached & Q(**grant.where)
        if not part:
            return rows
        paths += () if ignore_where else grant.where
        found = part if found is None else found | part
    if found is None:
        return rows.none()
    if crosses_many(record.model, paths):
        # a join over a to-many path would repeat rows, and with them counts and sums
        return rows.filter(pk__in=record.model._default_manager.filter(found).values("pk"))
    return rows.filter(found)


def _of_readable_history(about: tuple[str, str], actor: Actor) -> Q:
    """Return the filter for rows about rows with a life cycle whose history the actor may read."""
    from jiangxin.kernel.records import all_records  # noqa: PLC0415 - declarations import this module

    key, pk = about
    found = Q(**{f"{key}__in": []})
    for record in all_records():
        permission = record.permissions.get("history")
        if record.workflow is not None and not record.scope.about and allows(actor, permission):
            told = permitted(record, actor, permission).order_by().values("pk")
            found |= Q(**{key: record.key(), f"{pk}__in": told})
    return found


def rows(record: type[RecordType], actor: Actor, verb: str = "view") -> QuerySet[Any]:
    """Return the rows on which the actor may do `verb`. The only source of rows in the product."""
    return permitted(record, actor, record.permissions.get(verb))


def visible(model: type[Model], actor: Actor) -> QuerySet[Any]:
    """Return the rows of a table that the actor may see; none where no record type declares it."""
    from jiangxin.kernel.records import find_for  # noqa: PLC0415 - declarations import this module

    record = find_for(model)
    return rows(record, actor) if record else model._default_manager.none()


def with_related(rows: QuerySet[Any], paths: Iterable[str]) -> QuerySet[Any]:
    """Fetch the related rows at these paths too, all of them without their bulky columns."""
    from jiangxin.kernel.records import find_for  # noqa: PLC0415 - declarations import this module

    paths = tuple(paths)
    left_out: list[str] = []
    for path in ("", *paths):
        model = field_at(rows.model, path).related_model if path else rows.model
        record = find_for(model)
        left_out += [f"{path}__{name}" if path else name for name in (record.bulky if record else ())]
    return rows.select_related(*paths).defer(*left_out)


def may(record: type[RecordType], actor: Actor, verb: str, instance: Model | None = None) -> bool:
    """Whether the actor may do `verb`: on the row, or at all when no row is given."""
    permission = record.permissions.get(verb)
    if instance is None or instance.pk is None:
        return allows(actor, permission)
    return allows(actor, permission) and permitted(record, actor, permission).filter(pk=instance.pk).exists()


def require(
    record: type[RecordType],
    actor: Actor,
    permission: Permission | None,
    instances: Iterable[Model] = (),
    *,
    ignore_where: bool = False,
) -> None:
    """Raise NotAllowed unless the permission is held, and on every given (saved) row."""
    from django.utils.translation import gettext as _  # noqa: PLC0415 - only when refusing is near

    if actor.system:
        return
    if not allows(actor, permission):
        raise NotAllowed(_("You are not allowed to do this."))
    wanted = {instance.pk for instance in instances}
    if wanted:
        reached = permitted(record, actor, permission, ignore_where=ignore_where)
        if reached.filter(AnyOf("pk", wanted)).count() != len(wanted):
            raise NotAllowed(_("You are not allowed to do this with this record."))


def crosses_many(model: type[Model], paths: Iterable[str]) -> bool:
    """Whether one of the lookup paths goes over a to-many relation, so that a join would repeat rows."""
    for path in paths:
        with suppress(FieldDoesNotExist):  # a lookup such as `in` ends the path
            if any(field.many_to_many or field.one_to_many for field in fields_along(model, path)):
                return True
    return False

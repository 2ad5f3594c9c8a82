"""The addresses of one record type: list, row, add, change, delete, steps, history."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from jiangxin.api.interfaces.errors import REASON
from jiangxin.api.interfaces.offers import component
from jiangxin.api.interfaces.pagination import RowPagination
from jiangxin.api.interfaces.schema import RecordSchema
from jiangxin.api.interfaces.selection import ByColumn, ByDeclaration
from jiangxin.api.interfaces.serializers import FilesSerializer, HappeningSerializer, reader_for, step_for, writer_for
from jiangxin.desk.domain.queries.history import Happening, history_of
from jiangxin.desk.interfaces.cells import plain
from jiangxin.desk.interfaces.filters import RecordFilterSet
from jiangxin.evidence.domain import attachments
from jiangxin.kernel import access, write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.paths import field_at
from jiangxin.kernel.records import RecordType

VIA = "api"


class RecordApi(GenericViewSet[Any]):
    """Base of the generated views. `step` is the step of the life cycle that an address takes."""

    record: ClassVar[type[RecordType]]
    step: str = ""
    #: what narrows the list, set while it is filtered
    filters: RecordFilterSet
    schema = RecordSchema()
    lookup_field = "uuid"
    pagination_class = RowPagination
    filter_backends = (ByDeclaration, ByColumn)

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return self.request.actor

    def get_serializer_class(self) -> Any:
        """Return what shows a row."""
        return reader_for(self.record)

    def get_serializer_context(self) -> dict[str, Any]:
        """Tell relations who asks."""
        return {**super().get_serializer_context(), "actor": self.actor}

    def get_queryset(self) -> QuerySet[Any]:
        """Return the rows within reach, with the relations that are shown and without long columns that are not."""
        if getattr(self, "swagger_fake_view", False):
            return self.record.model._default_manager.none()
        rows = access.rows(self.record, self.actor, self.verb()).defer(*_unread(self.record))
        return access.with_related(rows, _relations(self.record)).prefetch_related(*_many(self.record))

    def verb(self) -> str:
        """Return the permission that opens the rows of the address."""
        return "history" if self.action == "history" else "view"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse whoever lacks the permission on every conceivable row."""
        super().initial(request, *args, **kwargs)
        if not access.may(self.record, self.actor, self.verb()):
            raise PermissionDenied(_("You are not allowed to do this."))

    def row(self) -> Any:
        """Return the row of the address. Raises Http404 when there is none or it is out of reach."""
        found = self.get_queryset().filter(uuid=self.kwargs["uuid"]).first()
        if found is None:
            raise Http404(_("There is no such record, or you may not see it."))
        return found

    def list(self, request: Request, **_kwargs: Any) -> Response:
        """Answer one page of the list."""
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        self.filters.as_it_was(rows)
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    def retrieve(self, request: Request, **_kwargs: Any) -> Response:
        """Answer one row."""
        return Response(self.get_serializer(self.row()).data)

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Add a row."""
        access.require(self.record, self.actor, self.record.permissions.get("add"))
        changes, reason, _version = self.sent(change=False)
        with transaction.atomic():
            made = write.save(self.record, None, changes, actor=self.actor, reason=reason, via=VIA)
        return Response(self.shown(made), status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Change the columns that are sent."""
        row = self.row()
        access.require(self.record, self.actor, self.record.permissions.get("change"), [row])
        changes, reason, version = self.sent(change=True)
        with transaction.atomic():
            changed = write.save(
                self.record, row, changes, actor=self.actor, reason=reason, expected_version=version, via=VIA
            )
        return Response(self.shown(changed))

    def destroy(self, request: Request, **_kwargs: Any) -> Response:
        """Delete a row."""
        row, reason = self.row(), request.query_params.get(REASON, "")
        access.require(self.record, self.actor, self.record.permissions.get("delete"), [row])
        with transaction.atomic():
            write.delete(self.record, row, actor=self.actor, reason=reason, via=VIA)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def take(self, request: Request, **_kwargs: Any) -> Response:
        """Take a step of the life cycle."""
        row = self.row()
        step = self.record.workflow.get(self.step)
        access.require(self.record, self.actor, step.permission, [row])
        write.require_possible(self.record, row, self.step)
        given = step_for(self.record, step)(data=request.data, context=self.get_serializer_context())
        changes = self.valid(given, only_sent=True)
        reason = str(changes.pop(REASON, ""))
        with transaction.atomic():
            moved = write.apply(self.record, row, self.step, actor=self.actor, reason=reason, changes=changes, via=VIA)
        return Response(self.shown(moved))

    def history(self, request: Request, **_kwargs: Any) -> Response:
        """Answer one page of what happened to a row."""
        row = self.row()
        if not access.may(self.record, self.actor, "view", row):
            raise Http404
        number, size = RowPagination().asked(request), RowPagination.page_size
        found, more = history_of(self.record, row, self.actor, start=(number - 1) * size, limit=size)
        lines = HappeningSerializer([_line(one) for one in found], many=True)
        return Response({"more": more, "results": lines.data})

    def files(self, request: Request, **_kwargs: Any) -> Response:
        """Answer the files that hang on a row."""
        found = attachments.of(self.record, self.row(), actor=self.actor)
        return Response(FilesSerializer({"results": found}).data)

    def sent(self, *, change: bool) -> tuple[dict[str, Any], str, int | None]:
        """Return the changes, the reason and the version that was read. Raises ValidationError."""
        maker: Any = writer_for(self.record, change=change)
        given = maker(data=self.request.data, partial=False, context=self.get_serializer_context())
        if change:
            for name, field in given.fields.items():
                field.required = name in {REASON, "version"}
        changes = self.valid(given, only_sent=change)
        reason = str(changes.pop(REASON, ""))
        return changes, reason, changes.pop("version", None) if change else None

    def valid(self, given: Any, *, only_sent: bool) -> dict[str, Any]:
        """Return the values of a serializer, or only those that were sent. Raises ValidationError."""
        _refuse_unknown(self.request.data, given)
        given.is_valid(raise_exception=True)
        values = dict(given.validated_data)
        return {name: value for name, value in values.items() if name in self.request.data} if only_sent else values

    def shown(self, row: Any) -> Any:
        """Return a row just written as the actor sees it; only its identifier when it went out of reach."""
        found = self.get_queryset().filter(pk=row.pk).first()
        return self.get_serializer(found).data if found is not None else {"uuid": str(row.uuid)}


def api_of(record: type[RecordType]) -> type[RecordApi]:
    """Return the view of a record type."""
    return type(f"{component(record)}Api", (RecordApi,), {"record": record, "__doc__": record.__doc__})


def _refuse_unknown(data: Any, serializer: Any) -> None:
    """Refuse columns that cannot be written, instead of dropping them silently."""
    if not isinstance(data, dict):
        return  # the serializer says what is expected
    unknown = sorted(set(data) - set(serializer.fields))
    if unknown:
        raise ValidationError({name: [_("This cannot be written here.")] for name in unknown})


def _line(one: Happening) -> dict[str, Any]:
    differences = [{"label": d.label, "before": _text(d.before), "after": _text(d.after)} for d in one.differences]
    return {
        "when": one.when, "kind": one.kind, "actor": one.actor, "reason": one.reason, "via": one.via,
        "differences": differences,
    }  # fmt: skip


def _text(value: Any) -> str | None:
    return None if value is None else plain(value)


def _shown_fields(record: type[RecordType]) -> list[Any]:
    found = (field_at(record.model, name) for name in (record.api.fields if record.api else ()))
    return [field for field in found if field is not None]


def _relations(record: type[RecordType]) -> tuple[str, ...]:
    shown = [field.name for field in _shown_fields(record) if field.many_to_one or field.one_to_one]
    return tuple(dict.fromkeys((*record.related, *shown)))


def _many(record: type[RecordType]) -> list[str]:
    return [field.name for field in _shown_fields(record) if field.many_to_many]


def _unread(record: type[RecordType]) -> list[str]:
    """Return long columns that are not shown."""
    shown = {field.name for field in _shown_fields(record)}
    long = (models.TextField, models.JSONField)
    return [f.name for f in record.model._meta.concrete_fields if isinstance(f, long) and f.name not in shown]

"""Rows as JSON, made from the declaration: the columns it names, relations as `{"uuid", "label"}`."""

from __future__ import annotations

import uuid
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.validators import UniqueValidator

from jiangxin.api.interfaces.errors import REASON
from jiangxin.api.interfaces.offers import component, verbs, writable
from jiangxin.kernel import access
from jiangxin.kernel.actors import ANONYMOUS, Actor
from jiangxin.kernel.paths import field_at
from jiangxin.kernel.records import RecordType, find_for
from jiangxin.kernel.states import Transition

_REFERENCE = {
    "type": "object",
    "required": ["uuid", "label"],
    "properties": {
        "uuid": {"type": "string", "format": "uuid"},
        "label": {"type": "string", "readOnly": True},
    },
    "description": "When writing: the identifier alone, an object with it, or an object with the natural key.",
}


@extend_schema_field(_REFERENCE)
class RowField(serializers.RelatedField[Any, Any, Any]):
    """A row of another table. Writing takes `"<uuid>"`, `{"uuid": …}` or its natural key, `{"code": …}`."""

    def to_representation(self, value: Any) -> dict[str, str]:
        """Return identifier and label."""
        return {"uuid": str(value.uuid), "label": str(value)}

    def to_internal_value(self, data: Any) -> Model:
        """Return the row meant, if the actor may see it. Raises ValidationError."""
        return resolve(self.target, data, self.context["actor"])

    def get_queryset(self) -> QuerySet[Any]:
        """Return the rows that may be named."""
        return access.visible(self.target, self.context.get("actor", ANONYMOUS))

    def use_pk_only_optimization(self) -> bool:
        """Fetch the row: its label is shown."""
        return False

    def get_choices(self, cutoff: int | None = None) -> dict[Any, Any]:
        """Offer no list of all rows."""
        return {}

    def __init__(self, *, target: type[Model], **kwargs: Any) -> None:
        self.target = target
        if not kwargs.get("read_only"):
            kwargs.setdefault("queryset", target._default_manager.none())
        super().__init__(**kwargs)


def resolve(model: type[Model], data: Any, actor: Actor) -> Any:
    """Return the row that identifier or natural key mean, if the actor may see it. Raises ValidationError."""
    lookups = {"uuid": _uuid(data)} if isinstance(data, str) else _lookups(model, data, actor)
    row = access.visible(model, actor).filter(**lookups).first()
    if row is None:
        raise serializers.ValidationError(_("There is no such record, or you may not see it."))
    return row


def _lookups(model: type[Model], data: Any, actor: Actor) -> dict[str, Any]:
    record = find_for(model)
    key = record.natural_key if record else ()
    if isinstance(data, dict) and "uuid" in data:
        return {"uuid": _uuid(data["uuid"])}
    if not isinstance(data, dict) or not key or set(data) != set(key):
        names = _(" or ").join(["uuid", *([" + ".join(key)] if key else [])])
        raise serializers.ValidationError(_("Name the record by %(names)s.") % {"names": names})
    found = {}
    for name in key:
        field: Any = model._meta.get_field(name)
        try:
            value = data[name]
            found[name] = resolve(field.related_model, value, actor) if field.is_relation else field.to_python(value)
        except (TypeError, ValueError):
            raise serializers.ValidationError(_("Name the record by %(names)s.") % {"names": " + ".join(key)}) from None
        except ValidationError as error:
            raise serializers.ValidationError(error.messages) from None
    return found


def _uuid(text: Any) -> uuid.UUID:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        raise serializers.ValidationError(_("This is not an identifier.")) from None


class RowSerializer(serializers.ModelSerializer[Any]):
    """Base of the generated serializers. It parses; the write path validates and saves."""

    record: type[RecordType]

    def build_standard_field(self, field_name: str, model_field: Any) -> Any:
        """Leave uniqueness to the write path, which asks it for all rows alike."""
        made, kwargs = super().build_standard_field(field_name, model_field)
        kwargs["validators"] = [v for v in kwargs.get("validators", ()) if not isinstance(v, UniqueValidator)]
        return made, kwargs if kwargs["validators"] else {k: v for k, v in kwargs.items() if k != "validators"}


@cache
def reader_for(record: type[RecordType]) -> type[RowSerializer]:
    """Return the serializer that shows a row; with its version where the API changes rows."""
    names = list(record.api.fields if record.api else ())
    if "change" in verbs(record) and "version" not in names:
        names.append("version")
    return _made(record, component(record), names, read_only=True)


@cache
def writer_for(record: type[RecordType], *, change: bool) -> type[RowSerializer]:
    """Return the serializer of what is written: the writable columns, the reason, and the version of a change."""
    extra: dict[str, Any] = {
        REASON: serializers.CharField(required=change, max_length=500, help_text="Kept with the record."),
    }
    if change:
        extra["version"] = serializers.IntegerField(min_value=1, help_text="The version that was read.")
    name = f"{component(record)}{'Change' if change else 'New'}"
    return _made(record, name, list(writable(record)), read_only=False, extra=extra)


@cache
def step_for(record: type[RecordType], step: Transition) -> Any:
    """Return the serializer of what taking a step needs: the values of its fields, and the reason."""
    if not step.fields:
        return StepSerializer
    extra = {
        REASON: serializers.CharField(
            required=step.reason_required, allow_blank=True, max_length=500, help_text="Kept with the record."
        )
    }
    name = component(record) + "".join(part.capitalize() for part in step.name.split("_"))
    made = _made(record, name, list(step.fields), read_only=False, extra=extra)
    optional = {name for name in step.fields if record.model._meta.get_field(name).blank} - set(step.needs)
    made.Meta.extra_kwargs = {name: {"required": name not in optional} for name in step.fields}
    for name in step.needs:
        field = field_at(record.model, name)
        if not field.is_relation:
            made.Meta.extra_kwargs[name] |= {"allow_null": False}
    return made


def _made(
    record: type[RecordType], name: str, columns: list[str], *, read_only: bool, extra: dict[str, Any] | None = None
) -> type[RowSerializer]:
    declared: dict[str, Any] = dict(extra or {})
    for column in columns:
        field = field_at(record.model, column)
        if field is not None and field.is_relation:
            declared[column] = _relation(field, read_only=read_only)
    meta: dict[str, Any] = {"model": record.model, "fields": [*columns, *(extra or {})], "validators": []}
    if read_only:
        meta["read_only_fields"] = columns
    own = {"record": record, "Meta": type("Meta", (), meta), "__doc__": record.__doc__}
    return type(name, (RowSerializer,), {**declared, **own})


def _relation(field: Any, *, read_only: bool) -> serializers.Field[Any, Any, Any, Any]:
    many = {"many": True} if field.many_to_many else {}
    if read_only:
        return RowField(target=field.related_model, read_only=True, allow_null=field.null, **many)
    needed = not (field.blank or field.has_default())
    more = {"allow_empty": field.blank} if many else {"allow_null": field.null}
    return RowField(target=field.related_model, required=needed, **more, **many)


class StepSerializer(serializers.Serializer[Any]):
    """What taking a step needs."""

    change_reason = serializers.CharField(
        required=False, allow_blank=True, max_length=500, help_text="Kept with the record."
    )


class ErrorSerializer(serializers.Serializer[Any]):
    """What went wrong: one sentence, and sentences for single fields."""

    detail = serializers.CharField()
    fields = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))


class DifferenceSerializer(serializers.Serializer[Any]):
    """A column before and after."""

    label = serializers.CharField()
    before = serializers.CharField(allow_null=True)
    after = serializers.CharField(allow_null=True)


class HappeningSerializer(serializers.Serializer[Any]):
    """One line of the history of a row."""

    when = serializers.DateTimeField()
    kind = serializers.CharField(help_text="insert, update or delete")
    actor = serializers.CharField()
    reason = serializers.CharField()
    via = serializers.CharField(help_text="page, api, import, command or task")
    differences = DifferenceSerializer(many=True)


class HistorySerializer(serializers.Serializer[Any]):
    """One page of the history of a row, newest first."""

    more = serializers.BooleanField()
    results = HappeningSerializer(many=True)


class FileSerializer(serializers.Serializer[Any]):
    """A file that hangs on a row."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    caption = serializers.CharField(help_text="What it shows.")
    dated_on = serializers.DateField(allow_null=True)
    media_type = serializers.CharField(source="file.media_type")
    size = serializers.IntegerField(source="file.size", help_text="Bytes.")
    sha256 = serializers.CharField(source="file.sha256")
    added_at = serializers.DateTimeField(source="created_at")
    url = serializers.SerializerMethodField(help_text="Where its content is.")

    def get_url(self, row: Any) -> str:
        """Return the address of the content."""
        return reverse("evidence:download", kwargs={"uuid": row.uuid})


class FilesSerializer(serializers.Serializer[Any]):
    """The files that hang on a row, newest first."""

    results = FileSerializer(many=True)


class OfferSerializer(serializers.Serializer[Any]):
    """A record type of the API."""

    key = serializers.CharField()
    title = serializers.CharField()
    url = serializers.CharField()
    verbs = serializers.ListField(child=serializers.CharField(), help_text="What you may do on some row at least.")

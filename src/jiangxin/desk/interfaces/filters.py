"""One FilterSet per record type, the same for pages, exports and the API."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import django_filters
from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db.models import Field, Model, Q, QuerySet, Subquery
from django.db.models import fields as model_fields
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_filters.widgets import RangeWidget

from jiangxin.desk.interfaces.past import owner_of, rows_of_the_day, show_as_of
from jiangxin.desk.interfaces.widgets import MultiCombo, Period
from jiangxin.kernel import access, fields
from jiangxin.kernel.actors import ANONYMOUS, Actor
from jiangxin.kernel.bulk import AnyOf
from jiangxin.kernel.paths import fields_along
from jiangxin.kernel.records import Filter, RecordType
from jiangxin.people.domain.queries.actors import subtree_ids

CONTROL, SELECT = {"class": "form-control"}, {"class": "form-select"}
YES_NO = (("1", _("yes")), ("0", _("no")))


@dataclass(frozen=True)
class Choice:
    """A filter in force: its parameters, its label and the words for its value."""

    names: tuple[str, ...]
    label: str
    value: str


def chips(choices: Iterable[Choice], params: QueryDict) -> list[dict[str, str]]:
    """Return filters in force as a page shows them: label, value, and the address without it."""
    found = []
    for choice in choices:
        left = params.copy()
        for name in (*choice.names, "page"):
            left.pop(name, None)
        left.setdefault("view", "")
        found.append({"label": choice.label, "value": choice.value, "address": f"?{left.urlencode()}"})
    return found


class RecordFilterSet(django_filters.FilterSet):
    """Base of the generated filter sets.

    `actor` decides which rows the relation filters offer. `q` searches the declared columns. With `only_given` the
    filters without a parameter are left out: for who wants the rows only and draws no form.
    """

    #: not `record`, which filters of that name would hide
    record_type: type[RecordType]
    declared_kinds: dict[str, Filter]

    def __init__(
        self,
        data: Any = None,
        queryset: Any = None,
        *,
        actor: Actor | None = None,
        only_given: bool = False,
        **kwargs: Any,
    ) -> None:
        request = kwargs.get("request")
        if only_given:
            self.base_filters = _given(self.base_filters, data)
        self.actor = actor or getattr(request, "actor", None) or ANONYMOUS
        super().__init__(data, queryset, **kwargs)
        for item in self.filters.values():
            if isinstance(item, RelationFilter):
                item.queryset = access.visible(item.related, self.actor)

    @property
    def day(self) -> date | None:
        """The date given to an as-of filter, if any."""
        for name, declared in self.declared_kinds.items():
            if declared.kind == "asof":
                found = self.form.cleaned_data.get(name) if self.form.is_valid() else None
                return found if isinstance(found, date) else None
        return None

    @property
    def as_of(self) -> tuple[Filter, date] | None:
        """The as-of filter in force that also says which columns are shown as they were."""
        for declared in self.declared_kinds.values():
            day = self.day
            if declared.kind == "asof" and declared.path and declared.columns and day:
                return declared, day
        return None

    def as_it_was(self, rows: Sequence[Model]) -> None:
        """Give loaded rows what held on the day of the as-of filter, if one is in force."""
        if self.day:
            show_as_of(rows, self.day)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Apply every filter; those on columns shown as of a day look at that day's rows."""
        overlay = self.as_of
        moved: list[Q] = []
        for name, value in self.form.cleaned_data.items():
            item = self.filters[name]
            if overlay and isinstance(item, PathFilter) and item.path.split("__")[0] in overlay[0].columns:
                moved.append(item.q(value, day=overlay[1]))
            elif isinstance(item, PathFilter):
                queryset = self._narrowed(queryset, item.path, item.q(value, day=self.day))
            else:
                queryset = item.filter(queryset, value)
        if overlay and any(moved):
            queryset = queryset.filter(
                pk__in=rows_of_the_day(self.record_type, *overlay)
                .filter(*moved)
                .values(owner_of(self.record_type, overlay[0]))
            )
        return queryset

    def _narrowed(self, queryset: QuerySet[Any], path: str, condition: Q) -> QuerySet[Any]:
        """Apply a condition; over a to-many path by key, since a join would repeat rows."""
        if not condition:
            return queryset
        if not path or not access.crosses_many(self.record_type.model, (path.removesuffix("__isnull"),)):
            return queryset.filter(condition)
        return queryset.filter(pk__in=self.record_type.model._default_manager.filter(condition).values("pk"))

    def chosen(self) -> list[Choice]:
        """Return the filters in force, in declared order, with words for their values."""
        if not self.is_bound or not self.form.is_valid():
            return []
        found = []
        for name, item in self.filters.items():
            words = _words(item, self.form.cleaned_data.get(name))
            if words and name != "q":
                names = (f"{name}_from", f"{name}_to", f"{name}_min", f"{name}_max", name)
                found.append(Choice(names, str(capfirst(str(item.label))), words))
        return found


def _given(filters: Mapping[str, Any], data: Iterable[str]) -> dict[str, Any]:
    """Return the filters that the parameters are about, by their name or what begins with it (`at_from`)."""
    return {
        name: item
        for name, item in filters.items()
        if any(parameter == name or parameter.startswith(f"{name}_") for parameter in data)
    }


class PathFilter(django_filters.Filter):
    """Base of our filters: a path and a condition that can also be put on another table."""

    path = ""

    def q(self, value: Any, *, day: date | None = None) -> Q:
        """Return the condition for a cleaned value (empty when there is none)."""
        raise NotImplementedError

    def filter(self, qs: Any, value: Any) -> Any:
        """Apply the condition (django-filter's entry point)."""
        return qs.filter(self.q(value))


class ChoiceFilter(PathFilter, django_filters.MultipleChoiceFilter):
    """Any of several choices."""

    @property
    def choices(self) -> list[tuple[str, Any]]:
        """The choices as they are called now, in the reader's language."""
        given = self.extra["choices"]
        return list(given() if callable(given) else given)

    def q(self, value: Any, *, day: date | None = None) -> Q:
        """Match any of the chosen values."""
        return Q(**{f"{self.path}__in": list(value)}) if value else Q()


class RelationFilter(PathFilter, django_filters.ModelMultipleChoiceFilter):
    """Any of several rows of another table; offers only rows the actor may see."""

    related: type[Model]
    subtree = False

    def q(self, value: Any, *, day: date | None = None) -> Q:
        """Match the chosen rows, or with `subtree` them and everything below them on the day."""
        # without a choice it is `none()`, and to try whether that has rows takes as long as reading some
        if (isinstance(value, QuerySet) and value.query.is_empty()) or not value:
            return Q()
        ids = {row.pk for row in value}
        if not self.subtree:
            return Q(**{f"{self.path}__in": sorted(ids)})
        below = frozenset().union(*subtree_ids(ids, day).values())
        found = Q(AnyOf(self.path, below))
        return found | Q(**{f"{self.itself}__in": sorted(ids)}) if self.itself else found

    #: path to the row itself where the relation points to its own table, so that the root counts too
    itself = ""


class TextFilter(PathFilter, django_filters.CharFilter):
    """Contains the text."""

    record: type[RecordType]

    def q(self, value: Any, *, day: date | None = None) -> Q:
        """Match rows that contain the text, whatever its case; the index of the search serves its columns too."""
        if not value:
            return Q()
        indexed = self.path in self.record.search and fields.has_grams(self.record.model)
        return fields.contains_q(value, (self.path,), indexed=indexed)


class BoolFilter(PathFilter, django_filters.ChoiceFilter):
    """Yes or no."""

    def q(self, value: Any, *, day: date | None = None) -> Q:
        """Match yes or no."""
        return Q(**{self.path: value == "1"}) if value in {"0", "1"} else Q()


class RangeFilter(PathFilter, django_filters.RangeFilter):
    """Numbers from … to, both included: `<name>_min`, `<name>_max`."""

    def q(self, value: Any, *, day: date | None = None) -> Q:
        """Match numbers between the bounds, both included."""
        return _between(self.path, value)


class PeriodFilter(PathFilter, django_filters.DateFromToRangeFilter):
    """Dates from … to, both included: `<name>_from`, `<name>_to`."""

    def q(self, value: Any, *, day: date | None = None) -> Q:
        """Match dates between the bounds, both days included."""
        return _between(self.path, value)


class AsOfFilter(PathFilter, django_filters.DateFilter):
    """Rows valid on a day, by their own dates or those of a dated relation."""

    owner: type[RecordType]
    declared: Filter

    def q(self, value: Any, *, day: date | None = None) -> Q:
        """Match rows valid on the day."""
        if not value:
            return Q()
        if not self.declared.path:
            return Q(valid_from__lte=value) & (Q(valid_to__isnull=True) | Q(valid_to__gt=value))
        rows = rows_of_the_day(self.owner, self.declared, value)
        return Q(pk__in=Subquery(rows.values(owner_of(self.owner, self.declared))))


class SearchFilter(PathFilter, django_filters.CharFilter):
    """Every word in one of the searched columns."""

    record: type[RecordType]

    def q(self, value: Any, *, day: date | None = None) -> Q:
        """Match rows that contain every word."""
        if not value:
            return Q()
        return fields.search_q(value, self.record.search, indexed=fields.has_grams(self.record.model))


@cache
def filterset_for(record: type[RecordType]) -> type[RecordFilterSet]:
    """Return the FilterSet of a record type.

    Parameters: each declared filter by its name (relations by `uuid`, several allowed), ranges as
    `<name>_min` and `<name>_max`, periods as `<name>_from` and `<name>_to`, and `q` for the search.
    Use: `filterset_for(record)(request.GET, queryset=rows, actor=request.actor).qs`.
    """
    declared = [item if isinstance(item, Filter) else inferred(record, item) for item in record.filters]
    made: dict[str, Any] = {item.name: _made(record, item) for item in declared}
    if record.search:
        search = SearchFilter(label=_("Search"))
        search.record = record
        made["q"] = search
    made["record_type"] = record
    made["declared_kinds"] = {item.name: item for item in declared}
    made["Meta"] = type("Meta", (), {"model": record.model, "fields": []})
    return type(f"{record.__name__}Filters", (RecordFilterSet,), made)


def inferred(record: type[RecordType], name: str) -> Filter:
    """Return the filter that suits a field which the declaration only names."""
    field: Any = _field(record, name)
    kinds: Iterable[tuple[Callable[[Any], bool], str]] = (
        (lambda f: f.is_relation, "relation"),
        (lambda f: bool(f.choices) or (record.workflow is not None and record.workflow.column == name), "choice"),
        (lambda f: isinstance(f, model_fields.BooleanField), "bool"),
        (lambda f: isinstance(f, model_fields.DateField), "period"),
        (
            lambda f: isinstance(f, (model_fields.IntegerField, model_fields.DecimalField, model_fields.FloatField)),
            "range",
        ),
    )
    return Filter(name, next((kind for fits, kind in kinds if fits(field)), "text"), field.verbose_name)


def _made(record: type[RecordType], item: Filter) -> django_filters.Filter:
    field: Any = None if item.kind == "asof" else _field(record, item.source)
    label = item.label or (field.verbose_name if field is not None else item.name)
    made: Any
    match item.kind:
        case "choice":
            choices = (
                item.choices
                or field.choices
                or [(value, value) for value in (record.workflow.states if record.workflow else ())]
            )
            made = ChoiceFilter(label=label, choices=choices, widget=MultiCombo)
        case "relation" | "subtree":
            model = field.related_model
            made = RelationFilter(
                label=label, queryset=model._default_manager.none(), to_field_name="uuid", widget=MultiCombo.of(model)
            )
            made.related, made.subtree = model, item.kind == "subtree"
            if made.subtree and model is record.model and "__" not in item.source:
                made.itself = "pk"
        case "bool":
            made = BoolFilter(label=label, choices=YES_NO, empty_label=_("all"), widget=forms.Select(attrs=SELECT))
        case "range":
            made = RangeFilter(label=label, widget=RangeWidget(attrs={"type": "number", "step": "any", **CONTROL}))
        case "period":
            made = PeriodFilter(label=label, widget=Period)
        case "asof":
            made = AsOfFilter(label=label, widget=forms.DateInput(attrs={"type": "date", **CONTROL}))
            made.owner, made.declared = record, item
        case "text":
            made = TextFilter(label=label, widget=forms.TextInput(attrs=CONTROL))
            made.record = record
        case _:
            raise ValueError(f"{record.key()}: unknown kind of filter {item.kind!r}")
    made.path = item.source if item.kind != "asof" else ""
    return made


def _field(record: type[RecordType], path: str) -> Field[Any, Any]:
    *_way, field = fields_along(record.model, path.removesuffix("__isnull"))
    return field.base_field if isinstance(field, ArrayField) else field


def _between(path: str, value: Any) -> Q:
    found = Q()
    if value is not None and value.start is not None:
        found &= Q(**{f"{path}__gte": value.start})
    if value is not None and value.stop is not None:
        found &= Q(**{f"{path}__lte": value.stop})
    return found


def _words(item: Any, value: Any) -> str:
    """Return the words for a cleaned value, "" where nothing is chosen."""
    if value is None or value in ("", []):
        return ""
    if isinstance(item, ChoiceFilter):
        words = dict(item.choices)
        return "、".join(str(words.get(part, part)) for part in value)
    if isinstance(item, RelationFilter):
        return "、".join(str(row) for row in value)
    if isinstance(item, BoolFilter):
        return str(dict(YES_NO).get(value, ""))
    if isinstance(value, slice):
        low, high = (
            getattr(bound, "date", lambda b=bound: b)() if bound is not None else ""
            for bound in (value.start, value.stop)
        )
        return f"{low} – {high}" if low != "" or high != "" else ""
    return str(value)

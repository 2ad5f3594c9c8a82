"""Who is scored, and what counts for each: records of the rooms below, confirmed values, corrections above both."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import translation

from jiangxin.appraisal import rules
from jiangxin.appraisal.domain import measures
from jiangxin.appraisal.domain.measures import Counted, Source
from jiangxin.appraisal.enums import Applies, ValueState
from jiangxin.appraisal.models import Appraisal, Correction, GroupMember, SuppliedValue
from jiangxin.engines.appraisal import Observation, Subject
from jiangxin.engines.appraisal.values import NotApplicable, Value
from jiangxin.people.models import Organisation
from jiangxin.supervision.domain import jurisdictions
from jiangxin.supervision.enums import Treatment

CORRECTIONS, SUPPLIED = "appraisal.corrections", "appraisal.supplied-values"


@dataclass(frozen=True)
class Gathered:
    """What an appraisal is computed from: units by code, and what counts for them by measure."""

    units: Mapping[str, Organisation]
    subjects: tuple[Subject, ...]
    counted: Mapping[str, Mapping[str, Counted]] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, dict[str, Value]]:
        """The values alone, as the engine reads them."""
        return {unit: {key: one.value for key, one in rows.items()} for unit, rows in self.counted.items()}


def units_of(appraisal: Appraisal) -> list[tuple[Organisation, str]]:
    """Return the units that are scored, with the codes of their groups (four queries).

    Members on the last day of the period that may be supervised on that day: over others the district has no say.
    """
    day = appraisal.ends_on
    members = (
        GroupMember.objects.on(day).filter(group__scheme=appraisal.scheme_id).select_related("organisation", "group")
    )
    rows = list(members.order_by("group__order", "organisation__sort_key"))
    may = jurisdictions.treatments((row.organisation_id for row in rows), day)
    return [(row.organisation, row.group.code) for row in rows if may.get(row.organisation_id) == Treatment.SUPERVISED]


def gather(appraisal: Appraisal, keys: Iterable[str]) -> Gathered:
    """Return what counts for every unit by the measures asked for; queries do not depend on the number of units."""
    chosen = units_of(appraisal)
    units = {unit.code: unit for unit, _group in chosen}
    codes = {unit.pk: unit.code for unit, _group in chosen}
    counted: dict[str, dict[str, Counted]] = {code: {} for code in units}
    with translation.override(measures.LANGUAGE):
        for key in dict.fromkeys(keys):
            if not measures.is_supplied(key):
                found = measures.provided()[key].gather(list(codes), appraisal.starts_on, appraisal.ends_on)
                for pk, one in found.items():
                    counted[codes[pk]][key] = one
    for row in _supplied(appraisal):
        if row.organisation_id in codes:
            counted[codes[row.organisation_id]][row.measure.key] = _from_outside(row)
    for correction in corrections(appraisal):
        if correction.organisation_id in codes:
            own = counted[codes[correction.organisation_id]]
            before = own.get(correction.measure, Counted(NotApplicable()))
            own[correction.measure] = corrected(correction, before.rows)
    subjects = tuple(Subject(unit.code, unit.name, group) for unit, group in chosen)
    return Gathered(units, subjects, counted)


def _supplied(appraisal: Appraisal) -> Iterable[SuppliedValue]:
    rows = SuppliedValue.objects.filter(appraisal=appraisal, state=ValueState.CONFIRMED)
    return rows.select_related("measure").order_by("pk")


def _from_outside(row: SuppliedValue) -> Counted:
    source = (Source(SUPPLIED, row.pk),)
    if row.applies == Applies.NOT_APPLICABLE:
        return Counted(NotApplicable(row.remark), source)
    return Counted(rules.read_value(row.measure.shape, row.content), source)


def corrections(appraisal: Appraisal) -> Iterable[Correction]:
    """Return the corrections of an appraisal, the last of a unit and measure last (one query)."""
    return Correction.objects.filter(appraisal=appraisal).order_by("pk")


def corrected(row: Correction, before: tuple[Source, ...]) -> Counted:
    """Return what counts by a correction, which stands before the rows that it corrects."""
    source = (Source(CORRECTIONS, row.pk), *before)
    if row.applies == Applies.NOT_APPLICABLE:
        return Counted(NotApplicable(row.grounds[:120]), source)
    return Counted(rules.read_value(shape_of(row.measure), row.content), source)


def shape_of(key: str) -> str:
    """Return the shape of the values of a measure. Raises KeyError."""
    known: Any = measures.provided().get(key)
    return str(known.measure.shape if known else measures.supplied()[key].shape)


def observed(
    organisations: Collection[Organisation], keys: Iterable[str], first: date, last: date
) -> list[Observation]:
    """Return what records say of units about a part of a period, as the engine's ledger takes it."""
    codes = {unit.pk: unit.code for unit in organisations}
    found = []
    with translation.override(measures.LANGUAGE):
        for key in dict.fromkeys(keys):
            for pk, one in measures.provided()[key].gather(list(codes), first, last).items():
                found.append(Observation(codes[pk], key, last, one.value))
    return found

"""Schemes: checked by the engine, published with approval, copied into a next edition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from jiangxin.appraisal import rules
from jiangxin.appraisal.domain import measures, words
from jiangxin.appraisal.enums import SchemeState
from jiangxin.appraisal.models import Criterion, Grade, GroupMember, PeerGroup, Scheme, Veto
from jiangxin.engines.appraisal import Criterion as EngineCriterion
from jiangxin.engines.appraisal import Group as EngineGroup
from jiangxin.engines.appraisal import Problem, validate
from jiangxin.engines.appraisal import Scheme as EngineScheme
from jiangxin.engines.appraisal import Veto as EngineVeto
from jiangxin.engines.appraisal.rules import AnyRule, Deduction, Deductions
from jiangxin.kernel import clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import NotLawful
from jiangxin.supervision.domain import jurisdictions

OF_SCHEME = (PeerGroup, Criterion, Veto, Grade)


@dataclass(frozen=True)
class Fault:
    """Something wrong with a scheme: in which of its rows, where it is one of them, and what."""

    row: Any
    text: str


def engine_scheme(scheme: Scheme) -> EngineScheme:
    """Return a scheme as the engine computes with it (four queries). Raises ValidationError (a rule cannot be read)."""
    known = {key: one.measure for key, one in measures.provided().items()}
    known |= {key: row.as_measure() for key, row in measures.supplied().items()}
    criteria, vetoes = list(scheme.criterion_rows.all()), list(scheme.veto_rows.all())
    read = dict.fromkeys([row.measure for row in criteria] + [row.measure for row in vetoes])
    return EngineScheme(
        code=scheme.code,
        name=scheme.title,
        version=str(scheme.edition),
        in_force_from=scheme.valid_from,
        in_force_to=scheme.valid_to,
        total=_exact(scheme.total),
        ceiling=None if scheme.ceiling is None else _exact(scheme.ceiling),
        groups=tuple(EngineGroup(row.code, row.name) for row in scheme.peergroup_rows.all()),
        measures=tuple(known[key] for key in read if key in known),
        criteria=tuple(_criterion(row) for row in criteria),
        vetoes=tuple(_veto(row) for row in vetoes),
        unscored="omit" if scheme.unscored == "omit" else "redistribute",
        places=scheme.places,
    )


def _exact(number: Decimal) -> Decimal:
    return Decimal(rules.plain(number))


def _criterion(row: Criterion) -> EngineCriterion:
    missing: Any = row.missing
    part: Any = row.part
    return EngineCriterion(
        code=row.code,
        name=row.name,
        points=_exact(row.points),
        rule=_rule(row),
        measure=row.measure,
        missing=missing,
        weights=rules.weights(row.weights),
        part=part,
        basis=row.basis,
    )


def _rule(row: Criterion) -> AnyRule:
    """Return the rule of a criterion; matters that rooms count and it does not name are shown and cost nothing."""
    rule = rules.read_rule(row.rule)
    one = measures.provided().get(row.measure)
    if isinstance(rule, Deductions) and one is not None:
        named = {deduction.matter for deduction in rule.deductions}
        rest = [
            Deduction(code, str(label), Decimal(1), Decimal(0))
            for code, label in one.matters.items()
            if code not in named
        ]
        rule = replace(rule, deductions=(*rule.deductions, *rest))
    return rule


def _veto(row: Veto) -> EngineVeto:
    missing: Any = row.missing
    cap = None if row.cap is None else _exact(row.cap)
    return EngineVeto(row.code, row.name, row.measure, row.basis, cap, missing)


# ── Checks ──────────────────────────────────────────────────────────────────────────────────────


def faults(scheme: Scheme) -> list[Fault]:
    """Return everything that is wrong with a scheme, each with the row it is about."""
    try:
        built = engine_scheme(scheme)
    except ValidationError as error:
        return [Fault(None, text) for text in error.messages]
    rows = {f"criterion {row.code}": row for row in scheme.criterion_rows.all()}
    rows |= {f"veto {row.code}": row for row in scheme.veto_rows.all()}
    rows |= {f"group {row.code}": row for row in scheme.peergroup_rows.all()}
    found = [Fault(rows.get(problem.where), _words(problem)) for problem in validate(built)]
    return [*found, *_members(scheme), *_grades(scheme)]


def _words(problem: Problem) -> str:
    return str(words.PROBLEMS.get(problem.code, problem))


def _members(scheme: Scheme) -> list[Fault]:
    """Groups need members; nobody is in two, and nobody over whom there is no jurisdiction."""
    members = GroupMember.objects.on(scheme.valid_from).filter(group__scheme=scheme)
    rows = list(members.select_related("organisation", "group"))
    seen = {row.group_id for row in rows}
    found = [
        Fault(group, _("The group has no members on the first day of the scheme."))
        for group in scheme.peergroup_rows.all()
        if group.pk not in seen
    ]
    units = [row.organisation_id for row in rows]
    twice = [row for row in rows if units.count(row.organisation_id) > 1]
    found += [Fault(row, _("%(unit)s is in two groups.") % {"unit": row.organisation}) for row in twice]
    may = jurisdictions.treatments(units, scheme.valid_from)
    barred = [row for row in rows if may[row.organisation_id] != "supervised"]
    return [*found, *(Fault(row, jurisdictions.by_letter_only([row.organisation.name])) for row in barred)]


def _grades(scheme: Scheme) -> list[Fault]:
    """The last grade takes everybody whom no other takes."""
    last = scheme.grade_rows.order_by("-order", "-code").first()
    if last is not None and (last.least is not None or last.share is not None):
        return [Fault(last, _("The last grade takes everybody else: it has neither least points nor a share."))]
    return []


def is_sound(scheme: Scheme, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse schemes that must not be used."""
    found = faults(scheme)
    if not found:
        return None
    first = f"{found[0].row}：{found[0].text}" if found[0].row is not None else found[0].text
    return first if len(found) == 1 else _("%(first)s And %(more)d more.") % {"first": first, "more": len(found) - 1}


def is_next(scheme: Scheme, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse to publish an edition for days for which another is published already."""
    before = _before(scheme)
    if before is not None and before.valid_from >= scheme.valid_from:
        return _("The edition of %(day)s is published already; a new one begins later.") % {"day": before.valid_from}
    used = before and before.appraisals.exclude(state="cancelled").filter(starts_on__gte=scheme.valid_from).first()
    if used:
        return _("“%(appraisal)s” goes by the edition before. A changed rule acts from its day only.") % {
            "appraisal": used
        }
    return None


def _before(scheme: Scheme) -> Scheme | None:
    same = Scheme.objects.filter(code=scheme.code, state=SchemeState.PUBLISHED).exclude(pk=scheme.pk)
    return same.order_by("-valid_from").first()


def published(schemes: Sequence[Scheme], actor: Actor, reason: str) -> None:  # noqa: ARG001 - the shape of effects
    """End the edition before where the new one begins. Raises NotLawful (something came in between)."""
    for scheme in schemes:
        refusal = is_next(scheme, actor)
        if refusal:
            raise NotLawful(refusal)
        before = _before(scheme)
        if before is not None and (before.valid_to is None or before.valid_to > scheme.valid_from):
            write.stamp([before], valid_to=scheme.valid_from)


# ── The next edition ────────────────────────────────────────────────────────────────────────────


def copy(scheme: Scheme, begins: date, *, actor: Actor, reason: str = "") -> Scheme:
    """Return a draft of the next edition, with all groups, members of that day, criteria, vetoes and grades."""
    record = records.of_model(Scheme)
    with write.writing(actor, reason):
        last = Scheme.objects.filter(code=scheme.code).aggregate(last=Max("edition"))["last"]
        columns = ("code", "title", "basis", "organisation", "total", "ceiling", "unscored", "places", "ranks_shown")
        values = {name: getattr(scheme, name) for name in columns}
        blank = Scheme(copied_from=scheme)
        made: Scheme = write.save(
            record, blank, {**values, "edition": last + 1, "valid_from": begins}, actor=actor, reason=reason
        )
        groups: dict[int, PeerGroup] = {}
        for model in OF_SCHEME:
            rows = list(model._default_manager.filter(scheme=scheme))
            new = [_copied(row, scheme=made) for row in rows]
            if new:
                write.save_many(records.of_model(model), create=new, actor=actor, reason=reason, via="page")
            if model is PeerGroup:
                groups = {row.pk: one for row, one in zip(rows, new, strict=True)}
        members = GroupMember.objects.on(begins).filter(group__scheme=scheme)
        joined = [_copied(row, group=groups[row.group_id], valid_from=begins) for row in members]
        if joined:
            write.save_many(records.of_model(GroupMember), create=joined, actor=actor, reason=reason, via="page")
    return made


def _copied(row: Any, **changes: Any) -> Any:
    own = ("id", "uuid", "version", "created_at", "updated_at")
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.name not in own
    }
    new = type(row)(**values)
    for name, value in changes.items():
        setattr(new, name, value)
    return new


def save_member(instance: GroupMember, changes: Mapping[str, Any], *, actor: Actor, reason: str) -> GroupMember:  # noqa: ARG001 - the shape of savers
    """Save a member of a group. Raises ValidationError (asked by letter only, or in another group of the scheme)."""
    write.assign(instance, changes)
    if instance.organisation_id and instance.group_id and instance.valid_from:
        jurisdictions.require_supervised(instance.organisation, instance.valid_from)
        others = GroupMember.objects.filter(
            group__scheme=instance.group.scheme_id, organisation=instance.organisation_id
        )
        if others.on(max(instance.valid_from, clock.today())).exclude(group=instance.group_id).exists():
            raise ValidationError({"organisation": _("The unit is in another group of the scheme.")})
    instance.full_clean()
    instance.save()
    return instance


def after_members(created: Sequence[GroupMember], updated: Sequence[GroupMember], *, actor: Actor, reason: str) -> None:  # noqa: ARG001 - the shape of after_many
    """Refuse imported members that may be asked by letter only. Raises ValidationError."""
    for row in (*created, *updated):
        jurisdictions.require_supervised(row.organisation, row.valid_from)

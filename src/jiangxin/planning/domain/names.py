"""Unit names of a document: what they are matched to, and suggestions for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from rapidfuzz import fuzz, process

from jiangxin.kernel import access, clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.people.models import Organisation, OrganisationSet
from jiangxin.planning.enums import FindingKind, FindingState, NameState
from jiangxin.planning.models import Finding, Plan, UnitName

#: Suggestions less alike than this (0–100) are not shown.
ALIKE = 55
#: What an abbreviated name is at least worth, and what more when it uses every character of the full name.
ABBREVIATED = 80
#: The level of government before a name and the form of the body behind it, which documents vary freely.
_LEVEL = re.compile(r"^(?:中共)?(?:.{0,6}?[省市区县旗](?=.))+")
_FORM = re.compile(r"(?:委员会|办公室|管委会|[局委办厅部院处])$")
#: Only equal names are this alike.
CERTAIN = 100


@dataclass(frozen=True)
class Suggestion:
    """An organisation or named set that a name may mean, with its likeness from 0 to 100."""

    kind: str  # organisation | set
    pk: int
    label: str
    score: int


def sync_names(plan: Plan, *, actor: Actor) -> None:
    """Keep one unit name per name that undismissed tasks use; drop open ones no longer used."""
    tasks = plan.findings.filter(kind=FindingKind.TASK).exclude(state=FindingState.REJECTED)
    used = dict.fromkeys(unit["name"] for data in tasks.values_list("data", flat=True) for unit in data["units"])
    have = {row.name: row for row in plan.unit_names.all()}
    new = [UnitName(plan=plan, name=name) for name in used if name not in have]
    unused = [row.pk for name, row in have.items() if name not in used]
    with write.writing(actor):
        if unused:
            plan.unit_names.filter(pk__in=unused).delete()
        if new:
            record = records.of_model(UnitName)
            write.save_many(record, create=new, actor=actor, reason=write.reason_in_force(), via="page")


def follow_findings(findings: Sequence[Finding], actor: Actor, reason: str) -> None:  # noqa: ARG001 - the shape of effects
    """Keep the unit names of the plans to what their tasks name, once for all findings decided together."""
    plans = {finding.plan_id for finding in findings if finding.kind == FindingKind.TASK}
    for plan in Plan.objects.filter(pk__in=plans):
        sync_names(plan, actor=actor)


def match(
    row: UnitName,
    *,
    organisation: Organisation | None = None,
    organisation_set: OrganisationSet | None = None,
    actor: Actor,
    reason: str = "",
) -> UnitName:
    """Say what a name means: one organisation or one named set. Raises ValidationError, NotAllowed."""
    meaning = {"organisation": organisation, "organisation_set": organisation_set}
    return _take(row, "match", actor=actor, reason=reason, **meaning)


def ignore(row: UnitName, *, actor: Actor, reason: str = "") -> UnitName:
    """Say that a name is no unit; adopted tasks leave it out."""
    return _take(row, "ignore", actor=actor, reason=reason)


def reopen(row: UnitName, *, actor: Actor, reason: str = "") -> UnitName:
    """Take a decision about a name back."""
    return _take(row, "reopen", actor=actor, reason=reason)


def _take(row: UnitName, step: str, *, actor: Actor, reason: str = "", **changes: Any) -> UnitName:
    return write.apply(records.of_model(UnitName), row, step, actor=actor, reason=reason, changes=changes)


def suggestions(names: Iterable[str], *, actor: Actor, limit: int = 5) -> dict[str, list[Suggestion]]:
    """Return, for each name, the visible organisations and sets it most likely means (two queries)."""
    today = clock.today()
    choices: list[tuple[str, Suggestion]] = []
    valid = Q(valid_to__isnull=True) | Q(valid_to__gt=today)
    for pk, name, short, aliases in (
        access.visible(Organisation, actor).filter(valid).values_list("pk", "name", "short_name", "aliases")
    ):
        choices += [(text, Suggestion("organisation", pk, name, 0)) for text in (name, short, *aliases) if text]
    for pk, name, aliases in access.visible(OrganisationSet, actor).values_list("pk", "name", "aliases"):
        choices += [(text, Suggestion("set", pk, name, 0)) for text in (name, *aliases) if text]
    texts = [text for text, _ in choices]
    return {name: _best(name, texts, choices, limit) for name in names}


def abbreviates(short: str, full: str) -> float:
    """Return how much of the full name's stem an abbreviated stem uses (0 to 1), 0 where it is none.

    An abbreviation keeps some characters in their order and begins alike: 教委 for 教育局, 发改委 for
    发展和改革局. Level and form are left aside, for both differ between regions.
    """
    stem, whole = _stem(short), _stem(full)
    if not stem or stem[0] != whole[:1]:
        return 0
    rest = iter(whole)
    return len(stem) / len(whole) if all(character in rest for character in stem) else 0


def _stem(name: str) -> str:
    return _FORM.sub("", _LEVEL.sub("", name))


def _best(name: str, texts: list[str], choices: list[tuple[str, Suggestion]], limit: int) -> list[Suggestion]:
    best: dict[tuple[str, int], Suggestion] = {}
    alike = [
        (score, index)
        for _text, score, index in process.extract(name, texts, scorer=fuzz.WRatio, limit=limit * 3, score_cutoff=ALIKE)
    ]
    shares = ((abbreviates(name, text), index) for index, text in enumerate(texts))
    alike += [(ABBREVIATED + (CERTAIN - ABBREVIATED) * share, index) for share, index in shares if share]
    for score, index in alike:
        known = choices[index][1]
        # WRatio gives contained names 90: only equal names are certain
        certain = 100 if texts[index] == name else min(int(score), 99)
        if (known.kind, known.pk) not in best or best[known.kind, known.pk].score < certain:
            best[known.kind, known.pk] = Suggestion(known.kind, known.pk, known.label, certain)
    return sorted(best.values(), key=lambda item: -item.score)[:limit]


def meaning(suggestion: Suggestion) -> dict[str, Any]:
    """Return a suggestion as `match` takes it."""
    if suggestion.kind == "organisation":
        return {"organisation": Organisation.objects.get(pk=suggestion.pk)}
    return {"organisation_set": OrganisationSet.objects.get(pk=suggestion.pk)}


def match_certain(plan: Plan, *, actor: Actor) -> int:
    """Match every open name that equals a name or alias of exactly one organisation or set."""
    rows = list(plan.unit_names.filter(state=NameState.OPEN))
    found = suggestions([row.name for row in rows], actor=actor)
    matched = 0
    with write.writing(actor):
        for row in rows:
            certain = [item for item in found[row.name] if item.score == CERTAIN]
            if len(certain) == 1:
                match(row, actor=actor, **meaning(certain[0]))
                matched += 1
    return matched

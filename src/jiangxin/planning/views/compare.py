"""Two versions of a plan side by side, and carrying tasks over from the old one to the new one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from jiangxin.desk.interfaces.filters import Choice, chips
from jiangxin.desk.interfaces.widgets import as_number, as_uuids
from jiangxin.desk.views.shell import safe_next
from jiangxin.kernel import access, clock, records
from jiangxin.kernel.errors import TOLD, sentences
from jiangxin.planning.domain import carrying
from jiangxin.planning.domain.queries import versions as queries
from jiangxin.planning.domain.queries.plans import ADOPTED
from jiangxin.planning.domain.queries.versions import Comparison, Group, TargetLine, TaskLine
from jiangxin.planning.models import Plan, Target, Task

Line = TaskLine | TargetLine

GROUPS = {
    Group.CHANGED: gettext_lazy("Changed"),
    Group.NEW: pgettext_lazy("of a new version", "New"),
    Group.DROPPED: gettext_lazy("No longer there"),
    Group.SAME: gettext_lazy("Unchanged"),
}
#: The two kinds of rows of the page.
KINDS = {"tasks": gettext_lazy("Tasks"), "targets": gettext_lazy("Targets")}


def compare(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Show what became of the tasks and targets of the plan that this one replaced."""
    found = _compared(request, uuid)
    chosen = _Filters(request)
    tasks, targets = chosen.among("tasks", found.tasks), chosen.among("targets", found.targets)
    record = records.of_model(Task)
    may_carry = access.may(record, request.actor, "assign")
    context = {
        "title": _("Versions compared"),
        "plan": found.new,
        "before": found.old,
        "record": record,
        "sections": [
            (kind, KINDS[kind], list(_by_group(lines)))
            for kind, lines in (("tasks", tasks), ("targets", targets))
            if chosen.asked("of") in ("", kind)
        ],
        "sums": [(label, chosen.address(of=kind), _counted(getattr(found, kind))) for kind, label in KINDS.items()],
        "waiting": sum(line.is_open for line in found.tasks),
        "undoubted": sum(line.is_undoubted for line in (*found.tasks, *found.targets)) if may_carry else 0,
        "may_carry": may_carry,
        "may_end": access.allows(request.actor, record.workflow.get("terminate").permission),
        "filters": chosen.offered(found),
        "chips": chips(chosen.choices, request.GET),
        "search": chosen.asked("q"),
        "is_empty": not tasks and not targets,
        "paper": "jx-landscape",
        "wide": True,
    }
    return render(request, "planning/compare.html", context)


def _compared(request: HttpRequest, uuid: Any) -> Comparison:
    """Return the comparison of a plan with the one that it replaced."""
    if not access.may(records.of_model(Task), request.actor, "view"):
        raise PermissionDenied
    plans = access.rows(records.of_model(Plan), request.actor).filter(state__in=ADOPTED)
    plans = plans.defer("text", "layout", "meta")
    new = get_object_or_404(plans, uuid=uuid)
    old = plans.filter(pk=new.supersedes_id).first()
    if old is None:
        raise Http404(_("There is no such record, or you may not see it."))
    return queries.compare(old, new, request.actor, clock.today())


def _by_group(lines: Sequence[Line]) -> Iterator[tuple[Group, str, list[Line]]]:
    for group, label in GROUPS.items():
        found = [line for line in lines if line.group == group]
        if found:
            yield group, f"{label}", found


def _counted(lines: Sequence[Line]) -> list[tuple[str, int]]:
    counts = Counter(line.group for line in lines)
    return [(f"{label}", counts[group]) for group, label in GROUPS.items() if counts[group]]


class _Filters:
    """What the address narrows the page to."""

    def __init__(self, request: HttpRequest) -> None:
        self.given = request.GET

    def asked(self, name: str) -> str:
        return self.given.get(name, "").strip()

    def among(self, kind: str, lines: Sequence[Any]) -> list[Any]:
        """Return those of the lines that are asked for."""
        show, words, unit = self.asked("show"), self.asked("q").lower(), self.asked("unit")
        if self.asked("of") not in ("", kind):
            return []
        return [
            line
            for line in lines
            if (show not in GROUPS or line.group == show)
            and (not self.asked("left") or line.is_open)
            and words in _text(line)
            and (not unit or unit in _units(line))
        ]

    @property
    def choices(self) -> list[Choice]:
        """The filters in force."""
        of, show, unit = self.asked("of"), self.asked("show"), self.asked("unit")
        found = [Choice(("of",), _("Rows"), f"{KINDS[of]}")] if of in KINDS else []
        if show in GROUPS:
            found.append(Choice(("show",), _("What became of it"), f"{GROUPS[Group(show)]}"))
        if unit:
            found.append(Choice(("unit",), _("Unit"), unit))
        if self.asked("left"):
            found.append(Choice(("left",), _("Still to be decided"), _("yes")))
        return found

    def offered(self, found: Comparison) -> list[tuple[str, str, list[tuple[str, str]], str]]:
        """Return the filters as a form offers them: name, label, options, what is chosen."""
        units = dict.fromkeys(unit for line in (*found.tasks, *found.targets) for unit in _units(line))
        offered: list[tuple[str, str, list[tuple[str, str]]]] = [
            ("of", _("Rows"), [(kind, f"{label}") for kind, label in KINDS.items()]),
            ("show", _("What became of it"), [(f"{group}", f"{label}") for group, label in GROUPS.items()]),
            ("unit", _("Unit"), [(unit, unit) for unit in units]),
            ("left", _("Still to be decided"), [("1", _("yes"))]),
        ]
        return [(name, label, options, self.asked(name)) for name, label, options in offered]

    def address(self, **changes: str) -> str:
        params = self.given.copy()
        for name, value in changes.items():
            params[name] = value
        return f"?{params.urlencode()}"


def _text(line: Line) -> str:
    return "".join(piece.text for piece in line.wording).lower()


def _units(line: Line) -> list[str]:
    if isinstance(line, TaskLine):
        return [piece.text for piece in line.units]
    return [line.lead.name] if line.lead else []


# ── Carrying over ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Outcome:
    """What would happen to one pair; `refusal` says why nothing would."""

    old: Any
    new: Any
    refusal: str
    is_task: bool


@require_POST
def carry(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Preview what would be carried over, or with `confirm` do it; `all` means all that is undoubted."""
    found = _compared(request, uuid)
    back = safe_next(request, reverse("planning:compare", kwargs={"uuid": uuid}))
    for model in (Task, Target):
        access.require(records.of_model(model), request.actor, records.of_model(model).permissions["assign"])
    outcomes = [*_of_tasks(request, found), *_of_targets(request, found)]
    if not outcomes:
        messages.warning(request, _("Select rows first."))
        return redirect(back)
    lawful, wrong = [outcome for outcome in outcomes if not outcome.refusal], ""
    if "confirm" in request.POST and lawful:
        try:
            done = _carried(request, lawful)
        except TOLD as error:
            wrong = " ".join(sentences(error))
        else:
            messages.success(
                request, ngettext("%(n)d row is carried over.", "%(n)d rows are carried over.", done) % {"n": done}
            )
            return redirect(back)
    context = {
        "title": _("Carry over"),
        "plan": found.new,
        "outcomes": outcomes,
        "lawful": len(lawful),
        "wrong": wrong,
        "reason": request.POST.get("reason", ""),
        "back": back,
    }
    return render(request, "planning/carry.html", context, status=422 if wrong else 200)


def _carried(request: HttpRequest, outcomes: Sequence[Outcome]) -> int:
    """Carry over what was shown to be lawful, all or nothing."""
    reason = request.POST.get("reason", "").strip() or _("The plan was replaced")
    tasks = [(outcome.old, outcome.new) for outcome in outcomes if outcome.is_task]
    targets = [(outcome.old, outcome.new) for outcome in outcomes if not outcome.is_task]
    with transaction.atomic():
        done = carrying.carry_over(tasks, actor=request.actor, reason=reason) if tasks else 0
        return done + (carrying.carry_targets(targets, actor=request.actor, reason=reason) if targets else 0)


def _of_tasks(request: HttpRequest, found: Comparison) -> Iterator[Outcome]:
    """Say for each chosen task which one it would carry on, as the officer gave its number."""
    given = request.POST
    chosen = set(as_uuids(given.getlist("task")))
    befores = {line.old.number: line.old for line in found.tasks if line.old}
    pairs = []
    for line in found.tasks:
        if line.new is None or line.is_carried:
            continue
        if "all" in given:
            if line.is_undoubted:
                pairs.append((line.old, line.new))
        elif str(line.new.uuid) in chosen:
            number = as_number(given.get(f"old-{line.new.uuid}", "").strip())
            pairs.append((befores.get(number) if number is not None else None, line.new))
    stopped = carrying.obstacles([old for old, _new in pairs if old])
    taken = Counter(old.pk for old, _new in pairs if old)
    for old, new in pairs:
        refusals = carrying.refusals_of(new)
        if old is None:
            refusals.append(_("Give the number of the old task."))
        else:
            refusals += stopped.get(old.pk, [])
            if taken[old.pk] > 1:
                refusals.append(_("The old task is given for several new ones."))
        yield Outcome(old, new, " ".join(refusals), is_task=True)


def _of_targets(request: HttpRequest, found: Comparison) -> Iterator[Outcome]:
    chosen = set(as_uuids(request.POST.getlist("target")))
    for line in found.targets:
        if line.new and line.is_open and (line.is_undoubted if "all" in request.POST else str(line.new.uuid) in chosen):
            yield Outcome(line.old, line.new, "", is_task=False)

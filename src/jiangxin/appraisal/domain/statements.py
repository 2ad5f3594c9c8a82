"""Reconciliation (对账): every unit sees what was counted before anything is scored, and agrees or disputes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiangxin.appraisal import rules
from jiangxin.appraisal.domain import gathering
from jiangxin.appraisal.enums import StatementState
from jiangxin.appraisal.models import Appraisal, AppraisalPolicy, Statement
from jiangxin.engines.appraisal.values import NotApplicable
from jiangxin.kernel import clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.workflow.domain import assignees
from jiangxin.workflow.domain.items import Work, close_items, open_items
from jiangxin.workflow.enums import Kind

ANSWERS = "appraisal.statement.answer"
RUNS = "appraisal.run.manage"


def ask(rows: Sequence[Appraisal], actor: Actor, reason: str) -> None:
    """Put before every unit what was counted for it."""
    due = clock.today() + timedelta(AppraisalPolicy.in_force().reconcile_days)
    write.stamp(rows, reconcile_until=due)
    record = records.of_model(Statement)
    for row in rows:
        found = gathering.gather(row, _keys(row))
        new = [
            Statement(appraisal=row, organisation=unit, counted=_written(found.counted[code]), due_on=due)
            for code, unit in found.units.items()
        ]
        write.save_many(record, create=new, actor=actor, reason=reason, via="page", by_system=True)
        to = assignees.of_units({one.organisation_id for one in new}, ANSWERS)
        work = [Work(one.pk, to[one.organisation_id], due) for one in new if one.organisation_id in to]
        open_items(Kind.DUE, record, work, actor=actor)


def _keys(row: Appraisal) -> list[str]:
    return list(row.scheme.criterion_rows.values_list("measure", flat=True)) + list(
        row.scheme.veto_rows.values_list("measure", flat=True)
    )


def _written(counted: Any) -> list[dict[str, Any]]:
    """Return what was counted as it is kept: measure, value as text, why none applies, and the rows behind it."""
    found = []
    for key, one in counted.items():
        void = isinstance(one.value, NotApplicable)
        found.append(
            {
                "measure": key,
                "value": "" if void else rules.write_value(one.value),
                "not_applicable": one.value.reason if void else "",
                "rows": [list(source) for source in one.rows],
            }
        )
    return found


# ── Guards ──────────────────────────────────────────────────────────────────────────────────────


def is_in_time(row: Statement, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse what comes after the day."""
    if clock.today() <= row.due_on:
        return None
    return _("This could be reconciled until %(day)s. You may still object to the preview.") % {"day": row.due_on}


def are_settled(row: Appraisal, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse to score while disputes are open, or units have still time to say something."""
    said = row.statements.all()
    disputed = said.filter(state=StatementState.DISPUTED).count()
    if disputed:
        text = ngettext("%(count)d dispute is not answered.", "%(count)d disputes are not answered.", disputed)
        return text % {"count": disputed}
    if row.reconcile_until and clock.today() <= row.reconcile_until:
        open_ones = said.filter(state=StatementState.ASKED).count()
        if open_ones:
            return _("Units may reconcile until %(day)s.") % {"day": row.reconcile_until}
    return None


# ── Effects ─────────────────────────────────────────────────────────────────────────────────────


def said(rows: Sequence[Statement], actor: Actor, reason: str) -> None:
    """Note who said it."""
    write.stamp(rows, said_by_id=actor.person_id)
    close_items(actor, records.of_model(Statement), [row.pk for row in rows], reason=reason)


def disputed(rows: Sequence[Statement], actor: Actor, reason: str) -> None:  # noqa: ARG001 - the shape of effects
    """Put it before those who run the appraisal."""
    office = assignees.of_office(RUNS)
    if office is not None:
        open_items(Kind.APPROVE, records.of_model(Statement), [Work(row.pk, office) for row in rows], actor=actor)


def answered(rows: Sequence[Statement], actor: Actor, reason: str) -> None:
    """Note who answered."""
    write.stamp(rows, answered_by_id=actor.person_id)
    close_items(actor, records.of_model(Statement), [row.pk for row in rows], reason=reason)


def lapse(rows: Sequence[Appraisal], actor: Actor, reason: str) -> None:
    """Note the silence of units that said nothing: it is no agreement."""
    record = records.of_model(Statement)
    for row in rows:
        silent = list(row.statements.filter(state=StatementState.ASKED))
        if silent:
            write.apply_many(record, silent, "lapse", actor=actor, reason=reason, by_system=True)
            close_items(actor, record, [one.pk for one in silent], done=False, reason=reason)

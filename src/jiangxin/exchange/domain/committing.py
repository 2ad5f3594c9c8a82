"""From staged rows to records: one transaction, everything or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import DataError, IntegrityError, InternalError, ProgrammingError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.exchange.domain.actors import actor_of_job
from jiangxin.exchange.domain.background import hand_over
from jiangxin.exchange.domain.checking import Job, build, check
from jiangxin.exchange.domain.columns import Column, columns_of
from jiangxin.exchange.domain.progress import Progress
from jiangxin.exchange.domain.rows import Ref, Row, from_texts
from jiangxin.exchange.enums import ImportState, Outcome
from jiangxin.exchange.models import ExchangePolicy, ImportJob, ImportRow
from jiangxin.kernel import access, bulk, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import REFUSALS, Correctable, NotAllowed, NotLawful, sentences
from jiangxin.kernel.records import RecordType

#: How many differences are listed when rows changed since they were staged.
LISTED = 200


class Changed(Correctable):
    """What was staged is no longer what would be saved."""

    def __init__(self, problems: list[dict[str, Any]]) -> None:
        super().__init__(_("Records changed since the file was checked. Nothing was saved; offer the file again."))
        self.problems = problems


def commit(job: ImportJob, *, actor: Actor, reason: str, via: str = "page") -> ImportJob:
    """Save the rows of a staged job, or hand a large one to a worker.

    Returns the job: done, running, or failed with `message` and `problems` (then nothing was saved).
    Raises NotAllowed, ReasonMissing, NotLawful (not staged, wrong rows left, nothing to save).
    """
    require_own(job, actor)
    record = records.get(job.record)
    access.require(record, actor, record.permissions.get("import"))
    write.require_reason(reason)
    if job.counts.get(Outcome.WRONG.value):
        raise NotLawful(_("Some rows are wrong: all rows are saved or none. Correct the file and offer it again."))
    started: ImportJob = write.apply(
        records.of_model(ImportJob),
        job,
        "run",
        actor=actor,
        reason=reason,
        by_system=True,
        via=via,
        changes={"reason": reason.strip()[:300]},
    )
    if actor.account_id is None or started.counts.get("total", 0) <= ExchangePolicy.in_force().inline_rows:
        return _run(started, actor)
    hand_over("commit", started.pk)
    return started


def run(job_id: int) -> None:
    """Save the rows of a job that waits for a worker; a job already done is left alone."""
    job = ImportJob.objects.get(pk=job_id)
    if job.state in {ImportState.STAGED, ImportState.RUNNING}:
        _run(job, actor_of_job(job))


def discard(job: ImportJob, *, actor: Actor, via: str = "page") -> ImportJob:
    """Give a job up. Raises NotAllowed, NotLawful."""
    require_own(job, actor)
    with write.writing(actor, via=via):
        discarded: ImportJob = write.apply(
            records.of_model(ImportJob),
            job,
            "discard",
            actor=actor,
            by_system=True,
            via=via,
            changes={"finished_at": timezone.now()},
        )
        ImportRow.objects.filter(job_id=job.pk).delete()
    return discarded


def require_own(job: ImportJob, actor: Actor) -> None:
    """Raise NotAllowed unless the job is the actor's own."""
    if not actor.system and (actor.account_id is None or job.account_id != actor.account_id):
        raise NotAllowed(_("Only who offered the file may go on with it."))


def _run(job: ImportJob, actor: Actor) -> ImportJob:
    try:
        return _save(job, actor)
    except Changed as error:
        return _fail(job, actor, str(error), error.problems)
    except REFUSALS as error:
        return _fail(job, actor, " ".join(sentences(error)))
    except (IntegrityError, DataError, InternalError, ProgrammingError) as error:
        constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
        message = _("The database refused a row (%(constraint)s): it changed in the meantime. Offer the file again.")
        return _fail(job, actor, message % {"constraint": constraint})


def _save(job: ImportJob, actor: Actor) -> ImportJob:
    """Check again and save, in one transaction that also says that the job is done."""
    record, jobs = records.get(job.record), records.of_model(ImportJob)
    large = job.counts.get("total", 0) > ExchangePolicy.in_force().inline_rows
    with Progress(job.pk, told=large) as progress, write.writing(actor, job.reason, via="import"):
        # the lock tells the reaper that a worker is alive; it does not hinder the progress row
        locked = ImportJob.objects.select_for_update(no_key=True).get(pk=job.pk)
        if locked.state not in {ImportState.STAGED, ImportState.RUNNING}:
            return locked
        if locked.state == ImportState.STAGED:
            write.apply(jobs, locked, "run", actor=actor, by_system=True)
        access.require(record, actor, record.permissions.get("import"))
        progress.tell(5)
        staged = list(
            ImportRow.objects.filter(job_id=job.pk).values_list(
                "row_no", "values", "outcome", "object_id", "object_version", "changes"
            )
        )
        columns, missing = _columns(record, locked)
        rows = check(
            Job(record, columns, missing, actor, lock=True),
            from_texts(((no, values) for no, values, *_rest in staged), columns),
        )
        _require_unchanged(rows, staged)
        progress.tell(50)
        created = save_rows(record, columns, rows, actor, locked.reason)
        progress.tell(90)
        _remember(locked, created)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        done: ImportJob = write.apply(
            jobs, locked, "finish", actor=actor, by_system=True, changes={"finished_at": timezone.now()}
        )
    return done


def _columns(record: type[RecordType], job: ImportJob) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    names = {column["name"] for column in job.columns}
    every = columns_of(record)
    return tuple(c for c in every if c.name in names), tuple(c for c in every if c.name not in names)


def _require_unchanged(rows: Sequence[Row], staged: Sequence[Any]) -> None:
    """Raise Changed unless every row would do exactly what the person confirmed."""
    problems = []
    for row, (number, _values, outcome, object_id, version, changes) in zip(rows, staged, strict=True):
        known = row.existing
        same = row.outcome == outcome and row.changes == changes
        if known is not None and row.outcome == Outcome.CHANGED:
            same = same and known.pk == object_id and getattr(known, "version", None) == version
        if same:
            continue
        message = row.errors[0][1] if row.errors else _("The record was changed, added or removed in the meantime.")
        problems.append({"row": number, "column": row.errors[0][0] if row.errors else "", "message": message})
    if problems:
        raise Changed(problems[:LISTED])


def save_rows(
    record: type[RecordType], columns: Sequence[Column], rows: Sequence[Row], actor: Actor, reason: str
) -> list[tuple[Row, Any]]:
    """Save checked rows through the write path; return the new ones with their instances."""
    new = [row for row in rows if row.outcome == Outcome.NEW]
    changed = [row for row in rows if row.outcome == Outcome.CHANGED]
    created = [(row, build(record, row)) for row in new]
    keys = dict(zip((row.no for row in new), bulk.allocate(record.model, len(new)), strict=True)) if new else {}
    for row, instance in created:
        instance.pk = keys[row.no]
    updated = [(row, build(record, row)) for row in changed]
    for row, instance in (*created, *updated):
        for name, value in row.values.items():
            if isinstance(value, Ref):
                known = value.row.existing
                setattr(instance, name, known.pk if known is not None else keys[value.no])
    names = {column.field.name for column in columns}
    write.save_many(
        record,
        create=[instance for _row, instance in created],
        update=[instance for _row, instance in updated],
        fields=names,
        actor=actor,
        reason=reason,
        via="import",
    )
    return created


def _remember(job: ImportJob, created: Sequence[tuple[Row, Any]]) -> None:
    """Note which record each new row became, so that the import can be undone."""
    if not created:
        return
    numbers = [row.no for row, _instance in created]
    keys = [instance.pk for _row, instance in created]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE exchange_importrow r SET object_id = n.key, object_version = 1"
            " FROM unnest(%s::int[], %s::bigint[]) AS n(row_no, key) WHERE r.job_id = %s AND r.row_no = n.row_no",
            [numbers, keys, job.pk],
        )


def _fail(job: ImportJob, actor: Actor, message: str, problems: Sequence[dict[str, Any]] = ()) -> ImportJob:
    changes = {"message": message, "problems": list(problems), "finished_at": timezone.now()}
    return write.apply(
        records.of_model(ImportJob), job, "fail", actor=actor, by_system=True, via="import", changes=changes
    )

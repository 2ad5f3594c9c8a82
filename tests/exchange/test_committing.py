"""Saving staged rows: all or nothing, with actor and reason, and not past what changed meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories import exchange as make

from jiangxin.exchange.domain import committing, reaping, staging, undoing
from jiangxin.exchange.domain.queries import jobs
from jiangxin.exchange.models import ExchangePolicy, ImportJob
from jiangxin.kernel import records, write
from jiangxin.kernel.actors import process
from jiangxin.kernel.errors import NotAllowed, NotLawful, ReasonMissing
from jiangxin.people.models import Organisation, OrganisationPeriod


def names():
    return dict(Organisation.objects.order_by("code").values_list("code", "name"))


def test_new_and_changed_rows_are_saved_together(bring_in):
    rows = [*make.many(3), ["D1", "Renamed", "school", "", "2020-01-01"]]
    job = bring_in(make.workbook(rows))
    assert (job.state, job.counts["new"], job.counts["changed"]) == ("done", 3, 1)
    assert names() == {
        "D1": "Renamed",
        "S000000": "第0职业学校",
        "S000001": "第1职业学校",
        "S000002": "第2职业学校",
    }


def test_tree_of_new_rows_is_saved_whatever_their_order(bring_in):
    rows = [["S2", "Two", "school", "S1", "2020-01-01"], ["S1", "One", "school", "D1", "2020-01-01"]]
    assert bring_in(make.workbook(rows)).state == "done"
    assert Organisation.objects.get(code="S2").parent.code == "S1"


def test_what_follows_from_the_rows_is_saved_too(bring_in):
    bring_in(make.workbook(make.many(150)))
    assert OrganisationPeriod.objects.filter(organisation__code__startswith="S").count() == 150


@pytest.mark.parametrize("count", [3, 150])
def test_history_carries_actor_and_reason_of_the_import(bring_in, olga, count):
    bring_in(make.workbook([*make.many(count), ["D1", "Renamed", "school", "", "2020-01-01"]]))
    for code in ("S000000", "D1"):
        event = Organisation.objects.get(code=code).history.order_by("-pgh_id").first()
        assert event.pgh_context.metadata == {
            "actor": olga.account_id,
            "name": olga.name,
            "reason": "yearly list",
            "via": "import",
        }


def test_versions_and_sort_keys_move_with_changed_rows(bring_in):
    bring_in(make.workbook(make.many(120)))
    renamed = [[row[0], f"新{row[1]}", *row[2:]] for row in make.many(120)]
    assert bring_in(make.workbook(renamed)).counts["changed"] == 120
    row = Organisation.objects.get(code="S000003")
    assert (row.name, row.version, row.sort_key.startswith("xin1 di4")) == ("新第3职业学校", 2, True)


def test_one_wrong_row_keeps_all_out(stage, olga):
    job = stage(make.workbook([*make.many(2), ["", "x", "school", "", "2020-01-01"]]))
    with pytest.raises(NotLawful):
        committing.commit(job, actor=olga, reason="x")
    assert names() == {"D1": "District"}


def test_reason_is_required(stage, olga):
    with pytest.raises(ReasonMissing):
        committing.commit(stage(make.workbook(make.many(1))), actor=olga, reason=" ")


def test_only_its_owner_goes_on_with_a_job(stage):
    job = stage(make.workbook(make.many(1)))
    other = make.manager()
    with pytest.raises(NotAllowed):
        committing.commit(job, actor=other, reason="x")
    assert list(jobs.imports(other)) == []


def test_rows_that_changed_since_staging_stop_the_import(stage, olga, district):
    job = stage(make.workbook([*make.many(1), ["D1", "Renamed", "school", "", "2020-01-01"]]))
    write.save(records.get("people.organisations"), district, {"name": "Other"}, actor=process("tests"))
    job = committing.commit(job, actor=olga, reason="x")
    assert (job.state, [problem["row"] for problem in job.problems]) == ("failed", [3])
    assert names() == {"D1": "Other"}


def test_row_that_appeared_since_staging_stops_the_import(stage, olga):
    job = stage(make.workbook(make.many(2)))
    make.organisation("S000001", "Quicker")
    job = committing.commit(job, actor=olga, reason="x")
    assert (job.state, [problem["row"] for problem in job.problems]) == ("failed", [3])
    assert names() == {"D1": "District", "S000001": "Quicker"}


def test_refusal_while_saving_leaves_nothing(stage, olga, record, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise NotLawful("not today")

    job = stage(make.workbook(make.many(3)))
    monkeypatch.setattr(record, "after_many", staticmethod(refuse))
    job = committing.commit(job, actor=olga, reason="x")
    assert (job.state, job.message, names()) == ("failed", "not today", {"D1": "District"})


def test_discarded_job_keeps_no_rows(stage, olga):
    job = committing.discard(stage(make.workbook(make.many(3))), actor=olga)
    assert (job.state, job.rows.count()) == ("discarded", 0)


def test_import_is_undone_as_long_as_nobody_built_on_it(bring_in, olga):
    job = bring_in(make.workbook([*make.many(120), ["D1", "Renamed", "school", "", "2020-01-01"]]))
    assert undoing.refusal(job, actor=olga) == ""
    assert undoing.undo(job, actor=olga, reason="wrong file").state == "undone"
    assert names() == {"D1": "District"}


def test_changed_row_cannot_be_undone(bring_in, olga, record):
    job = bring_in(make.workbook(make.many(2)))
    write.save(record, Organisation.objects.get(code="S000001"), {"name": "Mine"}, actor=process("tests"))
    with pytest.raises(NotLawful):
        undoing.undo(job, actor=olga, reason="x")
    assert len(names()) == 3


def test_row_that_others_refer_to_cannot_be_undone(bring_in, olga):
    job = bring_in(make.workbook(make.many(2)))
    make.organisation("S9", "Child", parent=Organisation.objects.get(code="S000001"))
    with pytest.raises(NotLawful):
        undoing.undo(job, actor=olga, reason="x")
    assert len(names()) == 4


def test_time_to_undo_is_a_policy(bring_in, olga):
    job = bring_in(make.workbook(make.many(1)))
    with write.writing(process("tests"), "policy"):
        ExchangePolicy.objects.create(valid_from=make.SINCE, source="order", undo_days=0)
    assert undoing.refusal(job, actor=olga) != ""


def test_large_files_go_through_the_queue(stage, olga, django_capture_on_commit_callbacks, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    with write.writing(process("tests"), "policy"):
        ExchangePolicy.objects.create(valid_from=make.SINCE, source="order", inline_rows=1)
    with django_capture_on_commit_callbacks(execute=True):
        job = stage(make.workbook(make.many(20)))
        assert (job.state, job.progress) == ("received", 0)
    job.refresh_from_db()
    assert (job.state, job.counts["new"]) == ("staged", 20)
    with django_capture_on_commit_callbacks(execute=True):
        assert committing.commit(job, actor=olga, reason="x").state == "running"
    job.refresh_from_db()
    assert (job.state, len(names())) == ("done", 21)


def test_job_of_a_dead_worker_can_be_confirmed_again(transactional_db):
    make.organisation()
    olga = make.manager()
    record = records.get("people.organisations")
    job = staging.stage(record, make.workbook(make.many(2)), "a.xlsx", actor=olga)
    write.apply(records.of_model(ImportJob), job, "run", actor=olga, by_system=True, changes={"reason": "x"})
    assert reaping.reap(timedelta(0)) == 1
    job.refresh_from_db()
    assert job.state == "staged"
    assert committing.commit(job, actor=olga, reason="again").state == "done"

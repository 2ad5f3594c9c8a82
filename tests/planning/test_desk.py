"""The desk as officers use it: nothing typed is lost, nothing undecided is submitted, nobody is overruled unseen."""

from __future__ import annotations

import json
import re
from pathlib import Path
from threading import Thread

import pytest
from django.db import connections
from django.urls import reverse
from tests.factories import records as factory
from tests.registry.support import account_with, client_of

import jiangxin.demo
from jiangxin.kernel import records, write
from jiangxin.kernel.actors import process
from jiangxin.kernel.errors import Conflict, NotLawful
from jiangxin.planning.domain import findings, intake, names
from jiangxin.planning.models import Finding, Plan

ACTOR = process("tests")
TEXT = (Path(jiangxin.demo.__file__).parent / "data" / "plan.txt").read_bytes()
PLANS = records.get("planning.plans")


@pytest.fixture
def office(db):
    row = factory.make("people.organisations", name="方案办")
    step = factory.make("workflow.steps", row)
    factory.make("people.holdings", row, post=step.post)
    return row


@pytest.fixture
def plan(office):
    return intake.upload(TEXT, "plan.txt", organisation=office, actor=ACTOR)


@pytest.fixture
def officers(office):
    """Return two officers of the plan office at their browsers."""
    rights = {"planning.plan.manage", "people.organisation.view"}
    return [client_of(account_with(rights, office, reach="own")) for _ in range(2)]


@pytest.fixture
def officer(officers):
    return officers[0]


def address(plan, view, **more):
    return reverse(f"planning:{view}", kwargs={"uuid": plan.uuid, **more})


def of_finding(row):
    return address(row.plan, "finding", finding=row.uuid)


def as_shown(client, row, **changed):
    """Return what the panel of a finding would send, with what the person changed."""
    form = client.get(of_finding(row)).context["form"]
    values = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in values.items() if value not in (None, False)}
    if row.kind == "task":
        sent["unit_name"] = [unit["name"] for unit in form.units()]
        sent["unit_role"] = [unit["role"] for unit in form.units()]
    return {**sent, "version": row.version, "queue": row.kind, **changed}


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def target(plan):
    return plan.findings.filter(kind="target", suspect=False).first()


# ── the panel ──


def test_decision_in_the_panel_is_kept_and_the_next_finding_follows(plan, officer):
    first, second = plan.findings.filter(kind="target").order_by("start", "order")[:2]
    response = officer.post(of_finding(first), as_shown(officer, first, decision="accept"))
    told = json.loads(response["HX-Trigger"])["finding-decided"]
    assert (response.status_code, fresh(first).state, told["state"]) == (200, "accepted", "accepted")
    assert (told["next"], response.context["finding"]) == (str(second.uuid), second)
    officer.post(of_finding(first), {"decision": "reopen", "version": 2})
    assert fresh(first).state == "open"


def test_accepting_what_was_changed_is_a_correction(plan, officer):
    row = target(plan)
    sent = as_shown(officer, row, decision="accept", subject="另一个主题")
    assert officer.post(of_finding(row), sent).status_code == 200
    assert (fresh(row).state, fresh(row).data) == ("corrected", {**row.data, "subject": "另一个主题"})


def test_opening_and_accepting_changes_no_finding(plan, officer):
    """What the panel shows and sends back is what was read, whatever the kind."""
    chosen = [row for kind in ("heading", "task", "target", "doubt") for row in plan.findings.filter(kind=kind)[:5]]
    for row in [*chosen, *plan.findings.filter(suspect=True)]:
        if row.kind == "heading":
            findings.decide(row, "reopen", actor=ACTOR)
        row.refresh_from_db()
        officer.post(of_finding(row), as_shown(officer, row, decision="accept"))
        assert (fresh(row).state, fresh(row).data) == ("accepted", row.data), row.quote


@pytest.mark.parametrize(
    ("kind", "changed", "field"),
    [
        ("target", {"subject": "", "note": "typed"}, "subject"),
        ("target", {"comparator": ">=", "value": "many", "note": "typed"}, "value"),
        ("target", {"comparator": "range", "low": "9", "high": "1", "note": "typed"}, "low"),
        ("task", {"content": "", "deadlines": "typed"}, "content"),
        ("task", {"number": "0", "deadlines": "typed"}, "number"),
        ("heading", {"title": "", "number": "typed"}, "title"),
    ],
)
def test_panel_with_errors_answers_422_and_loses_nothing(plan, officer, kind, changed, field):
    row = plan.findings.filter(kind=kind).first()
    response = officer.post(of_finding(row), as_shown(officer, row, decision="correct", **changed))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert "typed" in response.content.decode()
    assert (fresh(row).state, fresh(row).data, fresh(row).version) == (row.state, row.data, 1)


def test_panel_with_two_leads_answers_422_and_keeps_the_units(plan, officer):
    row = plan.findings.filter(kind="task").first()
    sent = as_shown(officer, row, decision="correct", unit_name=["甲局", "乙局"], unit_role=["lead", "lead"])
    response = officer.post(of_finding(row), sent)
    assert response.status_code == 422
    assert response.context["form"].units() == [{"name": "甲局", "role": "lead"}, {"name": "乙局", "role": "lead"}]
    assert len(response.context["form"].non_field_errors()) == 1


def test_two_officers_deciding_one_finding_are_told_of_each_other(plan, officers):
    anna, bert = officers
    row = target(plan)
    seen = [as_shown(client, row) for client in officers]
    assert anna.post(of_finding(row), {**seen[0], "decision": "reject"}).status_code == 200
    response = bert.post(of_finding(row), {**seen[1], "decision": "correct", "note": "typed by Bert"})
    assert response.status_code == 422
    assert (fresh(row).state, fresh(row).data["note"]) == ("rejected", row.data["note"])
    page = response.content.decode()
    assert "typed by Bert" in page  # nothing is lost, and the page knows the row as it is now
    assert re.findall(r'name="version" value="(\d+)"', page) == ["2"]
    assert response.context["finding"].state == "rejected"
    again = {**seen[1], "decision": "correct", "note": "typed by Bert", "version": 2}
    assert bert.post(of_finding(row), again).status_code == 200
    assert (fresh(row).state, fresh(row).data["note"]) == ("corrected", "typed by Bert")


def test_decisions_at_the_same_moment_end_in_one_of_them(transactional_db):
    office = factory.make("people.organisations")
    row = factory.make("planning.findings", office)
    ends = []

    def decide(decision):
        try:
            findings.decide(Finding.objects.get(pk=row.pk), decision, actor=ACTOR, expected_version=1)
            ends.append(decision)
        except Conflict:
            ends.append("conflict")
        finally:
            connections.close_all()

    threads = [Thread(target=decide, args=[decision]) for decision in ("accept", "reject")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    decided = {"accept": "accepted", "reject": "rejected"}
    [won] = [end for end in ends if end != "conflict"]
    assert (sorted(ends) == sorted([won, "conflict"]), fresh(row).state) == (True, decided[won])


def test_decision_that_is_none_is_refused(plan, officer):
    row = target(plan)
    for decision in ("", "adopt", "nonsense"):
        assert officer.post(of_finding(row), {"decision": decision, "version": 1}).status_code == 422
    assert fresh(row).version == 1


# ── marking in the text ──


def test_marked_text_becomes_a_finding_with_its_quote(plan, officer):
    start = plan.text.index("工作思路")
    place = {"start": start, "end": start + 4}
    page = officer.get(address(plan, "mark"), {**place, "kind": "task"})
    assert (page.status_code, page.context["quote"]) == (200, "工作思路")
    form = page.context["form"]
    sent = {**place, "kind": "task", "number": form["number"].value(), "content": form["content"].value()}
    response = officer.post(address(plan, "mark"), sent)
    row = plan.findings.get(by_person=True)
    assert (response.status_code, response["HX-Redirect"]) == (204, f"{address(plan, 'check')}?at={row.uuid}")
    assert (row.state, row.quote, row.start, row.end, row.data["number"]) == (
        "accepted", "工作思路", start, start + 4, 34
    )  # fmt: skip
    assert officer.get(response["HX-Redirect"]).context["finding"] == row


def test_marking_with_errors_answers_422_and_loses_nothing(plan, officer):
    sent = {"kind": "target", "start": 0, "end": 4, "subject": "typed", "comparator": ">=", "value": ""}
    response = officer.post(address(plan, "mark"), sent)
    assert (response.status_code, "typed" in response.content.decode()) == (422, True)
    assert plan.findings.filter(by_person=True).count() == 0


@pytest.mark.parametrize(
    "place",
    [{"start": 5, "end": 5}, {"start": 9, "end": 5}, {"start": -1, "end": 5}, {"start": 0, "end": 10**7}, {"start": 1}],
)
def test_place_that_is_not_in_the_text_cannot_be_marked(plan, officer, place):
    for method in (officer.get, officer.post):
        assert method(address(plan, "mark"), {"kind": "task", **place}).status_code == 404
    assert officer.get(address(plan, "mark"), {"kind": "doubt", "start": 0, "end": 4}).status_code == 404


# ── together, names, submission ──


def test_undoubted_are_accepted_together_and_the_doubtful_wait(plan, officer):
    response = officer.post(address(plan, "accept-undoubted"), {"kind": "target"})
    assert response["Location"] == f"{address(plan, 'check')}?kind=target"
    left = plan.findings.filter(kind="target", state="open")
    assert (left.count(), left.filter(suspect=False).count()) == (3, 0)
    assert plan.findings.filter(kind="task").exclude(state="open").count() == 0
    assert officer.post(address(plan, "accept-undoubted"), {"kind": "nonsense"}).status_code == 404


def test_names_are_matched_on_screen_and_wrong_meanings_refused(plan, officer, office):
    row = plan.unit_names.first()
    page = address(plan, "unit-name", name=row.uuid)
    beyond = factory.make("people.organisations")
    for meaning, status in (
        ("organisation:0", 404),
        (f"organisation:{beyond.pk}", 404),
        ("set:x", 422),
        ("", 422),
        ("person:1", 422),
    ):
        sent = {"decision": "match", "meaning": meaning}
        assert officer.post(page, sent, headers={"HX-Request": "true"}).status_code == status
    assert fresh(row).state == "open"
    officer.post(page, {"decision": "match", "meaning": f"organisation:{office.pk}"})
    assert (fresh(row).state, fresh(row).organisation) == ("matched", office)
    officer.post(page, {"decision": "ignore"})
    assert (fresh(row).state, fresh(row).organisation) == ("ignored", None)
    officer.post(page, {"decision": "reopen"})
    assert fresh(row).state == "open"


def test_name_is_matched_at_reading_when_it_means_exactly_one(office):
    once = factory.make("people.organisations", name="区教育局", aliases=["区教委"])
    for code in ("a", "b"):
        factory.make("people.organisations", name="区财政局", code=code)
    plan = factory.make("planning.plans", office, state="checking")
    rows = {name: factory.make("planning.unit-names", office, plan=plan, name=name) for name in ("区教委", "区财政局")}
    assert names.match_certain(plan, actor=ACTOR) == 1
    assert (fresh(rows["区教委"]).organisation, fresh(rows["区财政局"]).state) == (once, "open")


def decide_all(plan, office):
    for kind in ("task", "target", "doubt"):
        findings.accept_undoubted(plan, kind, actor=ACTOR, reason="checked")
    for row in plan.findings.filter(state="open"):
        findings.decide(row, "accept", actor=ACTOR)
    for row in plan.unit_names.filter(state="open"):
        names.match(row, organisation=office, actor=ACTOR)


def test_submission_waits_until_everything_is_decided(plan, office, officer):
    page = reverse("desk:move", kwargs={"room": "planning", "slug": "plans", "uuid": plan.uuid, "name": "submit"})

    def refused():
        shown = officer.get(address(plan, "check")).context["submit"][1]
        response = officer.post(page, {"reason": "done"})
        assert (response.status_code, fresh(plan).state) == (422, "checking")
        assert response.context["refusal"] == shown
        return shown

    waiting = plan.findings.filter(state="open").count()
    assert str(waiting) in refused()
    decide_all(plan, office)
    finding, name = plan.findings.filter(kind="target").last(), plan.unit_names.last()
    findings.decide(finding, "reopen", actor=ACTOR)
    assert "1" in refused()
    findings.decide(fresh(finding), "reject", actor=ACTOR)
    names.reopen(fresh(name), actor=ACTOR)
    assert "1" in refused()
    names.ignore(fresh(name), actor=ACTOR)
    assert officer.get(address(plan, "check")).context["submit"][1] == ""
    for row in plan.findings.filter(kind="task"):
        findings.decide(row, "reject", actor=ACTOR)
    assert refused() != ""  # a plan without a task


def test_plan_that_left_the_desk_is_decided_about_no_more(plan, office, officer):
    decide_all(plan, office)
    write.apply(PLANS, plan, "submit", actor=ACTOR)
    row = target(plan)
    assert officer.get(address(plan, "check")).status_code == 302
    sent = {"decision": "reject", "version": row.version}
    assert officer.post(of_finding(row), sent).status_code == 404
    assert officer.post(address(plan, "accept-undoubted"), {"kind": "task"}).status_code == 404
    assert officer.get(address(plan, "mark"), {"kind": "task", "start": 0, "end": 4}).status_code == 404
    assert fresh(row).state == "accepted"


def test_superseded_plan_stays_readable_and_cannot_be_superseded_again(plan, office, officer):
    decide_all(plan, office)
    write.apply(PLANS, plan, "submit", actor=ACTOR)
    first = write.apply(PLANS, plan, "adopt", actor=ACTOR, by_system=True)
    second = intake.upload(TEXT, "v2.txt", organisation=office, actor=ACTOR, supersedes=first)
    offered = officer.get(reverse("planning:upload")).context["form"].fields["supersedes"].queryset
    assert list(offered) == [first]
    decide_all(second, office)
    write.apply(PLANS, second, "submit", actor=ACTOR)
    write.apply(PLANS, second, "adopt", actor=ACTOR, by_system=True)
    assert (fresh(first).state, fresh(second).state) == ("superseded", "adopted")
    assert (first.tasks.count(), second.tasks.count()) == (33, 33)
    offered = officer.get(reverse("planning:upload")).context["form"].fields["supersedes"].queryset
    assert list(offered) == [fresh(second)]
    assert officer.get(address(first, "plan")).status_code == 200
    with pytest.raises(NotLawful):
        write.apply(PLANS, first, "supersede", actor=ACTOR, by_system=True)
    assert Plan.objects.filter(state="adopted").count() == 1

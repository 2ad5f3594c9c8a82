"""The demonstration district has what the documents say, and loading it again changes nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from tests.demo.test_data import ACCOUNTS, ORGANISATIONS, PERSONS, ROLES
from tests.demo.tours import addresses, tours

from jiangxin.audit.models import Activity
from jiangxin.demo.domain.build import build
from jiangxin.kernel import records
from jiangxin.people.models import Account, Organisation, Person, RoleAssignment
from jiangxin.planning.models import Plan, TaskUnit
from jiangxin.site.domain.defaults import load_defaults

#: Long enough for the plan to be adopted, given out and reported on once.
UNTIL = date(2023, 1, 20)

PLAN = "某区职业教育工作方案\n\n一、主要目标\n到2027年，建成3所优质学校。\n"


@pytest.fixture
def load(db, settings):
    """Return the function that loads the demonstration and returns what it said."""
    settings.JIANGXIN_DEMO = True
    settings.JIANGXIN_TODAY = UNTIL
    load_defaults()

    def run(**options):
        said = []
        build(say=said.append, **options)
        return said

    return run


def counted():
    """How many rows of each record type there are, the newest activity, and every version."""
    rows = {record.key(): record.model._default_manager.count() for record in records.all_records()}
    changed = {
        record.key(): sorted(record.model._default_manager.values_list("pk", "version"))
        for record in records.all_records()
        if any(field.name == "version" for field in record.model._meta.fields)
    }
    return rows, changed, Activity.objects.count()


def test_district_has_the_stated_counts_and_a_second_load_changes_nothing(load):
    assert load() == [
        "Loading the demonstration district",
        "Reading and adopting its plan",
        "Letting it run until 2023-01-20",
        "Appraising its units",
    ]
    plan = Plan.objects.get()
    assert (plan.state, plan.tasks.count(), plan.targets.count(), plan.parameters.count(), plan.clauses.count()) == (
        "adopted", 33, 45, 0, 28
    )  # fmt: skip
    assert TaskUnit.objects.filter(task__plan=plan).count() == 83
    assert (Organisation.objects.count(), Person.objects.count()) == (len(ORGANISATIONS), len(PERSONS))
    assert Account.objects.filter(is_demonstration=True).count() == Account.objects.count() == len(ACCOUNTS)
    held = RoleAssignment.objects.filter(person__accounts__isnull=False)
    assert sorted(held.values_list("role__code", flat=True)) == sorted(r["code"] for r in ROLES)
    for code in (row["username"] for row in ACCOUNTS):  # one account for each role, and its tour leads somewhere
        client = Client()
        client.post("/account/login/", {"login": code, "password": "Jiangxin-Demo-1"})
        assert client.get("/").status_code == 200
        [tour] = [tour for tour in tours() if code in tour.accounts]
        answers = {address: client.get(address, follow=True).status_code for address in addresses(tour.text)}
        assert [address for address, status in answers.items() if status != 200] == []
    before = counted()
    assert load() == []
    assert counted() == before


def test_other_document_waits_at_the_desk_instead_of_the_adopted_plan(load, tmp_path):
    path = tmp_path / "mine.txt"
    path.write_text(PLAN, encoding="utf-8")
    load(plan=path)
    plan = Plan.objects.get()
    assert (plan.state, plan.file_name, plan.tasks.count()) == ("checking", "mine.txt", 0)
    assert plan.findings.filter(kind="target").count() == 1


def test_document_beside_the_demonstration_plan_leaves_that_one_alone(load, tmp_path):
    load()
    path = tmp_path / "mine.txt"
    path.write_text(PLAN, encoding="utf-8")
    load(plan=path)
    assert sorted(Plan.objects.values_list("state", "file_name")) == [("adopted", "plan.txt"), ("checking", "mine.txt")]


def test_day_before_its_people_took_their_posts_is_refused(load, settings):
    settings.JIANGXIN_TODAY = date(2022, 5, 31)
    with pytest.raises(ValidationError, match="a day before 2022-06-01"):
        load()
    assert Organisation.objects.count() == 0


def test_demonstration_is_refused_in_service(db, settings):
    settings.JIANGXIN_DEMO = False
    load_defaults()
    with pytest.raises(RuntimeError):
        build(say=print)
    assert Account.objects.count() == 0

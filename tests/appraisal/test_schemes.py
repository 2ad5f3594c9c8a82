"""Schemes: what is wrong is told at the row, what is published stays, measures that may never count do not get in."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from tests.factories import appraising as make
from tests.factories.screens import client_of
from tests.factories.workflow import fixture

from jiangxin.appraisal import rules
from jiangxin.appraisal.domain import schemes
from jiangxin.appraisal.models import Criterion, Scheme, SuppliedMeasure
from jiangxin.kernel.errors import NotAllowed, NotLawful

RULES = [
    "between_lines\nfail: 60\nfull: 95\nshare_at_fail: 0.6",
    "best_of_peers\nlower_is_better: yes",
    "brackets\nbrackets: 90 |  | 1\nbrackets:  | 90 | 0.6\nabout: percent_of_mean",
    "cumulative\neach: 0.5\nper: 10\nwhole: yes",
    "level_counts\nlevels: n | National | 3\nranks: 1 | First | 1\neach: 2\nkeep: highest_worth",
    "deductions\ndeductions: late | Late | 0.5 | 2\ndeductions: lost | Lost | 1 | \ncap: 5",
    "expert_mean\ntrim: 1\nleast: 3",
    "survey\noptions: a | Good | 100\noptions: b | Bad | 0\nignored: x\nleast: 10",
]


@pytest.mark.parametrize("text", RULES)
def test_rule_as_text_is_read_and_written_alike(text):
    rule = rules.read_rule(text)
    assert rules.read_rule(rules.write_rule(rule)) == rule


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        ("number", "12/18"),
        ("items", "n | Prize | 1 | 2023-05-31"),
        ("events", "late | 2 | Report | 2023-05-31"),
        ("scores", "A | 92.5\nB | 80"),
        ("answers", "q1 | a=10 | b=5"),
        ("events", "无"),
    ],
)
def test_value_as_text_is_read_and_written_alike(shape, text):
    assert rules.write_value(rules.read_value(shape, text)) == text


@pytest.mark.parametrize("text", ["", "guess", "between_lines\nfail: 60", "between_lines\nfail: low\nfull: 1"])
def test_rule_that_cannot_be_read_is_refused(text):
    with pytest.raises(ValidationError):
        rules.read_rule(text)


def test_usage_never_becomes_a_measure(place):
    for name in ("Number of log-ins", "系统登录次数", "在线时长", "材料上传数量", "平台积分"):
        values = {"code": "x", "name": name, "kind": "result", "shape": "number", "source": "S"}
        with pytest.raises(ValidationError, match="never count"):
            make.save(SuppliedMeasure, place.officer, **values)


def test_faults_are_told_at_their_rows_and_keep_a_scheme_from_its_approval(place):
    row = make.scheme(place)
    criterion = Criterion.objects.get(code="time")
    make.save(Criterion, place.officer, criterion, points=50)
    assert [(str(fault.row), fault.text) for fault in schemes.faults(row)] == [
        ("Departments", "The criteria of a group do not add up to the full marks.")
    ]
    with pytest.raises(NotLawful, match="do not add up"):
        make.step(row, "submit", place.officer)
    page = client_of(place.officer).get(f"/appraisals/schemes/{row.uuid}/rules/")
    assert "do not add up" in page.content.decode()


def test_published_scheme_stays_and_the_next_edition_ends_it(place):
    row = make.publish(place, make.scheme(place))
    criterion = Criterion.objects.get(code="time")
    with pytest.raises(NotAllowed):
        make.save(Criterion, place.officer, criterion, points=10)
    for change in (lambda: Criterion.objects.update(points=10), lambda: Scheme.objects.update(total=50)):
        with fixture(), pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            change()
    used = make.appraisal(place, row)
    same = schemes.copy(row, date(2023, 1, 1), actor=place.officer.actor())
    with pytest.raises(NotLawful, match="begins later"):
        make.step(same, "submit", place.officer)
    with fixture():
        same.valid_from = date(2024, 1, 1)
        same.save()
    make.publish(place, same)
    row.refresh_from_db()
    assert (row.valid_to, same.criterion_rows.count(), same.copied_from) == (date(2024, 1, 1), 2, row)
    assert used.scheme == row
    with pytest.raises(ValidationError, match="in force from"):
        make.appraisal(place, row, starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31), title="2024")


def test_criterion_is_made_by_a_form_that_fits_its_kind_of_rule(place):
    row, client = make.scheme(place), client_of(place.officer)
    about = f"scheme={row.uuid}&measure=supervision.slips"
    wrong = client.get(f"/appraisals/criteria/add/?{about}&kind=between_lines")
    assert "does not read values of the shape" in wrong.content.decode()
    address = f"/appraisals/criteria/add/?{about}&kind=deductions"
    form = client.get(address).context["form"]
    assert next(form.rule_tables())["lines"][0][0].initial == "blue_answered"
    data = {
        "code": "slips",
        "order": "3",
        "name": "Slips",
        "points": "5",
        "part": "deduction",
        "missing": "refuse",
        "cap": "5",
    }
    data |= {"deductions-0-0": "red_unanswered", "deductions-0-1": "Red", "deductions-0-2": "2"}
    answer = client.post(address, data)
    saved = Criterion.objects.get(code="slips")
    assert (answer.status_code, saved.rule) == (302, "deductions\ndeductions: red_unanswered | Red | 2 |\ncap: 5")
    assert schemes.faults(row) == []
    changed = client.post(
        f"/appraisals/criteria/{saved.uuid}/edit/", {**data, "cap": "4", "reason": "less", "version": saved.version}
    )
    saved.refresh_from_db()
    assert (changed.status_code, saved.rule.splitlines()[-1]) == (302, "cap: 4")

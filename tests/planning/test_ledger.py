"""The ledger of tasks: its lines, what it keeps from whom, and its files."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook
from tests.factories import planning as make
from tests.factories import running, screens
from tests.factories.workflow import fixture

from jiangxin.audit.models import Activity
from jiangxin.planning.models import Cycle, Report

APPROVED = date(2024, 2, 1)


@pytest.fixture
def reported(place):
    """Return the district with a task that was reported on, and a newer draft that nobody else may see."""
    make.running(place, place.task, place.education, place.labour)
    make.assign(place, place.task, place.education, place.labour, oversight=[place.finance.post])
    screens.report(place.task, place.education, problems="Rain.", next_steps="Roof.")
    with fixture():
        goal = running.make_work_plan(place.education.row, task=place.task, goal="Two of four.", approved_on=APPROVED)
        screens.walk(goal, ["in_approval", "approved"])
        later = running.make_cycle(
            starts_on=date(2024, 4, 1),
            ends_on=date(2024, 6, 30),
            opens_on=date(2024, 6, 20),
            due_on=date(2024, 7, 10),
            locks_on=date(2024, 7, 30),
        )
    screens.report(
        place.task, place.education, later, state="draft", handed_in_on=None, progress="Secret draft.", percent=99
    )
    return place


def lines(response):
    return [entry.line for section in response.context["ledger"].sections for entry in section.entries]


def test_line_holds_what_officials_look_for(reported):
    line, other = lines(screens.page(reported.officer, "ledger", reported.plan))
    cycle = Cycle.objects.order_by("starts_on").first()
    assert tuple(line) == (
        "1", "Build schools.", "Two of four.", "Education", "Labour", "Head Finance-head", "Kept up",
        f"{cycle} (40 %): Walls stand.", "Rain.", "Roof.", "Under way", line.light,
    )  # fmt: skip
    assert tuple(other)[:8] == ("2", "Train teachers.", "", "", "", "", "2025-06-30", "")


def test_draft_is_in_no_ledger_not_even_that_of_the_unit(reported):
    for person in (reported.officer, reported.education.liaison, reported.finance.liaison):
        page = screens.page(person, "ledger", reported.plan)
        assert "Secret draft" not in page.content.decode()


def test_unit_without_a_part_reads_no_report_and_no_goal(reported):
    stranger = make.unit("Tourism").liaison
    line = lines(screens.page(stranger, "ledger", reported.plan, {"group": "lead"}))[0]
    assert (line.goal, line.progress, line.problems) == ("", "", "")


def test_returned_report_gives_way_to_the_one_before(reported):
    with fixture():
        later = Cycle.objects.order_by("-starts_on").first()
        Report.objects.filter(cycle=later).delete()
    screens.report(
        reported.task, reported.education, later, state="returned", progress="Poor.", decided_on=date(2024, 4, 12)
    )
    line = lines(screens.page(reported.officer, "ledger", reported.plan))[0]
    assert line.progress.endswith("Walls stand.")


def sheet(content):
    found = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return [[str(value) for value in row] for row in found.to_python()]


def document(content):
    table = docx.Document(io.BytesIO(content)).tables[0]
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize(("kind", "read", "above"), [("xlsx", sheet, 2), ("docx", document, 0)])
def test_file_has_the_lines_of_the_page_and_is_logged(reported, kind, read, above):
    page = screens.page(reported.officer, "ledger", reported.plan)
    file = screens.page(reported.officer, "ledger", reported.plan, {"format": kind})
    found = read(file.content)[above:]
    assert found[0] == [str(head) for head in page.context["heads"]]
    written = [row for row in found[1:] if len(set(row)) > 2]
    assert [row[:11] for row in written] == [list(line[:11]) for line in lines(page)]
    entry = Activity.objects.filter(verb="export", record="planning.tasks").latest("pk")
    assert entry.details == {"rows": 2, "format": kind}


def test_file_is_refused_to_those_who_may_not_export(reported):
    reader = make.person("reader", reported.office, "reader")
    assert screens.page(reader, "ledger", reported.plan).context["files"] == []
    assert screens.page(reader, "ledger", reported.plan, {"format": "xlsx"}).status_code == 403
    assert screens.page(reported.officer, "ledger", reported.plan, {"format": "exe"}).status_code == 404


def test_number_of_queries_does_not_grow(reported):
    client = screens.client_of(reported.officer)
    address = reverse("planning:ledger", kwargs={"uuid": reported.plan.uuid})
    few = screens.queries(client, address)
    cycle = Cycle.objects.order_by("starts_on").first()
    for task in (reported.other, *screens.more_tasks(reported, 3)):
        make.running(reported, task, reported.labour, reported.finance)
        screens.report(task, reported.labour, cycle)
    assert screens.queries(client, address) == few

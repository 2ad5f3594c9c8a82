"""The cockpit says what the pages behind it say, and nothing that they would not show."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from django.utils import translation
from tests.factories import planning as make
from tests.factories import records as rows
from tests.factories import running, screens, supervising
from tests.factories.workflow import fixture

from jiangxin.desk.models import Setting
from jiangxin.kernel import clock
from jiangxin.planning.models import Target, TargetValue
from jiangxin.site.domain.queries.cockpit import picture

COCKPIT = "/cockpit/"


@pytest.fixture
def place(db):
    """Return a district whose plan runs and is supervised, with drafts of all sorts that nobody else may count."""
    with translation.override("en"), clock.on(make.BEGIN):
        found = supervising.district()
        make.running(found, found.other, found.labour)
        screens.shine(found.task, "red")
        screens.shine(found.other, "green")
        report_and_aim(found)
        split(found, found.task, found.education)
        supervise(found)
        yield found


def report_and_aim(place):
    """Let one unit report, another draft; give the plan a target with a value and one without."""
    with fixture():
        cycle = running.make_cycle(
            starts_on=date(2024, 1, 1), ends_on=date(2024, 3, 31), opens_on=date(2024, 3, 21),
            due_on=date(2024, 4, 10), locks_on=date(2024, 4, 30), opened_on=date(2024, 3, 21),
        )  # fmt: skip
        for number, (word, due) in enumerate((("Share", 60), ("Schools", 3)), 1):
            figure = {"quote": f"{due}", "comparator": ">=", "value": due, "deadline_on": date(2023, 12, 31)}
            place.target = Target.objects.create(plan=place.plan, number=number, subject=word, start=0, end=6, **figure)
        values = {"cycle": cycle, "organisation": place.education.row, "due_on": cycle.due_on, "basis": "The register"}
        aim = TargetValue.objects.create(target=place.target, value=1, handed_in_on=date(2024, 4, 5), **values)
        screens.walk(aim, ["signing", "reported", "accepted"])
    place.cycle = cycle
    screens.report(place.task, place.education, cycle)
    screens.report(place.other, place.labour, cycle, state="draft", handed_in_on=None)


def split(place, task, unit):
    """Split a task into what is overdue, what is near, and what is far."""
    for number, (days, kind) in enumerate(
        ((-30, "subtask"), (-9, "milestone"), (9, "milestone"), (90, "milestone")), 1
    ):
        screens.split(task, f"{number}", unit, clock.today() + timedelta(days), kind=kind)


def supervise(place):
    supervising.under_way(place)
    supervising.put(place)
    supervising.finding(place)
    supervising.slip(place)
    supervising.slip(place, issue=False)
    with fixture():
        for state in ("open", "answered"):
            row = rows.make("reporting.instructions", place.office, due_on=clock.today() - timedelta(1))
            screens.walk(row, [] if state == "open" else [state])


def look(person, **headers):
    return screens.client_of(person).get(COCKPIT, headers=headers)


def instruments(person):
    return {one.key: one for column in look(person).context["columns"] for one in column.instruments}


def test_instruments_count_what_their_pages_show(place):
    client = screens.client_of(place.leader)
    found = instruments(place.leader)
    pages = {key: client.get(one.url).context for key, one in found.items()}
    assert {key: one.finding for key, one in found.items()} == {
        "tasks": "2 tasks: 1 red, 0 yellow",
        "late": "Overdue: 2, the longest by 30 days",
        "ahead": "Milestones within four weeks: 1",
        "quarters": "Red lights stay at 1 since 2024-03-31",
        "targets": "1 of 2 targets behind their path",
        "units": "1 of 2 lead units have a red light",
        "reports": f"{place.cycle}: 1 of 2 reports handed in",
        "supervised": "Problems found: 1, closed: 0",
        "instructions": "Instructions open: 1, overdue: 1",
    }
    assert Counter(pages["tasks"]["tree"].sums.colours) == Counter(red=1, green=1)
    assert [count for _colour, _label, count in found["tasks"].more["tallies"]] == [1, 1]
    assert (pages["late"]["count"], pages["ahead"]["count"]) == (2, 1)
    assert [line.colour for line, _spark in pages["targets"]["lines"]] == ["grey", "red"]
    assert [(group.title, group.sums.tasks) for group in pages["units"]["tree"].groups] == [
        (tile.unit.name, tile.tasks) for tile, *_rest in found["units"].rows
    ]
    assert ([row[::2] for row in found["supervised"].more["slips"]], found["supervised"].more["unanswered"]) == (
        [("blue", 1)],
        1,
    )
    lists = [pages[key] for key in ("reports", "supervised", "instructions")]
    assert [page["count"] for page in (*lists, client.get(found["quarters"].rows[-1]["url"]).context)] == [1, 1, 1, 2]


def test_who_has_no_right_to_a_part_does_not_see_it(place):
    assert set(instruments(place.officer)) == {
        "tasks", "late", "ahead", "quarters", "targets", "units", "reports", "instructions",
    }  # fmt: skip
    assert look(place.education.liaison).status_code == 403
    stranger = picture(place.plan, place.finance.liaison.actor(), clock.today())
    assert (stranger.steps.late, stranger.steps.ahead, stranger.steps.later, stranger.reports) == ([], [], [], None)
    assert (stranger.supervised.found, stranger.supervised.slips, stranger.instructions.open) == (0, {}, 0)
    # who prepares drafts does not count them either
    told = picture(place.plan, place.supervisor.actor(), clock.today())
    assert (told.supervised.found, told.supervised.slips, told.reports.missing) == (1, {"blue": 1}, 1)
    addresses = [screens.client_of(person).get("/").content.decode() for person in (place.leader, place.labour.liaison)]
    assert [f'href="{COCKPIT}"' in page for page in addresses] == [True, False]

    # the page itself asks for the instruments alone, at the pace of the setting
    screens.split(place.task, "9", place.education, clock.today() - timedelta(99), title="<i>x</i>")
    whole, part = look(place.leader), look(place.leader, HX_Request="true").content.decode()
    assert ("<html" in whole.content.decode(), "<html" in part, "data-drawn" in part) == (True, False, True)
    assert ("<i>x" in part, "&lt;i&gt;x" in part, whole.context["seconds"]) == (False, True, 60)
    with fixture():
        Setting.objects.create(key="cockpit.seconds", value="3", valid_from=make.BEGIN)
    assert look(place.leader).context["seconds"] == 10


def test_number_of_queries_does_not_grow(place):
    client = screens.client_of(place.leader)
    few = screens.queries(client, COCKPIT)
    for task in screens.more_tasks(place, 3):
        make.running(place, task, place.labour)
        split(place, task, place.labour)
    supervising.put(place)
    assert screens.queries(client, COCKPIT) == few

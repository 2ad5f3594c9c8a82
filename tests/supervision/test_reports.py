"""The circular on a round: its facts are what was found, and it is drafted in one action."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories import supervising as make
from tests.factories.screens import client_of
from tests.factories.workflow import fixture

from jiangxin.engines.typeset.document import Chart, Layout, Paragraph, Table
from jiangxin.kernel import clock, records
from jiangxin.reporting.domain import composing, sources
from jiangxin.reporting.models import Delivery, Document
from jiangxin.supervision.models import Finding
from jiangxin.supervision.reports import KEY


@pytest.fixture
def found(place):
    """Return the district with a round under way: a problem closed, one overdue, a good practice, and a draft."""
    make.under_way(place)
    closed = make.rectified(place, facts="The school is too small.")
    make.step(closed, "close", place.verifier, verification="Seen on the spot.")
    make.put(place, facts="No teacher was hired.")
    good = make.finding(place, kind="good_practice", facts="Lessons are held in the works.", rectify_by=None)
    make.step(good, "note", place.supervisor)
    make.finding(place, facts="Nobody knows of this yet.")
    with clock.on(place.round.starts_on + timedelta(21)):
        yield place


def facts(place, by):
    return sources.get(KEY).facts(place.round, clock.today(), by.actor())


def test_facts_of_a_round_count_what_was_put_to_units(found):
    values = facts(found, found.supervisor).values
    assert {
        name: values[name]
        for name in ("督查任务数", "发现问题数", "已销号问题数", "整改中问题数", "逾期未整改数", "典型做法数")
    } == {
        "督查任务数": "1",
        "发现问题数": "2",
        "已销号问题数": "1",
        "整改中问题数": "1",
        "逾期未整改数": "1",
        "典型做法数": "1",
    }
    assert (values["问题较多单位"], values["督查组组长"]) == ("Education", "supervisor")


def test_source_about_a_round_gives_what_it_declares(found):
    source, given = sources.get(KEY), facts(found, found.supervisor)
    assert (set(given.values), set(given.inserts)) == (set(source.values), set(source.inserts))
    assert {name: [type(block) for block in blocks] for name, blocks in given.inserts.items()} == {
        "各单位问题数": [Chart],
        "问题清单": [Table],
        "典型做法": [Paragraph],
        "督查任务一览表": [Table],
    }


def test_draft_findings_stand_in_no_document(found):
    given = facts(found, found.supervisor)
    assert "Nobody knows of this yet." not in str(given)
    assert "No teacher was hired." in str(given)


def about(row):
    room, slug = records.of_model(type(row)).key().split(".")
    return f"/documents/about/{room}/{slug}/{row.uuid}/"


def test_circular_is_drafted_in_one_action_and_linked_where_it_came_from(found):
    client, address = client_of(found.supervisor), about(found.round)
    offered = client.get(address).context["form"].fields["template"].queryset
    assert [template.code for template in offered] == [
        "rectification-notice",
        "supervision-brief",
        "supervision-circular",
    ]
    answer = client.post(address, {"template": offered[2].pk, "organisation": found.office.pk})
    document = Document.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/documents/{document.uuid}/edit/")
    assert (document.title, document.organisation) == ("关于Schools督查情况的通报", found.office)
    assert composing.assemble(document).layout == Layout.BULLETIN
    assert list(Delivery.objects.values_list("organisation", flat=True)) == [found.education.row.pk]
    page = f"/records/supervision/rounds/{found.round.uuid}/"
    assert f"/documents/{document.uuid}/" in client.get(page).content.decode()
    assert address in client.get(page).content.decode()
    # the unit sees the round, but neither a draft about it nor the way to make one
    shown = client_of(found.education.head).get(page)
    assert (str(document.uuid) in shown.content.decode(), address in shown.content.decode()) == (False, False)


def test_round_that_has_not_begun_has_no_circular(place):
    assert client_of(place.supervisor).get(about(place.round)).status_code == 404


def test_notice_to_rectify_lists_what_the_unit_has_still_to_put_right(found):
    row = Finding.objects.get(facts="No teacher was hired.")
    source = sources.get("supervision.finding")
    given = source.facts(row, clock.today(), found.supervisor.actor())
    assert (set(given.values), set(given.inserts)) == (set(source.values), set(source.inserts))
    [table] = given.inserts["该单位问题清单"]
    assert [line[2] for line in table.rows] == ["No teacher was hired."]
    assert (given.values["未销号问题数"], given.organisations) == ("1", (found.education.row.pk,))
    closed = Finding.objects.get(facts="The school is too small.")
    assert client_of(found.supervisor).get(about(closed)).status_code == 404


def test_notice_about_a_slip_says_what_the_slip_says(found):
    row = make.slip(found, text="Hire teachers by June.")
    source = sources.get("supervision.slip")
    given = source.facts(row, clock.today(), found.supervisor.actor())
    assert (set(given.values), given.organisations) == (set(source.values), (row.organisation_id,))
    assert (given.values["督办事项"], given.values["督办要求"]) == (found.task.content, "Hire teachers by June.")


def test_without_a_template_it_is_said(found):
    with fixture():
        for template in composing.templates_on(clock.today()):
            template.valid_to = template.valid_from + timedelta(1)
            template.save()
    assert client_of(found.supervisor).get(about(found.round)).context["form"] is None

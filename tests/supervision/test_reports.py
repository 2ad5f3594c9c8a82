"""The circular on a round: its facts are what was found, and it is drafted in one action."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories import supervising as make
from tests.factories.screens import client_of
from tests.factories.workflow import fixture

from jiangxin.engines.typeset.document import Chart, Layout, Paragraph, Table
from jiangxin.kernel import clock
from jiangxin.reporting.domain import composing, sources
from jiangxin.reporting.models import Delivery, Document
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


def test_circular_is_drafted_in_one_action_and_addressed_to_the_units(found):
    client = client_of(found.supervisor)
    address = f"/supervision/rounds/{found.round.uuid}/circular/"
    offered = client.get(address).context["templates"]
    assert [template.code for template in offered] == ["rectification-notice", "supervision-circular"]
    answer = client.post(address, {"template": str(offered[1].uuid)})
    document = Document.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/documents/{document.uuid}/")
    assert (document.title, document.organisation) == ("关于Schools督查情况的通报", found.office)
    assert composing.assemble(document).layout == Layout.BULLETIN
    assert list(Delivery.objects.values_list("organisation", flat=True)) == [found.education.row.pk]


def test_round_that_has_not_begun_has_no_circular(place):
    assert client_of(place.supervisor).get(f"/supervision/rounds/{place.round.uuid}/circular/").status_code == 404


def test_without_a_template_it_is_said(found):
    with fixture():
        for template in composing.templates_on(clock.today()):
            template.valid_to = template.valid_from + timedelta(1)
            template.save()
    page = client_of(found.supervisor).get(f"/supervision/rounds/{found.round.uuid}/circular/")
    assert page.context["templates"] == []

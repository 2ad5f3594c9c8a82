"""From template and facts to a draft: filled in, kept with its facts, and checked before it goes on its way."""

from __future__ import annotations

from datetime import date

import pytest
from tests.factories import planning as make
from tests.factories import reporting as way
from tests.factories.workflow import fixture

from jiangxin.engines.typeset.document import Chart, Heading, Layout, Table
from jiangxin.kernel import clock
from jiangxin.kernel.errors import NotAllowed, NotLawful
from jiangxin.reporting.domain import composing, sources
from jiangxin.reporting.models import Delivery, Document, Template

CODES = (
    "appraisal-circular",
    "appraisal-proposal",
    "letter",
    "minutes",
    "progress-circular",
    "progress-serial",
    "rectification-notice",
    "rectification-notice-unit",
    "report",
    "slip-notice",
    "supervision-brief",
    "supervision-circular",
    "urging-letter",
    "urging-notice",
)


def test_draft_is_filled_with_facts_of_its_day(place):
    document = way.draft(place)
    assert document.title == "Plan office关于2024年10月8日重点任务推进情况的通报"
    assert document.facts_on == date(2024, 10, 8)
    assert document.facts["values"]["任务总数"] == "2"
    assert "方案共有重点任务2项" in document.body
    assert "{{" not in document.body


def test_draft_keeps_its_tables_when_the_facts_move_on(place):
    document = way.draft(place)
    before = composing.assemble(document)
    with fixture():
        place.task.content = "Something else."
        place.task.save()
    document.refresh_from_db()
    assert composing.assemble(document) == before


def test_draft_is_addressed_to_the_lead_units(place):
    document = way.draft(place)
    assert list(Delivery.objects.filter(document=document).values_list("organisation", "sent_on")) == [
        (place.education.row.pk, None)
    ]


def test_assembled_document_has_headings_chart_and_annexes(place):
    made = composing.assemble(way.draft(place))
    assert made.layout == Layout.ORDINARY
    assert made.draft
    assert [block.text for block in made.blocks if isinstance(block, Heading) and block.level == 1] == [
        "总体情况",
        "存在的主要问题",
        "下一步工作要求",
    ]
    assert [type(block) for block in made.blocks if isinstance(block, (Chart, Table))] == [Chart]
    assert [(annex.title, annex.landscape) for annex in made.annexes] == [
        ("重点任务推进情况一览表", True),
        ("指标完成情况表", False),
    ]
    assert [row[1] for row in made.annexes[0].blocks[0].rows] == ["Build schools.", "Train teachers."]


def test_draft_about_a_row_one_may_not_see_is_refused(place):
    stranger = make.person("stranger", place.office, "supervisor")
    with fixture():
        stranger.assignments.all().delete()
    with pytest.raises(NotAllowed):
        composing.draft(place.template, place.plan, organisation=place.office, actor=stranger.actor())


def test_template_that_names_something_unknown_cannot_be_drafted_from(place):
    with fixture():
        place.template.body = "共{{任务总书}}项。"
        place.template.save()
    assert composing.template_problems(place.template) == [
        "text, line 1: “任务总书” is not known. Did you mean “任务总数”?"
    ]
    with pytest.raises(NotLawful):
        way.draft(place)


def test_shipped_templates_name_only_what_their_sources_know(place):
    assert {template.code: composing.template_problems(template) for template in Template.objects.all()} == {
        code: [] for code in CODES
    }


def test_newest_template_of_a_code_counts(place):
    with fixture():
        later = Template.objects.get(code="letter")
        later.pk, later.uuid, later.valid_from, later.name = (
            None,
            "00000000-0000-4000-8000-000000000001",
            date(2024, 5, 1),
            "New",
        )
        later._state.adding = True
        later.save()
    names = {template.code: template.name for template in composing.templates_on(clock.today())}
    assert names["letter"] == "New"
    assert {template.code: template.name for template in composing.templates_on(date(2024, 4, 30))}[
        "letter"
    ] == "商请函"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"dated": None}, "The date of the document is missing."),
        (
            {"body": "一、情况\n[[红灯任务清担]]"},
            "text, line 2: “红灯任务清担” is not known. Did you mean “红灯任务清单”?",
        ),
        ({"body": "共{{任务总数}}项"}, "text, line 1: “任务总数” is not known."),
        ({"annexes": "一览表"}, "An annex is written as: title = [[table]]. Not read: 一览表"),
    ],
)
def test_incomplete_document_is_not_submitted(place, changes, said):
    document = way.draft(place, **changes)
    assert composing.problems(document) == [said]
    with pytest.raises(NotLawful):
        make.step(document, "submit", place.officer)


def test_names_of_organisations_in_a_title_are_found(place):
    assert composing.names_in("Plan office关于Education的通报") == ["Education", "Plan office"]


def test_source_about_a_plan_gives_what_it_declares(place):
    source = sources.get("planning.progress")
    facts = source.facts(place.plan, clock.today(), place.officer.actor())
    assert (set(facts.values), set(facts.inserts)) == (set(source.values), set(source.inserts))


def test_document_about_nothing_needs_no_source(place):
    made = composing.draft(
        Template.objects.get(code="letter"), None, organisation=place.office, actor=place.officer.actor()
    )
    assert (made.mark, made.source, made.subject_id) == ("Plan office", "", None)
    assert Document.objects.count() == 1

"""What a unit must not see of an appraisal: sheets of others, its own before the preview, who tied with it."""

from __future__ import annotations

from django.urls import reverse
from tests.factories import appraising as make
from tests.factories.screens import client_of
from tests.factories.workflow import fixture

from jiangxin.appraisal.models import (
    Appraisal,
    Computation,
    CriterionScore,
    Objection,
    PublishedRank,
    Scheme,
    Statement,
    UnitScore,
)
from jiangxin.desk.links import url_for
from jiangxin.kernel import access, records
from jiangxin.planning.models import Report


def seen(model, person):
    return list(access.rows(records.of_model(model), person.actor()))


def test_unit_sees_its_own_sheet_from_the_preview_on_and_no_other(place):
    draft = make.scheme(place)
    assert seen(Scheme, place.labour.head) == []
    row = make.appraisal(place, make.publish(place, draft))
    assert (seen(Appraisal, place.labour.head), seen(Scheme, place.labour.head)) == ([], [draft])
    row = make.reconciled(place, row)
    assert [said.organisation for said in seen(Statement, place.labour.head)] == [place.labour.row]
    row = make.step(make.step(row, "preview", place.officer), "open_objections", place.officer)
    own, other = make.sheet(row, place.labour), make.sheet(row, place.education)
    assert (seen(UnitScore, place.labour.head), seen(UnitScore, place.finance.head)) == ([own], [])
    assert {line.sheet_id for line in seen(CriterionScore, place.labour.head)} == {own.pk}
    assert (seen(Computation, place.labour.head), seen(PublishedRank, place.labour.head)) == ([], [])
    assert len(seen(UnitScore, place.leader)) == len(seen(UnitScore, place.supervisor)) == 2
    make.save(Objection, place.labour.head, appraisal=row, organisation=place.labour.row, criterion="", text="Secret.")
    assert seen(Objection, place.education.head) == []
    client = client_of(place.labour.head)
    assert client.get(url_for(records.of_model(UnitScore), "detail", other)).status_code == 404
    assert client.get(reverse("api:appraisal.sheets.row", kwargs={"uuid": other.uuid})).status_code == 404
    for page in (
        url_for(records.of_model(UnitScore), "detail", own),
        url_for(records.of_model(Appraisal), "detail", row),
    ):
        text = client.get(page).content.decode()
        assert "Labour" in text
        assert "Education" not in text
    row = make.confirmed(place, _decided(place, row))
    assert {(one.organisation.name, one.rank) for one in seen(PublishedRank, place.labour.head)} == {
        ("Education", 1),
        ("Labour", 2),
    }
    assert seen(UnitScore, place.labour.head) == [own]


def _decided(place, row):
    make.step(row.objections.get(), "decide", place.chief, outcome="rejected", decision="It stands.")
    return row


def test_unit_does_not_learn_from_its_sheet_who_has_the_same_total(place):
    with fixture():
        for report in Report.objects.filter(organisation=place.labour.row):
            report.handed_in_on = report.due_on
            report.save()
    row = make.opened(place)
    own = make.sheet(row, place.labour)
    assert (own.rank, make.sheet(row, place.education).rank) == (1, 1)
    assert "Education" not in client_of(place.labour.head).get(f"/appraisals/sheets/{own.uuid}/").content.decode()

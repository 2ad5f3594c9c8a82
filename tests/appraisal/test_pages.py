"""Pages of an appraisal, and the documents about its result."""

from __future__ import annotations

from tests.factories import appraising as make
from tests.factories.screens import client_of
from tests.factories.workflow import fixture

from jiangxin.appraisal.reports import KEY
from jiangxin.kernel import clock
from jiangxin.reporting.domain import composing, sources
from jiangxin.reporting.models import Delivery, Document


def test_pages_before_and_after_the_confirmation(place):
    row = make.reconciled(place, make.appraisal(place))
    officer, head = client_of(place.officer), client_of(place.labour.head)
    said = row.statements.get(organisation=place.labour.row)
    page = head.get(f"/appraisals/reconciliations/{said.uuid}/").content.decode()
    assert ("in time 6" in page, "late 6" in page) == (True, True)
    row = make.step(make.step(row, "preview", place.officer), "open_objections", place.officer)
    own = make.sheet(row, place.labour)
    assert head.get(f"/appraisals/{row.uuid}/compute/").status_code == 404
    assert officer.post(f"/appraisals/{row.uuid}/compute/", {"reason": " "}).status_code == 422
    assert officer.post(f"/appraisals/{row.uuid}/compute/", {"reason": "To see"}).status_code == 302
    own = make.sheet(row, place.labour)
    line = own.criteria.get(code="time")
    found = officer.get(f"/appraisals/points/{line.uuid}/").context["behind"]
    assert (len(found), {one.note for one in found}) == (12, {"in time", "late"})
    asked = head.get(f"/appraisals/sheets/{own.uuid}/object/?criterion=time")
    assert (asked.status_code, "criterion=time" in asked.url) == (302, True)
    kept = row.computations.first()
    assert officer.get(f"/appraisals/computations/{kept.uuid}/").context["reproduced"] is True
    address = f"/documents/about/appraisal/appraisals/{row.uuid}/"
    assert officer.get(address).status_code == 404
    row = make.confirmed(place, row)
    groups = officer.get(f"/appraisals/{row.uuid}/").context["groups"]
    assert [[one.sheet.rank for one in group.rows] for group in groups] == [[1, 2]]
    source, given = sources.get(KEY), sources.get(KEY).facts(row, clock.today(), place.officer.actor())
    assert (set(given.values), set(given.inserts)) == (set(source.values), set(source.inserts))
    assert (given.values["考核单位数"], given.values["等次情况"]) == ("2", "Excellent1个，Qualified1个")
    offered = officer.get(address).context["form"].fields["template"].queryset
    assert [template.code for template in offered] == ["appraisal-circular", "appraisal-proposal"]
    answer = officer.post(address, {"template": offered[0].pk, "organisation": row.organisation_id})
    document = Document.objects.get()
    assert (answer.status_code, document.title) == (302, "Plan office关于Appraisal of 2023结果的通报")
    assert composing.problems(document) == ["The date of the document is missing."]
    units = {unit.row.pk for unit in make.units(place)}
    assert set(Delivery.objects.values_list("organisation", flat=True)) == units


def test_copy_of_a_scheme_begins_later(place):
    row = make.publish(place, make.scheme(place))
    client, address = client_of(place.officer), f"/appraisals/schemes/{row.uuid}/copy/"
    assert client.post(address, {"valid_from": "2022-01-01"}).status_code == 422
    assert client.post(address, {"valid_from": "2024-01-01"}).status_code == 302
    with fixture():
        assert row.copies.get().edition == 2

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.desk import everything, signed_in
from tests.factories.exchange import kind, organisation

from jiangxin.audit.models import Activity
from jiangxin.desk.interfaces.filters import filterset_for
from jiangxin.desk.models import SavedView
from jiangxin.desk.views import bulk
from jiangxin.kernel import activity, records
from jiangxin.kernel.actors import process
from jiangxin.kernel.write import writing
from jiangxin.people.models import OrganisationPeriod

ADDRESS = "/records/people/organisations/"


def names(response):
    return [row.record.name for row in response.context["table"].rows]


def tree():
    top = organisation("T1", "Top")
    middle = organisation("M1", "Middle", parent=top)
    low = organisation("L1", "Low", parent=middle)
    other = organisation("O1", "Zebra")
    return top, middle, low, other


def test_search_finds_two_characters_anywhere_in_the_name():
    organisation("A1", "青川区教育委员会")
    organisation("A2", "青川区财政局")
    client, _actor = signed_in(*everything())
    assert names(client.get(ADDRESS, {"q": "教育"})) == ["青川区教育委员会"]


def test_subtree_filter_keeps_the_root_and_what_is_below():
    top, middle, _low, _other = tree()
    client, _actor = signed_in(*everything())
    assert sorted(names(client.get(ADDRESS, {"parent": str(top.uuid)}))) == ["Low", "Middle", "Top"]
    assert sorted(names(client.get(ADDRESS, {"parent": str(middle.uuid)}))) == ["Low", "Middle"]


def test_relation_filter_refuses_rows_out_of_reach():
    _top, middle, low, other = tree()
    client, _actor = signed_in("people.organisation.view", reach="own", at=middle)
    response = client.get(ADDRESS, {"parent": str(other.uuid)})
    assert (response.status_code, names(response)) == (200, [])
    assert response.context["filters"].errors
    assert b"Zebra" not in response.content
    assert low.name.encode() not in response.content


def test_filters_in_force_are_chips_that_lead_to_the_list_without_them():
    tree()
    client, _actor = signed_in(*everything())
    response = client.get(ADDRESS, {"kind": str(kind().uuid), "sort": "-name"})
    [chip] = response.context["chips"]
    assert (chip["label"], chip["value"]) == ("Kind", "school")
    assert chip["address"] == "?sort=-name&view="


def test_list_as_of_a_day_shows_names_and_parents_of_that_day():
    top, middle, low, _other = tree()
    with writing(process("tests"), "renamed"):
        OrganisationPeriod.objects.filter(organisation=middle).update(valid_to=date(2024, 1, 1))
        OrganisationPeriod.objects.create(
            organisation=middle, name="Middle renamed", kind=middle.kind, parent=top, valid_from=date(2024, 1, 1)
        )
        middle.name = "Middle renamed"
        middle.save()
    client, _actor = signed_in(*everything())
    past = {r.record.code: r.record for r in client.get(ADDRESS, {"as_of": "2023-06-01"}).context["table"].rows}
    now = {r.record.code: r.record for r in client.get(ADDRESS, {"as_of": "2024-06-01"}).context["table"].rows}
    assert (past["M1"].name, past["L1"].parent.name) == ("Middle", "Middle")
    assert (now["M1"].name, now["L1"].parent.name) == ("Middle renamed", "Middle renamed")
    assert client.get(ADDRESS, {"as_of": "2019-01-01"}).context["count"] == 0
    assert low.code in past


def test_as_of_list_takes_the_same_queries_whatever_it_shows():
    tree()
    client, _actor = signed_in(*everything())
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as few:
        client.get(ADDRESS, {"as_of": "2023-06-01"})
    for number in range(5):
        organisation(f"N{number}", f"New {number}", parent=organisation(f"P{number}", f"Parent {number}"))
    with CaptureQueriesContext(connection) as many:
        client.get(ADDRESS, {"as_of": "2023-06-01"})
    assert len(many) == len(few)


def test_unreadable_filter_is_explained_and_shows_nothing():
    tree()
    client, _actor = signed_in(*everything())
    response = client.get(ADDRESS, {"as_of": "yesterday"})
    assert response.status_code == 200
    assert response.context["count"] == 0
    assert list(response.context["filters"].errors) == ["as_of"]


def test_default_view_opens_first_and_others_do_not_see_an_unshared_one():
    tree()
    client, actor = signed_in(*everything(), "desk.view.share")
    client.post(ADDRESS + "views/", {"name": "Mine", "query": "q=Low&page=3", "is_default": "1"})
    view = SavedView.objects.get()
    assert (view.query, view.account_id, view.is_shared) == ("q=Low", actor.account_id, False)
    assert client.get(ADDRESS).headers["Location"] == f"{ADDRESS}?q=Low&view={view.uuid}"
    other, _other_actor = signed_in(*everything())
    assert other.get(ADDRESS).context["views"] == []
    assert other.post(f"{ADDRESS}views/{view.uuid}/delete/").status_code == 404


def test_shared_view_reaches_everybody_but_only_who_may_share_makes_one():
    client, _actor = signed_in(*everything(), "desk.view.share")
    client.post(ADDRESS + "views/", {"name": "Ours", "query": "q=Low", "is_shared": "1"})
    other, _other_actor = signed_in("people.organisation.view")
    assert [view.name for view in other.get(ADDRESS).context["views"]] == ["Ours"]
    other.post(ADDRESS + "views/", {"name": "Loud", "query": "", "is_shared": "1"})
    assert SavedView.objects.filter(name="Loud").count() == 0


def test_columns_of_the_address_are_shown_in_their_order():
    tree()
    client, _actor = signed_in(*everything())
    response = client.get(ADDRESS, {"columns": "short_name,name,nonsense"})
    assert [heading.label for heading in response.context["headings"]] == ["Short name", "Name"]


def test_rows_out_of_reach_are_neither_listed_nor_counted():
    _top, middle, _low, _other = tree()
    client, _actor = signed_in("people.organisation.view", reach="own", at=middle)
    response = client.get(ADDRESS)
    assert (names(response), response.context["count"]) == (["Middle"], 1)


def test_filterset_is_the_same_class_for_pages_and_api():
    record = records.get("people.organisations")
    assert filterset_for(record) is filterset_for(record)
    assert sorted(filterset_for(record).base_filters) == ["as_of", "kind", "parent", "q"]


def test_options_offer_visible_rows_only():
    _top, middle, _low, _other = tree()
    client, _actor = signed_in("people.organisation.view", reach="own", at=middle)
    assert client.get(ADDRESS + "options/").json() == {
        "options": [{"value": str(middle.uuid), "label": "Middle"}],
        "note": "",
    }


def test_bulk_deletion_shows_what_stands_in_the_way_and_deletes_the_rest():
    client, _actor = signed_in(*everything())
    used, free = kind("used"), kind("free")
    with writing(process("tests"), "fixture"):
        row = organisation("A3", "Three")
        row.kind = used
        row.save()
    address = "/records/people/organisation-kinds/bulk/"
    data = {"row": [str(used.uuid), str(free.uuid)], "action": "delete"}
    preview = client.post(address, data)
    assert {o.row.code: bool(o.refusal) for o in preview.context["outcomes"]} == {"free": False, "used": True}
    assert client.post(address, {**data, "confirm": "1"}).status_code == 422
    client.post(address, {**data, "confirm": "1", "reason": "not needed"})
    codes = set(used.__class__.objects.values_list("code", flat=True))
    assert ("used" in codes, "free" in codes) == (True, False)


def test_more_rows_than_can_be_acted_on_at_once_are_named(monkeypatch):
    monkeypatch.setattr(bulk, "MOST_ROWS", 2)
    client, _actor = signed_in(*everything())
    rows = [str(kind(f"k{n}").uuid) for n in range(3)]
    data = {"action": "delete"}
    for chosen, told in (
        (rows[:2], []),
        (rows, ["3 rows are selected. The first 2 are taken now; take the others afterwards."]),
    ):
        preview = client.post("/records/people/organisation-kinds/bulk/", {**data, "row": chosen})
        assert len(preview.context["outcomes"]) == 2
        assert [str(message) for message in preview.context["messages"]] == told


def test_large_list_offers_no_order_without_an_index():
    organisation("A1", "Anything")
    client, _actor = signed_in(*everything())
    headings = client.get("/records/audit/activities/", {"sort": "verb"}).context["headings"]
    assert {h.label: bool(h.address) for h in headings} == {
        "Time": True,
        "By": True,
        "What": False,
        "Kind of record": False,
        "Row": False,
        "Organisation": True,
        "Reason": False,
    }


def test_list_leaves_bulky_columns_of_rows_it_names_in_the_database():
    with CaptureQueriesContext(connection) as queries:
        signed_in(*everything())[0].get("/records/planning/tasks/")
        signed_in(*everything())[0].get("/records/planning/plans/")
    read = [query["sql"] for query in queries if '"planning_plan"."title"' in query["sql"]]
    columns = ('"planning_plan"."text"', '"planning_plan"."layout"')
    assert [[column in sql for column in columns] for sql in read] == [[False, False]] * 2


def test_text_filter_finds_what_the_column_contains_only():
    client, _actor = signed_in(*everything())
    with writing(process("zhang.wei"), "first"):
        activity.record(process("zhang.wei"), activity.Entry("renew", "people.persons", reason="wanted"))
        activity.record(process("other"), activity.Entry("renew", "people.persons", reason="of zhang.wei"))
    found = client.get("/records/audit/activities/", {"actor_name": "ZHANG"}).context["table"].rows
    assert [row.record.reason for row in found] == ["wanted"]


def test_reach_over_organisations_costs_one_parameter_in_a_query():
    _top, middle, _low, _other = tree()
    client, _actor = signed_in("people.organisation.view", reach="subtree", at=middle)
    with CaptureQueriesContext(connection) as queries:
        assert sorted(names(client.get(ADDRESS))) == ["Low", "Middle"]
    [count] = [query["sql"] for query in queries if 'COUNT(*) FROM (SELECT "people_organisation"' in query["sql"]]
    assert count.count('"people_organisation"."id" = ANY(') == 1


def test_filter_by_kind_of_record_narrows_the_log_and_is_named_in_words():
    client, _actor = signed_in(*everything())
    for record in ("people.persons", "people.organisations"):
        Activity.objects.create(actor_name="x", via="page", verb="add", record=record)
    page = client.get("/records/audit/activities/", {"record": "people.persons"})
    assert {row.record.record for row in page.context["table"].rows} == {"people.persons"}
    assert [(chip["label"], chip["value"]) for chip in page.context["chips"]] == [("Kind of record", "Persons")]


def test_column_named_twice_is_shown_once():
    organisation("A1", "One")
    client, _actor = signed_in(*everything())
    response = client.get(ADDRESS, {"columns": "name,code,name"})
    assert [heading.label for heading in response.context["headings"]] == ["Name", "Code"]

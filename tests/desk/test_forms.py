from tests.factories.desk import everything, signed_in
from tests.factories.exchange import kind, organisation

from jiangxin.desk.models import Draft
from jiangxin.people.models import Organisation

ADDRESS = "/records/people/organisation-kinds/"


def test_new_row_is_saved_and_its_history_names_the_actor():
    client, actor = signed_in(*everything())
    response = client.post(ADDRESS + "add/", {"code": "k1", "name": "Kind", "order": "5", "supervisable": "on"})
    row = kind("k1")
    assert response.headers["Location"] == f"{ADDRESS}{row.uuid}/"
    [event] = row.history.select_related("pgh_context")
    assert event.pgh_context.metadata == {"actor": actor.account_id, "name": actor.name, "reason": "", "via": "page"}


def test_errors_stand_beside_the_field_and_in_the_summary():
    client, _actor = signed_in(*everything())
    kind("taken")
    response = client.post(ADDRESS + "add/", {"code": "taken", "name": "", "order": "5"})
    assert response.status_code == 422
    assert sorted(response.context["form"].errors) == ["code", "name"]
    assert response.content.count(b'href="#field-name"') == 1


def test_change_asks_for_a_reason_and_keeps_it():
    client, _actor = signed_in(*everything())
    row = kind("k1")
    sent = {"code": "k1", "name": "New name", "order": "100", "version": row.version}
    address = f"{ADDRESS}{row.uuid}/edit/"
    assert sorted(client.post(address, sent).context["form"].errors) == ["reason"]
    assert client.post(address, {**sent, "reason": "decree 5"}).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.version) == ("New name", 2)
    page = client.get(f"{ADDRESS}{row.uuid}/")
    happening = page.context["happenings"][0]
    difference, *_others = [(d.label, d.before, d.after) for d in happening.differences]
    assert (happening.reason, difference) == (
        "decree 5",
        ("name", "k1", "New name"),
    )


def test_change_of_a_row_that_moved_on_shows_both_versions_and_loses_nothing():
    client, _actor = signed_in(*everything())
    row = kind("k1")
    address = f"{ADDRESS}{row.uuid}/edit/"
    first = {"code": "k1", "name": "Theirs", "name_en": "", "order": "100", "supervisable": "on", "version": "1"}
    assert client.post(address, {**first, "reason": "first"}).status_code == 302
    second = {**first, "name": "Mine", "order": "7", "reason": "second"}
    merge = client.post(address, second)
    assert merge.status_code == 409
    assert [(d["field"].html_name, d["mine"], d["theirs"]) for d in merge.context["differing"]] == [
        ("name", "Mine", "Theirs"),
        ("order", "7", "100"),
    ]
    chosen = {
        **second,
        "merge": "1",
        "version": "2",
        "touched": ["name", "order"],
        "keep-name": "theirs",
        "keep-order": "mine",
    }
    assert client.post(address, chosen).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.order, row.supervisable, row.version) == ("Theirs", 7, True, 3)


def test_draft_is_restored_with_a_notice_and_gone_after_saving():
    client, actor = signed_in(*everything())
    client.post(ADDRESS + "draft/", {"code": "half", "name": "", "csrfmiddlewaretoken": "x"})
    draft = Draft.objects.get()
    assert (draft.account_id, draft.data) == (actor.account_id, {"code": ["half"], "name": [""]})
    page = client.get(ADDRESS + "add/")
    assert page.context["form"]["code"].value() == "half"
    assert b"draft you left" in page.content
    assert b"error-summary" not in page.content
    other, _other = signed_in(*everything())
    assert other.get(ADDRESS + "add/").context["draft"] is None
    client.post(ADDRESS + "add/", {"code": "half", "name": "Whole", "order": "1"})
    assert Draft.objects.count() == 0


def test_draft_can_be_dropped():
    client, _actor = signed_in(*everything())
    client.post(ADDRESS + "draft/", {"code": "half"})
    client.post(ADDRESS + "draft/", {"drop": "1"})
    assert Draft.objects.count() == 0


def test_relation_offers_visible_rows_only_and_takes_identifiers():
    mine, other = organisation("A1", "Mine"), organisation("B1", "Other")
    client, _actor = signed_in(
        "people.post.view", "people.post.manage", "people.organisation.view", reach="own", at=mine
    )
    sent = {"title": "Head", "order": "1", "valid_from": "2024-01-01"}
    refused = client.post("/records/people/posts/add/", {**sent, "organisation": str(other.uuid)})
    assert sorted(refused.context["form"].errors) == ["organisation"]
    assert client.post("/records/people/posts/add/", {**sent, "organisation": str(mine.uuid)}).status_code == 302


def test_list_of_texts_is_typed_with_semicolons():
    client, _actor = signed_in(*everything())
    sent = {"name": "All colleges", "aliases": "colleges； schools;colleges"}
    assert client.post("/records/people/organisation-sets/add/", sent).status_code == 302
    page = client.get("/records/people/organisation-sets/", {"columns": "aliases"})
    assert [row.record.aliases for row in page.context["table"].rows] == [["colleges", "schools"]]


def test_row_out_of_reach_cannot_be_changed_deleted_or_looked_into():
    mine, other = organisation("A1", "Mine"), organisation("B1", "Other")
    client, _actor = signed_in("people.organisation.view", "people.organisation.manage", reach="own", at=mine)
    for page in ("", "edit/", "delete/", "history/"):
        assert client.get(f"/records/people/organisations/{other.uuid}/{page}").status_code == 404
    assert client.post(f"/records/people/organisations/{other.uuid}/delete/", {"reason": "x"}).status_code == 404
    assert Organisation.objects.filter(pk=other.pk).count() == 1


def test_deletion_explains_what_still_refers_to_the_row():
    client, _actor = signed_in(*everything())
    row = organisation("A1", "Any").kind
    response = client.post(f"{ADDRESS}{row.uuid}/delete/", {"reason": "obsolete"})
    assert response.status_code == 409
    assert "organisations" in [reference.label for reference in response.context["blocking"]]


def test_deletion_asks_for_a_reason_then_deletes():
    client, _actor = signed_in(*everything())
    row = kind("free")
    address = f"{ADDRESS}{row.uuid}/delete/"
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "obsolete"}).headers["Location"] == ADDRESS

"""Reading and writing rows through the API."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import records as factory
from tests.registry.support import account_with, client_of

from jiangxin.audit.models import Activity
from jiangxin.people.models import Organisation, PostHolding

ORGANISATIONS = "/api/people/organisations/"
NAMES = {"people.organisation.view", "people.organisation.manage", "people.organisation_kind.view"}
POSTS = NAMES | {"people.person.view", "people.post.view", "people.post.manage"}


@pytest.fixture
def home(db):
    return factory.make("people.organisations", code="HOME", name="Home")


@pytest.fixture
def client(home):
    return client_of(account_with(POSTS, home, reach="everything"))


def send(client, method, address, **data):
    return getattr(client, method)(address, data, content_type="application/json")


def founding(home, **changes):
    return {"code": "N1", "name": "New", "kind": {"code": home.kind.code}, "valid_from": "2024-01-01", **changes}


def test_row_shows_named_fields_relations_and_version(client, home):
    row = factory.make("people.organisations", name="Below", parent=home)
    found = client.get(f"{ORGANISATIONS}{row.uuid}/").json()
    assert found == {
        "uuid": str(row.uuid),
        "code": row.code,
        "name": "Below",
        "name_en": "",
        "short_name": "",
        "aliases": [],
        "kind": {"uuid": str(row.kind.uuid), "label": row.kind.name},
        "parent": {"uuid": str(home.uuid), "label": "Home"},
        "valid_from": "2020-01-01",
        "valid_to": None,
        "version": 1,
    }


def test_row_is_added_with_relations_by_natural_key_by_identifier_and_by_object(client, home):
    for number, kind in enumerate([{"code": home.kind.code}, str(home.kind.uuid), {"uuid": str(home.kind.uuid)}]):
        response = send(client, "post", ORGANISATIONS, **founding(home, code=f"N{number}", kind=kind))
        assert response.status_code == 201, response.content
        made = Organisation.objects.get(code=f"N{number}")
        assert made.kind == home.kind
        assert [period.name for period in made.periods.all()] == ["New"]
        assert made.history.get().pgh_context.metadata["via"] == "api"


def test_natural_key_over_relations_finds_the_row(client, home):
    post, person = factory.make("people.posts", home), factory.make("people.persons", home)
    key = {"organisation": {"code": "HOME"}, "title": post.title, "valid_from": "2020-01-01"}
    data = {"post": key, "person": {"code": person.code}, "valid_from": "2024-01-01"}
    response = send(client, "post", "/api/people/holdings/", **data)
    assert response.status_code == 201, response.content
    assert PostHolding.objects.get().post == post


def test_change_needs_reason_and_version_and_keeps_both(client, home):
    address = f"{ORGANISATIONS}{home.uuid}/"
    missing = send(client, "patch", address, short_name="H")
    assert missing.status_code == 400
    assert sorted(missing.json()["fields"]) == ["change_reason", "version"]
    done = send(client, "patch", address, short_name="H", version=1, change_reason="shorter")
    assert done.status_code == 200, done.content
    assert (done.json()["short_name"], done.json()["version"]) == ("H", 2)
    last = home.history.order_by("-pgh_id").first().pgh_context.metadata
    assert (last["reason"], last["via"]) == ("shorter", "api")
    assert Activity.objects.filter(verb="change", object_id=home.pk, via="api", reason="shorter").count() == 1


def test_change_of_a_row_that_moved_on_is_a_conflict(client, home):
    address = f"{ORGANISATIONS}{home.uuid}/"
    send(client, "patch", address, short_name="H", version=1, change_reason="first")
    response = send(client, "patch", address, short_name="K", version=1, change_reason="second")
    assert response.status_code == 409
    assert Organisation.objects.get(pk=home.pk).short_name == "H"


def test_wrong_values_are_told_field_by_field(client, home):
    response = send(client, "post", ORGANISATIONS, **founding(home, code="HOME", valid_from="soon", kind="none"))
    assert response.status_code == 400
    assert sorted(response.json()["fields"]) == ["kind", "valid_from"]
    response = send(client, "post", ORGANISATIONS, **founding(home, code="HOME"))
    assert response.status_code == 400
    assert sorted(response.json()["fields"]) == ["code"]


def test_constraints_are_messages_and_never_failures(client, home):
    early = founding(home, valid_to="2023-01-01")
    response = send(client, "post", ORGANISATIONS, **early)
    assert response.status_code == 400
    assert response.json()["detail"]
    assert not Organisation.objects.filter(code="N1").exists()


@pytest.mark.parametrize("name", ["", "a\x00b", "x" * 100_000, {"a": 1}, [], None, 10**30])
def test_odd_values_never_fail(client, home, name):
    response = send(client, "post", ORGANISATIONS, **founding(home, name=name))
    assert response.status_code in {201, 400}


@pytest.mark.parametrize("body", ["", "[]", "null", '"text"', "{", "[1]", "7"])
def test_odd_bodies_are_refused(client, body):
    assert client.post(ORGANISATIONS, body, content_type="application/json").status_code == 400


def test_columns_that_cannot_be_written_are_refused(client, home):
    response = send(client, "post", ORGANISATIONS, **founding(home, uuid=str(uuid.uuid4()), id=7, search=[]))
    assert response.status_code == 400
    assert sorted(response.json()["fields"]) == ["id", "search", "uuid"]


def test_row_others_refer_to_is_not_deleted(client, home):
    factory.make("people.persons", home)
    response = client.delete(f"{ORGANISATIONS}{home.uuid}/?change_reason=gone")
    assert response.status_code == 409
    empty = factory.make("people.posts", home)
    assert client.delete(f"/api/people/posts/{empty.uuid}/").status_code == 400
    assert client.delete(f"/api/people/posts/{empty.uuid}/?change_reason=gone").status_code == 204


def test_step_is_taken_and_refused(db, home):
    plan = factory.make("planning.plans", home, state="checking")
    client = client_of(account_with({"planning.plan.manage"}, home, reach="own"))
    address = reverse("api:planning.plans.discard", kwargs={"uuid": plan.uuid})
    assert send(client, "post", address).json()["fields"].keys() == {"change_reason"}
    assert send(client, "post", address, change_reason="wrong file").json()["state"] == "discarded"
    assert send(client, "post", address, change_reason="again").status_code == 422
    assert reverse_or_none("api:planning.plans.adopt", plan) is None


def test_step_that_lacks_a_value_is_refused_with_a_sentence(db, home):
    name = factory.make("planning.unit-names", home)
    client = client_of(account_with({"planning.plan.manage"}, home, reach="own"))
    response = send(client, "post", reverse("api:planning.unit-names.match", kwargs={"uuid": name.uuid}))
    assert response.status_code == 400
    assert response.json()["detail"]


def reverse_or_none(name, row):
    from django.urls import NoReverseMatch

    try:
        return reverse(name, kwargs={"uuid": row.uuid})
    except NoReverseMatch:
        return None


def test_history_tells_who_why_and_what(client, home):
    send(client, "patch", f"{ORGANISATIONS}{home.uuid}/", short_name="H", version=1, change_reason="shorter")
    found = client.get(f"{ORGANISATIONS}{home.uuid}/history/").json()
    assert [(line["kind"], line["reason"], line["via"]) for line in found["results"]] == [
        ("update", "shorter", "api"),
        ("insert", "fixture", "page"),
    ]
    assert [(d["before"], d["after"]) for d in found["results"][0]["differences"]] == [("", "H")]


def test_list_is_filtered_searched_sorted_and_paged_as_the_page_is(client, home):
    for number in range(5):
        factory.make("people.organisations", code=f"Z{number}", name=f"Zone {number}", parent=home)
    found = client.get(ORGANISATIONS, {"q": "zone", "ordering": "-code", "page_size": 2}).json()
    assert [row["code"] for row in found["results"]] == ["Z4", "Z3"]
    assert (found["count"], found["count_is_exact"], found["previous"]) == (5, True, None)
    last = client.get(ORGANISATIONS, {"q": "zone", "ordering": "-code", "page_size": 2, "page": 3}).json()
    assert ([row["code"] for row in last["results"]], last["next"]) == (["Z0"], None)
    kinds = client.get(ORGANISATIONS, {"kind": str(home.kind.uuid), "parent": str(home.uuid)}).json()
    assert kinds["count"] == 6  # the root itself and all below it


@pytest.mark.parametrize(
    "query", ["nonsense=1", "kind=x", "as_of=soon", "ordering=search", "page=0", "page=x", "ordering=-,,x"]
)
def test_wrong_parameters_are_refused(client, query):
    assert client.get(f"{ORGANISATIONS}?{query}").status_code == 400


def test_nobody_enters_without_session_or_token_against_forgery(client, home):
    assert Client().get(ORGANISATIONS).status_code == 401
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(account_with(NAMES, home, reach="everything"))
    response = strict.post(ORGANISATIONS, founding(home), content_type="application/json")
    assert response.status_code == 403
    assert Organisation.objects.count() == 1


def test_index_lists_what_may_be_seen_and_done(home):
    client = client_of(account_with({"people.organisation.view"}, home))
    found = {one["key"]: one["verbs"] for one in client.get("/api/").json()}
    assert found == {"people.organisations": ["history", "view"], "people.reorganisations": ["history", "view"]}


def test_body_nested_thousands_deep_is_refused(client):
    response = client.post(ORGANISATIONS, "[" * 200_000, content_type="application/json")
    assert response.status_code == 400

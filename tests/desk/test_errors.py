"""Every refusal is a page in the reader's language that says what to do, and shows nothing of the inside."""

from __future__ import annotations

import re

import pytest
from django.http import Http404
from django.test import Client, override_settings
from django.urls import path
from tests.factories import records as factory
from tests.registry.support import account_with, client_of

from jiangxin.config.urls import urlpatterns as product
from jiangxin.kernel.errors import Conflict, NotAllowed

WORDS = {
    400: ("This request cannot be understood", "无法理解此请求"),
    403: ("You may not open this", "您无权打开此页面"),
    404: ("There is nothing here for you", "这里没有您可查看的内容"),
    500: ("Something went wrong on our side", "系统出现错误"),
}
FAULTS = {400: Conflict("moved on"), 403: NotAllowed("not yours"), 404: Http404(), 500: ValueError("inside secret")}


def raising(fault):
    def view(request):
        raise fault

    return view


urlpatterns = [*product, *(path(f"fault/{status}/", raising(fault)) for status, fault in FAULTS.items())]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("status", FAULTS)
def test_error_page_speaks_the_language_of_the_reader(status, language):
    place = factory.make("people.organisations")
    signed_in, stranger = client_of(account_with({"people.person.view"}, place)), Client(raise_request_exception=False)
    with override_settings(ROOT_URLCONF=__name__):
        for client in (signed_in, stranger) if status == 404 else (signed_in,):
            client.cookies["jiangxin_language"] = language
            address = f"/fault/{status}/" if client is signed_in else "/no/such/page/"
            response = client.get(address)
            page = response.content.decode()
            assert (response.status_code, WORDS[status][language != "en"] in page) == (status, True)
            assert (f'lang="{language}"' in page, "secret" in page) == (True, False)


def test_row_out_of_reach_looks_exactly_like_one_that_does_not_exist():
    own, other = factory.make("people.organisations"), factory.make("people.organisations")
    client = client_of(account_with({"people.person.view"}, own, reach="own"))
    hidden = factory.make("people.persons", other)
    pages = []
    for uuid in (hidden.uuid, "00000000-0000-0000-0000-000000000001"):
        response = client.get(f"/records/people/persons/{uuid}/")
        pages.append(
            (response.status_code, re.sub(r"\b[A-Za-z0-9]{64}\b", "", response.content.decode()).replace(str(uuid), ""))
        )
    assert (pages[0][0], hidden.name in pages[0][1]) == (404, False)
    assert pages[0][1] == pages[1][1]


def test_list_one_may_not_see_answers_403_and_form_without_token_too():
    place = factory.make("people.organisations")
    client = client_of(account_with({"people.person.view"}, place))
    assert client.get("/records/people/roles/").status_code == 403
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/account/login/", {"login": "x", "password": "y"})
    assert (response.status_code, response.templates[0].name) == (403, "403_csrf.html")


@pytest.mark.parametrize("name", ["q", "sort", "columns", "view", "page", "as_of", "kind", "parent"])
@pytest.mark.parametrize("value", ["\x00", "\ud83d".encode("utf-8", "surrogatepass"), "-", "9" * 400, "'"])
def test_parameters_of_a_list_are_never_the_cause_of_an_error(name, value):
    place = factory.make("people.organisations")
    client = client_of(account_with({"people.organisation.view", "people.organisation.export"}, place))
    response = client.get("/records/people/organisations/", {name: value})
    assert response.status_code in {200, 404}
    assert client.get("/records/people/organisations/export/", {name: value}).status_code == 200
    assert client.get("/api/people/organisations/", {name: value}).status_code in {200, 400, 404}


def test_text_that_cannot_be_stored_is_refused_as_such():
    place = factory.make("people.organisations")
    client = client_of(account_with({"people.person.view", "people.person.manage"}, place))
    for address, sent in (("draft/", {"name": "a\0b"}), ("views/", {"name": "a\0b", "query": ""})):
        assert client.post(f"/records/people/persons/{address}", sent).status_code == 400


def test_pages_are_kept_by_no_cache():
    place = factory.make("people.organisations")
    client = client_of(account_with({"people.person.view"}, place))
    kept = {
        address: client.get(address)["Cache-Control"]
        for address in ("/", "/records/people/persons/", "/api/people/persons/", "/no/such/page/")
    }
    assert set(kept.values()) == {"private, no-store"}

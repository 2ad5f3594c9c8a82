"""No page without sign-in outside a short list, and no address that nobody knows of."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from tests.factories import records as factory
from tests.registry.support import account_with, client_of

from jiangxin.kernel import records

#: What anybody may open, each with its reason.
PUBLIC = {
    "account_login": "signing in",
    "account_logout": "signing out does nothing for who is not signed in",
    "account_inactive": "says that an account is closed",
    "mfa_authenticate": "the second factor of a sign-in that has begun; without one it leads to the sign-in",
    "set_language": "the sign-in page is read in either language",
    "desk:type-size": "the sign-in page is read in large type too",
    "desk:unsubscribe": "stopping letters with the signed link that stands in them",
    "planning:public": "what was released about the progress of the plan",
}
#: Views that are about no single record type, each with its reason.
OF_NO_RECORD = {
    "site:workbench": "what is due",
    "site:cockpit": "the whole plan on one screen",
    "site:search": "search over everything",
    "desk:downloads": "exports of the account",
    "desk:download": "one export of the account",
    "desk:imports": "imports of the account",
    "desk:notices": "notices to the account",
    "desk:digest": "what the reader is told of everything",
    "desk:subscriptions": "what the reader is told regularly",
    "desk:subscriptions-address": "the address of the reader",
    "desk:settings": "settings of the region",
    "desk:setting": "one setting",
    "desk:help": "help",
    "desk:help-record": "help",
    "desk:help-page": "help",
    "desk:help-picture": "help",
    "desk:type-size": "large type",
    "api:index": "list of the record types of the API",
    "api:schema": "schema of the API",
    "api:docs": "pages of the API",
    "evidence:download": "files, opened by the record they hang on",
    "evidence:preview": "files, opened by the record they hang on",
    "audit:verify": "proof of the log",
    "audit:bundle": "proof of the log",
    "audit:key": "proof of the log",
    "audit:head": "proof of the log",
    "people:act-as": "choosing among one's roles",
    "set_language": "language",
}
#: Namespaces whose views are about the records of their room.
OF_ROOMS = ("appraisal:", "planning:", "people:", "reporting:", "supervision:", "workflow:")


def walk(resolver=None, prefix="", names=(), arguments=()):
    """Yield name and address, with made-up arguments, of every view."""
    for pattern in (resolver or get_resolver()).url_patterns:
        found = {**dict(arguments), **pattern.pattern.converters}
        if isinstance(pattern, URLPattern):
            name = ":".join([*names, pattern.name or ""])
            yield name, reverse(name, kwargs={key: _made_up(key, conv) for key, conv in found.items()})
        else:
            space = [*names, pattern.namespace] if pattern.namespace else list(names)
            yield from walk(pattern, prefix, space, found.items())


def _made_up(name, converter):
    known = {"room": "people", "slug": "organisations", "format": "xlsx", "area": "user", "page": "start"}
    if type(converter).__name__ == "UUIDConverter":
        return uuid.UUID(int=1)
    return 1 if type(converter).__name__ == "IntConverter" else known.get(name, "x")


VIEWS = dict(walk())


def test_every_view_has_a_name():
    assert [name for name in VIEWS if not name or name.endswith(":")] == []


def test_public_list_names_existing_views_only():
    assert sorted(set(PUBLIC) - set(VIEWS)) == []
    assert sorted(set(OF_NO_RECORD) - set(VIEWS)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_every_view_demands_sign_in(method):
    client = Client(raise_request_exception=False)
    opened = {}
    for name, address in VIEWS.items():
        if name in PUBLIC:
            continue
        response = getattr(client, method)(address)
        to_login = response.status_code == 302 and response["Location"].startswith(reverse("account_login"))
        if not to_login and response.status_code != 401:
            opened[name] = response.status_code
    assert opened == {}


def test_every_view_belongs_to_a_record_or_is_listed():
    keys = [record.key() for record in records.all_records()]
    strange = []
    for name, address in VIEWS.items():
        if name in OF_NO_RECORD or name in PUBLIC or name.startswith(("account_", "mfa_", *OF_ROOMS)):
            continue
        generic = name.startswith("desk:") and "/records/people/organisations/" in address
        of_api = name.startswith("api:") and any(name[4:] == key or name[4:].startswith(f"{key}.") for key in keys)
        if not generic and not of_api:
            strange.append(name)
    assert strange == []


LIBRARIES = ("account_", "mfa_")


def test_pages_of_libraries_are_those_we_know_of():
    """A new version of allauth that brings pages of its own is noticed here."""
    found = sorted(name for name in VIEWS if name.startswith(LIBRARIES))
    assert found == [
        "account_change_password",
        "account_inactive",
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_authenticate",
        "mfa_deactivate_totp",
        "mfa_download_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_view_recovery_codes",
    ]


@pytest.mark.django_db
def test_public_pages_show_nothing_of_the_region_s_data():
    secret = factory.make("people.persons", name="Secret person")
    factory.make("people.accounts", person=secret, username="secret-account")
    client = Client(raise_request_exception=False)
    pages = {name: client.get(VIEWS[name], follow=True).content.decode() for name in PUBLIC}
    assert [name for name, page in pages.items() if "Secret" in page or "secret-account" in page] == []


@pytest.mark.django_db
def test_stored_files_are_reached_through_their_records_only():
    """Nothing below the folder of uploads, nor of the installation, has an address of its own."""
    from django.conf import settings

    inside = settings.MEDIA_ROOT / "ab" / "abc.txt"
    inside.parent.mkdir(parents=True, exist_ok=True)
    inside.write_text("kept secret")
    (settings.JIANGXIN_HOME / "secret.txt").write_text("kept secret")
    client = Client(raise_request_exception=False)
    addresses = [
        "/files/ab/abc.txt",
        "/media/ab/abc.txt",
        "/ab/abc.txt",
        "/static/../files/ab/abc.txt",
        "/static/..%2ffiles%2fab%2fabc.txt",
        "/static/%2e%2e/secret.txt",
        f"/static/{inside}",
        "/static//etc/passwd",
        "/static/../../../../../../../etc/passwd",
    ]
    answers = {address: client.get(address).status_code for address in addresses}
    assert answers == dict.fromkeys(addresses, 404)
    style = client.get("/static/desk/desk.css")  # what pages look like is public
    style.close()
    assert style.status_code == 200


@pytest.mark.django_db
def test_download_of_a_file_demands_the_record_it_hangs_on():
    attachment = {name: VIEWS[name] for name in ("evidence:download", "evidence:preview", "desk:download")}
    place = factory.make("people.organisations")
    client = client_of(account_with({"people.person.view"}, place))
    assert {name: client.get(address).status_code for name, address in attachment.items()} == dict.fromkeys(
        attachment, 404
    )

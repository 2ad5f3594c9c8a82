"""What docs/developer/adding-a-record.md promises, tried out on the record type that it adds.

Run by test_walk_through.py with the changed copy of the product first on the path and a database of its own.
"""

from __future__ import annotations

import json
import sys

import django
from django.core.management import call_command
from django.test.utils import setup_test_environment

KEY = "planning.visits"
BASE = "/records/planning/visits/"
API = "/api/planning/visits/"


def migrate():
    """Do what the commands of the page do."""
    call_command("makemigrations", "planning", name="visit", verbosity=0)
    call_command("migrate", verbosity=0, interactive=False)


class Visitor:
    """A person with the three capabilities of the record at one of two organisations."""

    def __init__(self):
        from tests.factories import records as factory
        from tests.registry.support import account_with, client_of

        self.own = factory.make("people.organisations", code="OWN")
        self.other = factory.make("people.organisations", code="OTHER")
        self.far = factory.make(KEY, self.other)
        self.near = factory.make(KEY, self.own)
        held = {f"planning.visit.{verb}" for verb in ("view", "export", "manage")} | {"people.organisation.view"}
        self.account = account_with(held, self.own, reach="own")
        self.client = client_of(self.account)
        self.client.cookies["jiangxin_language"] = "en"
        self.nobody = client_of(account_with(set(), self.own))

    def get(self, address, **query):
        """Return an answer that must be good."""
        response = self.client.get(address, query)
        assert response.status_code == 200, (address, response.status_code, response.content[:500])
        return response

    def send(self, address, data, **extra):
        """Return the answer to a form that must be taken."""
        response = self.client.post(address, data, **extra)
        assert response.status_code in {201, 302}, (address, response.status_code, response.content[:2000])
        return response


def list_and_detail(visitor):
    page = visitor.get(BASE)
    assert [row.record.pk for row in page.context["table"].rows] == [visitor.near.pk]
    assert f'href="{BASE}"' in page.content.decode()  # the menu entry
    assert visitor.near.subject in visitor.get(f"{BASE}{visitor.near.uuid}/").content.decode()
    assert visitor.get(BASE, q=visitor.near.subject).context["count"] == 1


def form_and_history(visitor):
    data = {
        "code": "V1",
        "organisation": str(visitor.own.uuid),
        "visited_on": "2026-09-01",
        "subject": "Workshops",
        "outcome": "",
    }
    made = visitor.send(f"{BASE}add/", data)
    detail = made.headers["Location"]
    change = {**data, "outcome": "Two lathes are out of order", "reason": "visited again", "version": "1"}
    visitor.send(f"{detail}edit/", change)
    [changed, added] = visitor.get(f"{detail}history/").context["happenings"]
    assert (added.kind, changed.kind, changed.reason) == ("insert", "update", "visited again")
    assert [(d.label, d.after) for d in changed.differences] == [("outcome", "Two lathes are out of order")]


def files(visitor):
    from django.core.files.uploadedfile import SimpleUploadedFile

    template = visitor.get(f"{BASE}import/template/xlsx/").content
    assert template[:2] == b"PK"
    head = visitor.get(f"{BASE}import/template/csv/").content.decode("utf-8-sig").strip()

    def upload(text):
        file = SimpleUploadedFile("visits.csv", text.encode("utf-8-sig"))
        return visitor.send(f"{BASE}import/", {"file": file}).headers["Location"]

    job = upload(f"{head}\nV2,OWN,2026-10-01,Dormitories,\n")
    visitor.send(job + "commit/", {"reason": "list of the office"})
    assert visitor.get(BASE, q="Dormitories").context["count"] == 1
    visitor.send(f"{BASE}export/", {"format": "csv", "params": "q=Dormitories"})
    [job] = visitor.get("/downloads/").context["jobs"]
    content = b"".join(visitor.get(f"/downloads/{job['job'].uuid}/").streaming_content).decode("utf-8-sig")
    again = visitor.get(upload(content)).context["tallies"]
    assert {tally["value"]: tally["count"] for tally in again} == {"wrong": 0, "new": 0, "changed": 0, "unchanged": 1}


def interface(visitor):
    data = {"code": "V3", "organisation": {"code": "OWN"}, "visited_on": "2026-11-01", "subject": "Canteen"}
    made = visitor.send(API, json.dumps(data), content_type="application/json").json()
    assert visitor.get(f"{API}{made['uuid']}/").json()["subject"] == "Canteen"
    codes = {row["code"] for row in visitor.get(API).json()["results"]}
    assert codes == {visitor.near.code, "V1", "V2", "V3"}
    refused = visitor.client.post(API, json.dumps({**data, "organisation": {"code": "OTHER"}}), "application/json")
    assert refused.status_code in {400, 403}
    schema = json.loads(visitor.get("/api/schema/", format="json").content)
    assert set(schema["paths"][API]) == {"get", "post"}


def rights_and_help(visitor):
    from jiangxin.exchange.domain import exporting
    from jiangxin.kernel import records
    from jiangxin.kernel.errors import NotAllowed

    assert visitor.client.get(f"{BASE}{visitor.far.uuid}/").status_code == 404
    assert visitor.client.get(f"{API}{visitor.far.uuid}/").status_code == 404
    pages = ("", "add/", "import/", "export/", f"{visitor.near.uuid}/", f"{visitor.near.uuid}/history/")
    assert {visitor.nobody.get(BASE + page).status_code for page in pages} == {403}
    assert visitor.nobody.get(API).status_code == 403
    assert f'href="{BASE}"' not in visitor.nobody.get("/").content.decode()
    try:
        exporting.export(records.get(KEY), actor=visitor.account.actor.__class__(name="nobody"))
    except NotAllowed:
        pass
    else:
        raise AssertionError("exported without the right")
    assert "Visits to units, and what came of them." in visitor.get("/help/records/planning/visits/").content.decode()


def main():
    django.setup()
    setup_test_environment()
    migrate()
    visitor = Visitor()
    for part in (list_and_detail, form_and_history, files, interface, rights_and_help):
        part(visitor)
        sys.stdout.write(f"{part.__name__}\n")


if __name__ == "__main__":
    main()

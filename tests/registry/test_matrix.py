"""The product does what the committed permission matrix says.

Every record type, capability and verb, on rows of the own and of another organisation, through page, API,
export, count, search and download.
"""

from __future__ import annotations

import csv

import pytest
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from tests.factories import records as factory
from tests.registry import expected
from tests.registry.support import account_with, client_of, every
from tools import permission_matrix

from jiangxin.api.interfaces import offers
from jiangxin.desk.links import url_for
from jiangxin.exchange.domain import exporting
from jiangxin.kernel.errors import NotAllowed

TABLE = expected.table()
NO_ROW = expected.Verb("none", ())
#: Who may read the history of the plans that approvals and work items of the factories are about.
TOLD = frozenset({"planning.plan.manage"})


def test_committed_matrix_is_what_the_declarations_give():
    assert expected.FILE.read_text(encoding="utf-8") == permission_matrix.matrix()


class World:
    """A row here and a row there, and somebody with some capabilities here."""

    def __init__(self, record, own, other, held):
        self.record, self.held, self.own = record, held, own
        personal = bool(record.scope.person) and not record.scope.organisation
        told = TOLD if record.scope.about else frozenset()
        self.account = account_with(held | told, own, reach="self" if personal else "own")
        self.verbs = TABLE[record.key()]
        if record.key() == "people.organisations":
            self.near, self.far = own, other
        else:
            mine = {"account": self.account} if personal else {}
            self.near, self.far = factory.make(record.key(), own, **mine), factory.make(record.key(), other)
        self.rows = {"own": self.near, "other": self.far}
        self.client = client_of(self.account)

    def anywhere(self, verb):
        return self.verbs.get(verb, NO_ROW).anywhere(self.held)

    def on(self, verb, row):
        shared = self.record.scope.shared
        return self.verbs.get(verb, NO_ROW).on(self.held, row, near=row is self.near, shared=shared, home=self.own)

    def status(self, verb, row, *, also=""):
        """Return what a page about a row answers: refused at all, out of reach, or shown."""
        if not self.anywhere(verb):
            return 403
        if not self.on(verb, row):
            return 404
        return 403 if also and not self.on(also, row) else 200


def held_by(record):
    """Return the sets of capabilities to try: none, each alone, all."""
    names = record.capabilities()
    return [frozenset(), *(frozenset({name}) for name in names), *([frozenset(names)] if len(names) > 1 else [])]


@pytest.fixture
def worlds(own, other):
    def build(record):
        return [World(record, own, other, held) for held in held_by(record)]

    return build


def probe(world, method, address, data=None):
    """Return the status of a request whose effects are undone."""
    with transaction.atomic():
        response = getattr(world.client, method)(address, data, content_type="application/json")
        transaction.set_rollback(True)
    return response.status_code


@every()
def test_pages_answer_as_the_matrix_says(record, worlds):
    for world in worlds(record):
        for where, row in world.rows.items():
            told = f"{sorted(world.held)} on a row of {where}"
            pages = {"detail": world.status("view", row), "history": world.status("history", row, also="view")}
            if record.form_sections and "change" in record.permissions:
                pages["edit"] = world.status("change", row)
            pages["delete"] = world.status("delete", row)
            found = {page: world.client.get(url_for(record, page, row)).status_code for page in pages}
            if "detail" in record.pages:
                # pages of a room may hide from strangers that they exist at all
                found["detail"], pages["detail"] = found["detail"] == 200, pages["detail"] == 200
            assert (told, found) == (told, pages)
        pages = {
            "list": world.anywhere("view"),
            "export": world.anywhere("export"),
            "import": world.anywhere("import") and record.imports is not None,
        }
        if "add" in record.permissions and "add" not in record.pages:
            pages["add"] = world.anywhere("add")
        found = {page: world.client.get(url_for(record, page)).status_code for page in pages}
        assert (sorted(world.held), found) == (
            sorted(world.held),
            {p: 200 if is_open else 403 for p, is_open in pages.items()},
        )


@every()
def test_lists_counts_and_exports_hold_only_rows_within_reach(record, worlds):
    for world in worlds(record):
        seen = {verb: {row.pk for row in world.rows.values() if world.on(verb, row)} for verb in ("view", "export")}
        ours = {row.pk for row in world.rows.values()}
        if world.anywhere("view"):
            context = world.client.get(url_for(record, "list"), {"view": ""}).context
            shown = {row.record.pk for row in context["table"].rows}
            assert (sorted(world.held), shown & ours) == (sorted(world.held), seen["view"])
            if context["count"] <= 50:
                assert context["count"] == len(shown)
        announced = world.client.get(url_for(record, "export"))
        try:
            path = exporting.export(record, actor=world.account.actor, format="csv")
        except NotAllowed:
            assert not world.anywhere("export")
            continue
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lines = len(list(csv.reader(stream))) - 1
        path.unlink()
        assert world.anywhere("export")
        if not record.scope.shared:
            reached = [row for row in record.model._default_manager.all() if _exported(world, row)]
            assert (sorted(world.held), lines) == (sorted(world.held), len(reached))
            assert {row.pk for row in reached} & ours == seen["export"]
        assert announced.context["count"] == lines


def _exported(world, row):
    """Whether the export should hold a row, by the scope of the declaration and the committed matrix."""
    home = world.account.person.organisation_id
    near = any(_at(row, path, home) for path in world.record.scope.organisation)
    return world.verbs["export"].on(world.held, row, near=near, shared=False, home=world.own)


def _at(row, path, home):
    return type(row)._default_manager.filter(Q(**{path: home}), pk=row.pk).exists()


@every(lambda record: record.api is not None)
def test_api_answers_as_the_matrix_says(record, worlds):
    for world in worlds(record):
        listed = world.client.get(reverse(f"api:{record.key()}"), {"page_size": 500})
        assert listed.status_code == (200 if world.anywhere("view") else 403)
        if listed.status_code == 200:
            uuids = {one["uuid"] for one in listed.json()["results"]}
            want = {str(row.uuid) for row in world.rows.values() if world.on("view", row)}
            assert (sorted(world.held), uuids & {str(row.uuid) for row in world.rows.values()}) == (
                sorted(world.held),
                want,
            )
            assert listed.json()["count"] == len(uuids)
        for where, row in world.rows.items():
            told = f"{sorted(world.held)} on a row of {where}"
            assert (told, _api_statuses(world, row)) == (told, _api_expected(world, row))


def _api_statuses(world, row):
    key = {"uuid": row.uuid}
    name = world.record.key()
    found = {"view": world.client.get(reverse(f"api:{name}.row", kwargs=key)).status_code}
    if "history" in offers.verbs(world.record):
        found["history"] = world.client.get(reverse(f"api:{name}.history", kwargs=key)).status_code
    # requests that say too little are refused with 400, but only to those who may
    found["add"] = probe(world, "post", reverse(f"api:{name}"), {})
    found["change"] = probe(world, "patch", reverse(f"api:{name}.row", kwargs=key), {})
    found["delete"] = probe(world, "delete", reverse(f"api:{name}.row", kwargs=key))
    for step in offers.steps(world.record):
        status = probe(world, "post", reverse(f"api:{name}.{step.name}", kwargs=key), {})
        found[f"step {step.name}"] = 200 if status in {200, 400, 422} else status
    return found


def _api_expected(world, row):
    doors = {verb for verb, line in world.verbs.items() if "API" in line.doors}
    view = world.status("view", row)
    want = {"view": view}
    if "history" in doors:
        want["history"] = 403 if not world.anywhere("history") else 404 if not world.on("history", row) else 200
        if want["history"] == 200 and not world.on("view", row):
            want["history"] = 404
    for verb in ("add", "change", "delete"):
        allowed = world.anywhere("add") if verb == "add" else world.on(verb, row)
        before = 403 if not world.anywhere("view") else 200 if verb == "add" else view
        if verb not in doors:
            want[verb] = 405 if world.anywhere("view") else 403
        else:
            want[verb] = before if before != 200 else 400 if allowed else 403
    for verb in doors:
        if verb.startswith("step "):
            want[verb] = view if view != 200 else 200 if world.on(verb, row) else 403
    return want


@every(lambda record: bool(record.search) and not record.scope.shared)
def test_search_over_everything_finds_only_rows_within_reach(record, worlds):
    for world in worlds(record):
        words = {where: str(row)[:40] for where, row in world.rows.items()}
        for where, row in world.rows.items():
            page = world.client.get("/search/", {"q": words[where]})
            assert page.status_code == 200
            if not world.on("view", row):
                assert str(row.uuid) not in page.content.decode()


def test_files_of_plans_and_exports_are_for_those_within_reach(own, other):
    account = account_with({"planning.plan.manage", "exchange.export_job.view"}, own, reach="own")
    client = client_of(account)
    near, far = factory.make("planning.plans", own), factory.make("planning.plans", other)
    # the file of this row is not on disk, which only somebody within reach is told
    assert client.get(reverse("planning:original", kwargs={"uuid": near.uuid})).status_code == 410
    assert client.get(reverse("planning:original", kwargs={"uuid": far.uuid})).status_code == 404
    job = exporting.start_export(near_record(), actor=account_with({"people.organisation_kind.export"}, own).actor)
    assert client.get(reverse("desk:download", kwargs={"uuid": job.uuid})).status_code == 404


def near_record():
    from jiangxin.kernel import records

    return records.get("people.organisation-kinds")

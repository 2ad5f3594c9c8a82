"""Files that hang on rows, for every record type that takes some: shown to who may see the row, and to nobody else."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import records as factory
from tests.registry.support import account_with, client_of, every

from jiangxin.audit.models import Activity
from jiangxin.desk.links import url_for
from jiangxin.evidence.domain import attachments
from jiangxin.evidence.models import Attachment
from jiangxin.kernel.actors import process

SYSTEM = process("tests")
SECRET = "minutes of the closed meeting"
with_files = every(lambda record: record.evidence)
with_files_of_somebody = every(lambda record: record.evidence and not record.scope.shared)


class Place:
    """A row here and a row elsewhere, and somebody who holds every capability of the record type here."""

    def __init__(self, record, own, other):
        self.record, self.own = record, own
        self.near, self.far = factory.make(record.key(), own), factory.make(record.key(), other)
        self.client = self.client_with(set(record.capabilities()))

    def client_with(self, held):
        client = client_of(account_with(held, self.own, reach="own"))
        client.cookies["jiangxin_language"] = "en"
        return client

    def hang(self, row, content=b"proof", name="proof.txt", caption=""):
        return attachments.attach(self.record, row, content, name, actor=SYSTEM, caption=caption)

    def upload(self, row, content=b"proof", name="proof.txt", client=None, **data):
        data = {"file": SimpleUploadedFile(name, content), **data}
        return (client or self.client).post(url_for(self.record, "attach", row), data, follow=True)

    def page(self, row, client=None):
        return (client or self.client).get(url_for(self.record, "detail", row))

    def listed(self, row, client=None):
        return (client or self.client).get(reverse(f"api:{self.record.key()}.files", kwargs={"uuid": row.uuid}))

    def files_of(self, row):
        return list(Attachment.objects.filter(record=self.record.key(), object_id=row.pk))

    def detaching(self, row, file):
        return url_for(self.record, "detach", row, attachment=file.uuid)


@pytest.fixture
def at(own, other):
    return lambda record: Place(record, own, other)


def told(response):
    return [str(message) for message in response.context["messages"]]


def content_of(file):
    return reverse("evidence:download", kwargs={"uuid": file.uuid})


def preview_of(file):
    return reverse("evidence:preview", kwargs={"uuid": file.uuid})


@with_files
def test_file_is_attached_shown_read_and_taken_off(record, at):
    here = at(record)
    assert told(here.upload(here.near, caption="signed copy")) == ["The file is attached."]
    [file] = here.files_of(here.near)
    page = here.page(here.near).content.decode()
    assert [part in page for part in ("proof.txt", "signed copy", content_of(file), preview_of(file))] == [True] * 4
    [line] = here.listed(here.near).json()["results"]
    found = {name: line[name] for name in ("name", "caption", "size", "url")}
    assert found == {"name": "proof.txt", "caption": "signed copy", "size": 5, "url": content_of(file)}
    assert b"".join(here.client.get(line["url"]).streaming_content) == b"proof"
    assert here.client.get(preview_of(file)).content == b"proof"
    off = here.detaching(here.near, file)
    assert here.client.post(off, {"reason": ""}).status_code == 422
    assert here.client.post(off, {"reason": "wrong one"}).status_code == 302
    assert (here.files_of(here.near), here.listed(here.near).json()) == ([], {"results": []})
    log = Activity.objects.filter(record=record.key(), object_id=here.near.pk).order_by("pk")
    assert [row.verb for row in log] == ["attach", "download", "detach"]


@with_files
def test_same_file_is_pointed_out_where_one_may_see_it(record, at):
    here = at(record)
    here.hang(here.far)
    seen = [here.far] if record.scope.shared else []  # rows of everybody are nowhere else

    def said(rows):
        names = ", ".join(str(row) for row in rows)
        return ["The file is attached.", *([f"The same file is attached elsewhere too: {names}."] if rows else [])]

    assert told(here.upload(here.near)) == said(seen)
    assert told(here.upload(here.near)) == ["This file is attached here already."]
    assert sorted(told(here.upload(factory.make(record.key(), here.own)))) in (
        sorted(said([here.near, *seen])), sorted(said([*seen, here.near]))
    )  # fmt: skip


@with_files
def test_file_that_policy_refuses_is_refused_with_a_sentence(record, at):
    here = at(record)
    [sentence] = told(here.upload(here.near, content=b"MZ\x90\0", name="proof.pdf"))
    assert "are not taken" in sentence
    assert told(here.client.post(url_for(record, "attach", here.near), follow=True)) == ["Choose a file first."]
    assert here.files_of(here.near) == []


@with_files_of_somebody
def test_files_of_a_row_out_of_reach_do_not_exist(record, at):
    here = at(record)
    file = here.hang(here.far, content=SECRET.encode(), name="secret.txt", caption=SECRET)
    answers = {
        "content": here.client.get(content_of(file)),
        "preview": here.client.get(preview_of(file)),
        "page": here.page(here.far),
        "list": here.listed(here.far),
        "taking off": here.client.get(here.detaching(here.far, file)),
        "taking off by another row": here.client.get(here.detaching(here.near, file)),
        "attaching": here.upload(here.far),
    }
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 404)
    nothing = here.client.get("/files/00000000-0000-0000-0000-000000000001/")
    assert _words(answers["content"]) == _words(nothing)
    same = here.upload(here.near, content=SECRET.encode(), name="mine.txt")
    assert told(same) == ["The file is attached."]
    for answer in (*answers.values(), same, here.page(here.near)):
        assert [word in answer.content.decode() for word in (SECRET, "secret.txt")] == [False, False]
    assert [line["name"] for line in here.listed(here.near).json()["results"]] == ["mine.txt"]
    assert here.files_of(here.far) == [file]


def _words(response):
    """Return a page without what differs from request to request."""
    return re.sub(r'(nonce|href|action|value)="[^"]*"|[A-Za-z0-9]{64}', "", response.content.decode())


@with_files
def test_who_may_only_see_the_row_reads_its_files_and_changes_none(record, at):
    here = at(record)
    writing = record.permissions["attach" if "attach" in record.permissions else "change"]
    able = set(record.permissions["view"].capabilities) - set(writing.capabilities)
    file = here.hang(here.near)
    if record.key() in factory.SEEN_IN:
        factory.bring(here.near, here.own, factory.SEEN_IN[record.key()])
    reader = here.client_with(able)
    off = here.detaching(here.near, file)
    assert b"".join(reader.get(content_of(file)).streaming_content) == b"proof"
    assert [line["name"] for line in here.listed(here.near, reader).json()["results"]] == ["proof.txt"]
    page = here.page(here.near, reader).content.decode()
    found = [part in page for part in ("proof.txt", off, url_for(record, "attach", here.near))]
    assert found == [True, False, False]
    assert here.upload(here.near, content=b"more", client=reader).status_code == 403
    assert reader.post(off, {"reason": "no right"}).status_code == 403
    assert here.files_of(here.near) == [file]


@with_files
def test_files_cost_the_same_queries_however_many_there_are(record, at):
    here = at(record)

    def cost():
        with CaptureQueriesContext(connection) as page:
            here.page(here.near)
        with CaptureQueriesContext(connection) as listed:
            here.listed(here.near)
        return len(page), len(listed)

    here.hang(here.near)
    cost()  # fills what is kept between requests
    one = cost()
    for number in range(2):
        here.hang(here.near, content=f"proof {number}".encode())
    assert cost() == one

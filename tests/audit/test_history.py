"""History rows carry actor and reason on every path; what goes past the write path is refused."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories import workflow as make

from jiangxin.kernel import records, write
from jiangxin.kernel.actors import process
from jiangxin.people.models import OrganisationKind

COLUMNS = '(uuid, version, created_at, updated_at, code, name, name_en, "order", supervisable)'


def _rows(*codes):
    return [OrganisationKind(code=code, name=code) for code in codes]


def _save(actor, reason):
    write.save(_record(), None, {"code": "k", "name": "k"}, actor=actor, reason=reason)


def _save_many(actor, reason):
    write.save_many(_record(), create=_rows("k", "l"), actor=actor, reason=reason)


def _save_many_by_copy(actor, reason):
    write.save_many(_record(), create=_rows(*(f"k{n}" for n in range(500))), actor=actor, reason=reason)


def _copy_as_first_statement(actor, reason):
    statement = f"COPY people_organisationkind {COLUMNS} FROM STDIN"
    with write.writing(actor, reason), connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write("00000000-0000-0000-0000-000000000001\t1\t2026-01-01\t2026-01-01\tk\tk\t\t1\tt\n")


def _update(actor, reason):
    with write.writing(process("before"), "before"):
        OrganisationKind.objects.bulk_create(_rows("k", "l"))
    with write.writing(actor, reason):
        OrganisationKind.objects.update(name="changed")


def _delete(actor, reason):
    with write.writing(process("before"), "before"):
        (row, _other) = OrganisationKind.objects.bulk_create(_rows("k", "l"))
    write.delete(_record(), row, actor=actor, reason=reason)


def _command(actor, reason):
    with write.writing(actor, reason, via="command"):
        OrganisationKind.objects.bulk_create(_rows("k"))


def _task(actor, reason):
    with write.writing(actor, reason, via="task"):
        OrganisationKind.objects.bulk_create(_rows("k"))


def _record():
    return records.of_model(OrganisationKind)


def _metadata():
    model = OrganisationKind._meta.get_field("history").related_model
    found = []
    for event in model.objects.order_by("pgh_id"):
        context = event.pgh_context
        found.append(getattr(context, "metadata", context))
    return found


PATHS = [_save, _save_many, _save_many_by_copy, _copy_as_first_statement, _update, _delete, _command, _task]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__.strip("_"))
def test_history_carries_actor_and_reason(db, path):
    role = make.role("keeper", "people.organisation_kind.manage")
    keeper = make.person("keeper", make.organisation(), role)
    known = len(_metadata())
    path(keeper.actor(), "because")
    written = [data for data in _metadata()[known:] if data["name"] != "before"]
    assert {(data["actor"], data["reason"]) for data in written} == {(keeper.account.pk, "because")}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people_organisationkind SET name = 'x'",
        "DELETE FROM people_organisationkind",
        (
            f"INSERT INTO people_organisationkind {COLUMNS} "
            "VALUES (gen_random_uuid(), 1, now(), now(), 'z', 'z', '', 1, true)"
        ),
    ],
)
def test_statements_outside_the_write_path_are_refused(db, statement):
    with make.fixture():
        OrganisationKind.objects.bulk_create(_rows("k"))
    with pytest.raises(DatabaseError, match="write path"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories.desk import everything, signed_in
from tests.factories.exchange import kind

from jiangxin.people.models import OrganisationKind

ADDRESS = "/records/people/organisation-kinds/"


def csv(text):
    return SimpleUploadedFile("kinds.csv", text.encode("utf-8-sig"), "text/csv")


def template(client):
    return client.get(ADDRESS + "import/template/csv/").content.decode("utf-8-sig").splitlines()[0]


def test_import_is_previewed_confirmed_and_undone_on_the_pages():
    client, _actor = signed_in(*everything())
    kind("known")
    head = template(client)
    dropped = client.post(ADDRESS + "import/", {"file": csv(f"{head}\nnew1,New one,,yes,10\n")})
    job = client.get(dropped.headers["Location"])
    assert [(t["value"], t["count"]) for t in job.context["tallies"]] == [
        ("wrong", 0), ("new", 1), ("changed", 0), ("unchanged", 0),
    ]  # fmt: skip
    assert OrganisationKind.objects.filter(code="new1").count() == 0
    refused = client.post(dropped.headers["Location"] + "commit/", {"reason": ""})
    assert refused.status_code == 422
    client.post(dropped.headers["Location"] + "commit/", {"reason": "list of the ministry"})
    [event] = OrganisationKind.objects.get(code="new1").history.select_related("pgh_context")
    assert event.pgh_context.metadata["reason"] == "list of the ministry"
    client.post(dropped.headers["Location"] + "undo/", {"reason": "wrong file"})
    assert OrganisationKind.objects.filter(code="new1").count() == 0


def test_wrong_rows_keep_the_import_from_being_confirmed_and_come_back_marked():
    client, _actor = signed_in(*everything())
    dropped = client.post(ADDRESS + "import/", {"file": csv(f"{template(client)}\nbad,,,,many\n")})
    job = client.get(dropped.headers["Location"])
    assert (job.context["confirmable"], job.context["outcome"]) == (False, "wrong")
    assert client.get(dropped.headers["Location"] + "annotated/").status_code == 200


def test_file_that_is_no_table_is_refused_with_a_sentence():
    client, _actor = signed_in(*everything())
    page = client.post(ADDRESS + "import/", {"file": SimpleUploadedFile("kinds.xlsx", b"\x00\x01\x02" * 99)})
    assert page.status_code == 422
    assert page.context["message"]


def test_import_of_somebody_else_does_not_exist():
    client, _actor = signed_in(*everything())
    dropped = client.post(ADDRESS + "import/", {"file": csv(f"{template(client)}\nnew1,New one,,yes,10\n")})
    other, _other = signed_in(*everything())
    assert other.get(dropped.headers["Location"]).status_code == 404


def test_export_follows_the_filters_and_belongs_to_who_asked():
    kind("alpha")
    kind("beta")
    client, _actor = signed_in(*everything())
    assert client.get(ADDRESS + "export/", {"q": "alpha", "page": "3"}).context["count"] == 1
    client.post(ADDRESS + "export/", {"format": "csv", "params": "q=alpha"})
    [job] = client.get("/downloads/").context["jobs"]
    content = b"".join(client.get(f"/downloads/{job['job'].uuid}/").streaming_content).decode("utf-8-sig")
    assert ("alpha" in content, "beta" in content) == (True, False)
    other, _other = signed_in(*everything())
    assert other.get("/downloads/").context["jobs"] == []
    assert other.get(f"/downloads/{job['job'].uuid}/").status_code == 404

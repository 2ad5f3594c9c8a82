"""Every list and every detail page, whatever the record type."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.desk import everything, signed_in
from tests.registry.samples import fill

from jiangxin.desk.links import url_for
from jiangxin.kernel import records

pytestmark = pytest.mark.django_db
RECORDS = [pytest.param(record, id=record.key()) for record in records.all_records()]
LISTS = [p for p in RECORDS if "list" not in p.values[0].pages]
DETAILS = [p for p in RECORDS if "detail" not in p.values[0].pages]


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, response.content[:500]
    return len(captured), response


@pytest.mark.parametrize("record", LISTS)
def test_list_takes_the_same_queries_for_one_and_three_rows(record):
    fill(record, 1)
    client, _actor = signed_in(*everything())
    columns = ",".join(c if isinstance(c, str) else c.name for c in record.list_columns + record.extra_columns)
    address = url_for(record, "list", query={"columns": columns, "view": ""})
    client.get(address)
    one, _response = queries(client, address)
    fill(record, 2)
    three, response = queries(client, address)
    assert three == one
    assert len(response.context["table"].rows) >= 3


@pytest.mark.parametrize("record", LISTS)
def test_list_sorts_by_every_column_that_says_so(record):
    fill(record, 2)
    client, _actor = signed_in(*everything())
    for heading in client.get(url_for(record, "list")).context["headings"]:
        if heading.address:
            assert client.get(url_for(record, "list") + heading.address).status_code == 200
            assert client.get(url_for(record, "list") + heading.address.replace("sort=", "sort=-")).status_code == 200


@pytest.mark.parametrize("record", DETAILS)
def test_detail_page_opens(record):
    [row] = fill(record, 1)
    client, _actor = signed_in(*everything())
    response = client.get(url_for(record, "detail", row))
    assert response.status_code == 200
    assert response.context["instance"] == row


@pytest.mark.parametrize("record", LISTS)
def test_list_is_closed_to_who_lacks_the_capability(record):
    fill(record, 1)
    client, _actor = signed_in("tests.nothing.view")
    assert client.get(url_for(record, "list")).status_code == 403


@pytest.mark.parametrize("record", RECORDS)
def test_row_out_of_reach_does_not_exist(record):
    if record.scope.shared or "detail" in record.pages:
        return
    [row] = fill(record, 1)
    client, _actor = signed_in(*everything(), reach="self")
    assert client.get(url_for(record, "detail", row)).status_code == 404

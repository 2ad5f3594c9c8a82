"""Following ORM paths through the models."""

from __future__ import annotations

import pytest
from django.core.exceptions import FieldDoesNotExist

from jiangxin.kernel.paths import field_at, fields_along
from jiangxin.people.models import Organisation, Person
from jiangxin.planning.models import Task


def test_path_leads_over_relations_in_both_directions():
    assert [field.name for field in fields_along(Task, "units__organisation__pk")] == ["units", "organisation", "id"]
    assert field_at(Person, "organisation__name") is Organisation._meta.get_field("name")


@pytest.mark.parametrize("path", ["nothing", "organisation__nothing", "name__in", "name__organisation"])
def test_path_that_leads_to_no_field_is_told(path):
    assert field_at(Person, path) is None
    with pytest.raises(FieldDoesNotExist):
        list(fields_along(Person, path))

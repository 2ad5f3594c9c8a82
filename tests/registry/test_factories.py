"""Rows can be made of every record type, and they are valid."""

from __future__ import annotations

from tests.factories import records as factory
from tests.registry.support import KEYS, every


def test_no_factory_is_left_over():
    assert sorted(set(factory.MAKERS) - set(KEYS)) == []


@every()
def test_rows_of_a_factory_are_valid_and_have_a_name(record, own):
    for _ in range(3):
        row = factory.make(record.key(), own)
        row.validate_constraints()
        assert str(row)

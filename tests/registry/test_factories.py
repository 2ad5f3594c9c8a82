"""Every record type has a factory, and what it makes is valid."""

from __future__ import annotations

from tests.factories import records as factory
from tests.registry.support import KEYS, every


def test_every_record_type_has_a_factory_and_no_factory_is_left_over():
    assert sorted(factory.MAKERS) == KEYS


@every()
def test_rows_of_a_factory_are_valid_and_have_a_name(record, own):
    for _ in range(3):
        row = factory.make(record.key(), own)
        row.validate_constraints()
        assert str(row)

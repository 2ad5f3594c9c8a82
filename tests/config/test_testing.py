"""The database of the test run."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection

from jiangxin.config.testing import RUN


def _name():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_worker_database_is_a_clone_of_its_own():
    assert _name() == RUN.database


@pytest.mark.django_db(transaction=True)
def test_transactional_test_starts_with_migrated_data():
    before = ContentType.objects.count()
    ContentType.objects.create(app_label="left", model="over")
    assert before > 0
    assert ContentType.objects.count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_transactional_test_leaves_nothing_for_the_next():
    assert not ContentType.objects.filter(app_label="left").exists()


@pytest.mark.django_db
def test_cache_is_shared_through_the_database():
    cache.set("lockout", 3)
    assert cache.get("lockout") == 3

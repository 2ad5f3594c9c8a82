"""The committed schema is that of the code, it is valid, and its pages need nothing from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.validation import validate_schema
from tests.factories import records as factory
from tests.registry.support import account_with, client_of
from tools import openapi

from jiangxin.api.interfaces import offers

COMMITTED = Path(__file__).resolve().parents[2] / "docs" / "reference" / "openapi.yaml"


@pytest.fixture(scope="module")
def made():
    GENERATOR_STATS.reset()
    return openapi.schema()


def test_committed_schema_is_that_of_the_code(made):
    assert COMMITTED.read_text(encoding="utf-8") == made, "run `make docs`"


def test_schema_is_valid_and_made_without_warnings(made):
    validate_schema(yaml.safe_load(made))
    assert (GENERATOR_STATS._warn_cache, GENERATOR_STATS._error_cache) == ({}, {})


def test_every_record_with_an_api_is_in_the_schema_with_its_verbs(made):
    paths = yaml.safe_load(made)["paths"]
    for record in offers.offered():
        base, has = f"/api/{record.key().replace('.', '/', 1)}/", offers.verbs(record)
        assert sorted(paths[base]) == sorted(["get"] + ["post"] * ("add" in has))
        wanted = ["get", *(["patch"] if "change" in has else []), *(["delete"] if "delete" in has else [])]
        assert sorted(paths[f"{base}{{uuid}}/"]) == sorted(wanted)


def test_pages_of_the_api_load_nothing_from_elsewhere(db):
    client = client_of(account_with(set(), factory.make("people.organisations")))
    page = client.get("/api/docs/")
    assert page.status_code == 200
    text = page.content.decode()
    assert [url for url in re.findall(r'(?:src|href)="([^"]+)"', text) if not url.startswith("/")] == []
    assert "<style" not in text
    assert re.findall(r"<script(?![^>]*src=)", text) == []
    script = client.get("/api/docs/?script=")
    assert script.status_code == 200
    assert script["Content-Type"].startswith("application/javascript")
    assert client.get("/api/schema/").status_code == 200

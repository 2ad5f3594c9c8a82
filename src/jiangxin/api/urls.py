"""Addresses of the API: `/api/<room>/<slug>/…` for every record type that declares one."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, path

from jiangxin.api.interfaces.offers import offered, steps, verbs
from jiangxin.api.views.docs import DocsView, SchemaView
from jiangxin.api.views.index import IndexView
from jiangxin.api.views.records import api_of
from jiangxin.kernel.records import RecordType

app_name = "api"


def _of_record(record: type[RecordType]) -> Iterator[URLPattern]:
    view, has, key = api_of(record), verbs(record), record.key()
    base = f"api/{key.replace('.', '/', 1)}/"
    of_list = {"get": "list", **({"post": "create"} if "add" in has else {})}
    of_row = {
        "get": "retrieve",
        **({"patch": "partial_update"} if "change" in has else {}),
        **({"delete": "destroy"} if "delete" in has else {}),
    }
    yield path(base, view.as_view(of_list), name=key)
    yield path(f"{base}<uuid:uuid>/", view.as_view(of_row), name=f"{key}.row")
    if "history" in has:
        yield path(f"{base}<uuid:uuid>/history/", view.as_view({"get": "history"}), name=f"{key}.history")
    if record.evidence:
        yield path(f"{base}<uuid:uuid>/files/", view.as_view({"get": "files"}), name=f"{key}.files")
    for step in steps(record):
        taking = view.as_view({"post": "take"}, step=step.name)
        yield path(f"{base}<uuid:uuid>/{step.name}/", taking, name=f"{key}.{step.name}")


urlpatterns = [
    path("api/", IndexView.as_view(), name="index"),
    path("api/schema/", SchemaView.as_view(), name="schema"),
    path("api/docs/", DocsView.as_view(), name="docs"),
    *(pattern for record in offered() for pattern in _of_record(record)),
]

"""Pages of a list: numbers, and a count that stops where nobody reads on."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from jiangxin.desk.interfaces.paging import EXACT_TO, counted


class RowPagination(PageNumberPagination):
    """`page` and `page_size`; the last page is known by the row that is not there."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 500

    def paginate_queryset(self, queryset: QuerySet[Any], request: Request, view: Any = None) -> list[Any]:
        """Return the rows of the page."""
        self.request = request
        self.number = self.asked(request)
        size = self.get_page_size(request) or self.page_size
        start = (self.number - 1) * size
        rows = list(queryset[start : start + size + 1])
        self.more = len(rows) > size
        ends_here = not self.more and (bool(rows) or start == 0)
        self.count = start + len(rows) if ends_here else counted(queryset)
        return rows[:size]

    def asked(self, request: Request) -> int:
        """Return the number of the page asked for. Raises ValidationError."""
        text = request.query_params.get(self.page_query_param, "1")
        if not text.isdecimal() or len(text) > 7 or int(text) < 1:  # noqa: PLR2004 - millions of pages
            raise ValidationError({self.page_query_param: [_("Give the number of a page, from 1 on.")]})
        return int(text)

    def get_next_link(self) -> str | None:
        """Return the address of the next page."""
        return self._link(self.number + 1) if self.more else None

    def get_previous_link(self) -> str | None:
        """Return the address of the page before."""
        return self._link(self.number - 1) if self.number > 1 else None

    def _link(self, number: int) -> str:
        return str(replace_query_param(self.request.build_absolute_uri(), self.page_query_param, number))

    def get_paginated_response(self, data: Any) -> Response:
        """Return count, links and rows."""
        exact = self.count <= EXACT_TO or not self.more
        return Response(
            {
                "count": self.count if exact else EXACT_TO,
                "count_is_exact": exact,
                "next": self.get_next_link(),
                "previous": self.get_previous_link(),
                "results": data,
            }
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Describe a page of rows."""
        link = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["count", "count_is_exact", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "description": f"How many rows there are, counted up to {EXACT_TO}."},
                "count_is_exact": {"type": "boolean", "description": "Whether there are no more than counted."},
                "next": link,
                "previous": link,
                "results": schema,
            },
        }

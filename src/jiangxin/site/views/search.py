"""Search over everything."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiangxin.site.domain.queries.search import SHORTEST, search


def results(request: HttpRequest) -> HttpResponse:
    """Show the hits for `?q=`, by kind of record."""
    query = request.GET.get("q", "").strip()[:100]
    context = {"query": query, "found": search(request.actor, query), "too_short": 0 < len(query) < SHORTEST}
    return render(request, "site/search.html", context)

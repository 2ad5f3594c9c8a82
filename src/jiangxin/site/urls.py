"""Addresses of the shell."""

from django.urls import path

from jiangxin.site.views import search, workbench

app_name = "site"

urlpatterns = [
    path("", workbench.workbench, name="workbench"),
    path("search/", search.results, name="search"),
]

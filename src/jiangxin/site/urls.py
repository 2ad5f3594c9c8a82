"""Addresses of the shell."""

from django.urls import path

from jiangxin.site.views import cockpit, search, workbench

app_name = "site"

urlpatterns = [
    path("", workbench.workbench, name="workbench"),
    path("cockpit/", cockpit.cockpit, name="cockpit"),
    path("search/", search.results, name="search"),
]

"""Addresses of the room."""

from django.urls import path

from jiangxin.supervision.views.select import select

app_name = "supervision"

urlpatterns = [
    path("supervision/rounds/<uuid:uuid>/select/", select, name="select"),
]

"""Addresses of the room."""

from django.urls import path

from jiangxin.supervision.views.circular import circular
from jiangxin.supervision.views.select import select

app_name = "supervision"

urlpatterns = [
    path("supervision/rounds/<uuid:uuid>/circular/", circular, name="circular"),
    path("supervision/rounds/<uuid:uuid>/select/", select, name="select"),
]

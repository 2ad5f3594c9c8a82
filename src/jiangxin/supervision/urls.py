"""Addresses of the room."""

from django.urls import path

from jiangxin.supervision.views.board import board
from jiangxin.supervision.views.burden import burden
from jiangxin.supervision.views.finding import FindingView
from jiangxin.supervision.views.rounds import RoundView
from jiangxin.supervision.views.select import select

app_name = "supervision"
ROOM = {"room": "supervision"}

urlpatterns = [
    path("supervision/", board, name="board"),
    path("supervision/burden/", burden, name="burden"),
    path("supervision/findings/<uuid:uuid>/", FindingView.as_view(), {**ROOM, "slug": "findings"}, name="finding"),
    path("supervision/rounds/<uuid:uuid>/", RoundView.as_view(), {**ROOM, "slug": "rounds"}, name="round"),
    path("supervision/rounds/<uuid:uuid>/select/", select, name="select"),
]

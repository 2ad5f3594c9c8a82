"""Addresses of the room."""

from django.urls import path

from jiangxin.workflow.views import absences, decide

app_name = "workflow"
urlpatterns = [
    path("absence/", absences.absence, name="absence"),
    path("absence/<uuid:uuid>/end/", absences.end_absence, name="absence-end"),
    path("approvals/decide/", decide.decide_many, name="decide-many"),
    path("approvals/<uuid:uuid>/", decide.decide, name="decide"),
]

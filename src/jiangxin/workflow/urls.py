"""Addresses of the room."""

from django.urls import path

from jiangxin.workflow.views import decide

app_name = "workflow"
urlpatterns = [
    path("approvals/decide/", decide.decide_many, name="decide-many"),
    path("approvals/<uuid:uuid>/", decide.decide, name="decide"),
]

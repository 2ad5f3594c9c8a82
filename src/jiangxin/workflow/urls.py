"""Addresses of the room."""

from django.urls import path

from jiangxin.workflow.views import decide

app_name = "workflow"
urlpatterns = [path("approvals/<uuid:uuid>/", decide.decide, name="decide")]

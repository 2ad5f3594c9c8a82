"""Addresses of the room."""

from django.urls import path

from jiangxin.evidence import views

app_name = "evidence"
urlpatterns = [
    path("files/<uuid:uuid>/", views.download, name="download"),
    path("files/<uuid:uuid>/preview/", views.preview, name="preview"),
]

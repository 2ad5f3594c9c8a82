"""Addresses of the room's own pages."""

from django.urls import path

from jiangxin.reporting.views import document, steps

app_name = "reporting"

urlpatterns = [
    path("documents/new/", document.choose, name="choose"),
    path(
        "documents/<uuid:uuid>/",
        document.DocumentView.as_view(),
        {"room": "reporting", "slug": "documents"},
        name="document",
    ),
    path("documents/<uuid:uuid>/pages/<int:page>.png", document.picture, name="picture"),
    path("documents/<uuid:uuid>/files/<slug:name>/", document.file, name="file"),
    path("documents/<uuid:uuid>/bundle/", document.bundle, name="bundle"),
    path("documents/<uuid:uuid>/number/", steps.number, name="number"),
    path("documents/<uuid:uuid>/seal/", steps.seal, name="seal"),
    path("deliveries/<uuid:uuid>/receive/", steps.receive, name="receive"),
    path("document-templates/<uuid:uuid>/preview/", document.template_preview, name="template-preview"),
]

"""Addresses of the room's own pages."""

from django.urls import path

from jiangxin.reporting.views import checking, document, drafting, editing, steps

app_name = "reporting"

urlpatterns = [
    path("documents/check/", checking.check, name="check"),
    path("documents/new/", drafting.choose, name="choose"),
    path("documents/about/<slug:room>/<slug:slug>/<uuid:uuid>/", drafting.about, name="about"),
    path(
        "documents/<uuid:uuid>/",
        document.DocumentView.as_view(),
        {"room": "reporting", "slug": "documents"},
        name="document",
    ),
    path(
        "documents/<uuid:uuid>/edit/",
        editing.DocumentEdit.as_view(),
        {"room": "reporting", "slug": "documents"},
        name="edit",
    ),
    path("documents/<uuid:uuid>/preview/", editing.document_preview, name="preview"),
    path("documents/<uuid:uuid>/pages/<int:page>.png", document.picture, name="picture"),
    path("documents/<uuid:uuid>/files/<slug:name>/", document.file, name="file"),
    path("documents/<uuid:uuid>/bundle/", document.bundle, name="bundle"),
    path("documents/<uuid:uuid>/number/", steps.number, name="number"),
    path("documents/<uuid:uuid>/seal/", steps.seal, name="seal"),
    path("deliveries/<uuid:uuid>/receive/", steps.receive, name="receive"),
    path(
        "document-templates/<uuid:uuid>/edit/",
        editing.TemplateEdit.as_view(),
        {"room": "reporting", "slug": "templates"},
        name="edit-template",
    ),
    path("document-templates/<uuid:uuid>/set/", editing.template_set, name="template-set"),
    path("document-templates/<uuid:uuid>/preview/", editing.template_preview, name="template-preview"),
]

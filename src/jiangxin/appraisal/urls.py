"""Addresses of the room."""

from django.urls import path

from jiangxin.appraisal.views import runs, schemes, sheets

app_name = "appraisal"


def _of(slug: str) -> dict[str, str]:
    return {"room": "appraisal", "slug": slug}


urlpatterns = [
    path("appraisals/<uuid:uuid>/", runs.RunView.as_view(), _of("appraisals"), name="run"),
    path("appraisals/<uuid:uuid>/compute/", runs.recompute, name="recompute"),
    path("appraisals/sheets/<uuid:uuid>/", sheets.SheetView.as_view(), _of("sheets"), name="sheet"),
    path("appraisals/sheets/<uuid:uuid>/object/", sheets.object_to, name="object"),
    path("appraisals/points/<uuid:uuid>/", sheets.RowsView.as_view(), _of("points"), name="rows"),
    path(
        "appraisals/reconciliations/<uuid:uuid>/", sheets.StatementView.as_view(), _of("statements"), name="statement"
    ),
    path(
        "appraisals/computations/<uuid:uuid>/",
        sheets.ComputationView.as_view(),
        _of("computations"),
        name="computation",
    ),
    path("appraisals/schemes/<uuid:uuid>/rules/", schemes.rules, name="rules"),
    path("appraisals/schemes/<uuid:uuid>/copy/", schemes.copy, name="copy"),
    path("appraisals/schemes/<uuid:uuid>/criterion/", schemes.criterion_of, name="criterion"),
    path("appraisals/criteria/add/", schemes.criterion_add, name="criterion-add"),
    path("appraisals/criteria/<uuid:uuid>/edit/", schemes.criterion_edit, name="criterion-edit"),
]

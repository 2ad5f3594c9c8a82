"""Addresses of the generic pages: `/records/<room>/<slug>/…`, and of the shell's small pages."""

from django.urls import include, path

from jiangxin.desk.views import bulk, details, drafts, forms, help, lists, moves, notices, removal, saved_views, settings, shell

app_name = "desk"

OF_LIST = [
    path("", lists.ListView.as_view(), name="list"),
    path("add/", forms.AddView.as_view(), name="add"),
    path("draft/", drafts.DraftView.as_view(), name="draft-new"),
    path("options/", shell.OptionsView.as_view(), name="options"),
    path("bulk/", bulk.BulkView.as_view(), name="bulk"),
    path("views/", saved_views.SaveView.as_view(), name="view-save"),
    path("views/<uuid:uuid>/delete/", saved_views.DeleteView.as_view(), name="view-delete"),
]
OF_ROW = [
    path("", details.DetailView.as_view(), name="detail"),
    path("edit/", forms.EditView.as_view(), name="edit"),
    path("draft/", drafts.DraftView.as_view(), name="draft"),
    path("delete/", removal.DeleteView.as_view(), name="delete"),
    path("history/", details.HistoryView.as_view(), name="history"),
    path("move/<str:name>/", moves.MoveView.as_view(), name="move"),
]

urlpatterns = [
    path("records/<str:room>/<str:slug>/", include(OF_LIST)),
    path("records/<str:room>/<str:slug>/<uuid:uuid>/", include(OF_ROW)),
    path("notices/", notices.NoticesView.as_view(), name="notices"),
    path("settings/", settings.SettingsView.as_view(), name="settings"),
    path("settings/<str:key>/", settings.SettingView.as_view(), name="setting"),
    path("help/", help.IndexView.as_view(), name="help"),
    path("help/records/<str:room>/<str:slug>/", help.RecordHelpView.as_view(), name="help-record"),
    path("help/<str:area>/<str:page>/", help.PageView.as_view(), name="help-page"),
    path("type-size/", shell.type_size, name="type-size"),
]

"""Addresses of the generic pages: `/records/<room>/<slug>/…`, and of the shell's small pages."""

from django.urls import include, path

from jiangxin.desk.views import (
    attaching,
    bulk,
    details,
    digest,
    drafts,
    exporting,
    forms,
    importing,
    lists,
    moves,
    notices,
    removal,
    saved_views,
    settings,
    shell,
)
from jiangxin.desk.views import help as help_pages

app_name = "desk"

OF_LIST = [
    path("", lists.ListView.as_view(), name="list"),
    path("add/", forms.AddView.as_view(), name="add"),
    path("draft/", drafts.DraftView.as_view(), name="draft-new"),
    path("options/", shell.OptionsView.as_view(), name="options"),
    path("bulk/", bulk.BulkView.as_view(), name="bulk"),
    path("export/", exporting.ExportView.as_view(), name="export"),
    path("import/", importing.UploadView.as_view(), name="import"),
    path("import/template/<str:format>/", importing.TemplateView.as_view(), name="import-template"),
    path("import/<uuid:uuid>/", importing.JobView.as_view(), name="import-job"),
    path("import/<uuid:uuid>/annotated/", importing.AnnotatedView.as_view(), name="import-annotated"),
    path("import/<uuid:uuid>/<str:name>/", importing.JobStepView.as_view(), name="import-step"),
    path("views/", saved_views.SaveView.as_view(), name="view-save"),
    path("views/<uuid:uuid>/delete/", saved_views.DeleteView.as_view(), name="view-delete"),
]
OF_ROW = [
    path("", details.DetailView.as_view(), name="detail"),
    path("attach/", attaching.AttachView.as_view(), name="attach"),
    path("detach/<uuid:attachment>/", attaching.DetachView.as_view(), name="detach"),
    path("edit/", forms.EditView.as_view(), name="edit"),
    path("draft/", drafts.DraftView.as_view(), name="draft"),
    path("delete/", removal.DeleteView.as_view(), name="delete"),
    path("follow/", digest.FollowView.as_view(), name="follow"),
    path("history/", details.HistoryView.as_view(), name="history"),
    path("move/<str:name>/", moves.MoveView.as_view(), name="move"),
]

urlpatterns = [
    path("records/<str:room>/<str:slug>/", include(OF_LIST)),
    path("records/<str:room>/<str:slug>/<uuid:uuid>/", include(OF_ROW)),
    path("downloads/", exporting.DownloadsView.as_view(), name="downloads"),
    path("downloads/<uuid:uuid>/", exporting.DownloadView.as_view(), name="download"),
    path("imports/", importing.ImportsView.as_view(), name="imports"),
    path("notices/", notices.NoticesView.as_view(), name="notices"),
    path("digest/", digest.digest, name="digest"),
    path("subscriptions/", digest.subscribe, name="subscriptions"),
    path("subscriptions/address/", digest.try_again, name="subscriptions-address"),
    path("unsubscribe/<str:token>/", digest.unsubscribe, name="unsubscribe"),
    path("settings/", settings.SettingsView.as_view(), name="settings"),
    path("settings/<str:key>/", settings.SettingView.as_view(), name="setting"),
    path("help/", help_pages.IndexView.as_view(), name="help"),
    path("help/records/<str:room>/<str:slug>/", help_pages.RecordHelpView.as_view(), name="help-record"),
    path("help/user/pictures/<str:name>", help_pages.PictureView.as_view(), name="help-picture"),
    path("help/<str:area>/<str:page>/", help_pages.PageView.as_view(), name="help-page"),
    path("type-size/", shell.type_size, name="type-size"),
]

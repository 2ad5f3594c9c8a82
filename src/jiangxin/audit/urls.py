"""Addresses of the room."""

from django.urls import path

from jiangxin.audit.views import verify

app_name = "audit"
urlpatterns = [
    path("audit/verify/", verify.verify, name="verify"),
    path("audit/bundle/", verify.bundle, name="bundle"),
    path("audit/key/", verify.key, name="key"),
    path("audit/heads/<uuid:uuid>/", verify.head, name="head"),
]

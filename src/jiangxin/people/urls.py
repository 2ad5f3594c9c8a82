"""Addresses of the room's own pages."""

from django.urls import path

from jiangxin.people.views import accounts, reorganise

app_name = "people"

urlpatterns = [
    path("administration/accounts/new/", accounts.add, name="account-add"),
    path("administration/accounts/<uuid:uuid>/password/", accounts.reset, name="account-reset"),
    path("administration/accounts/<uuid:uuid>/second-factor/", accounts.second_factor, name="account-second-factor"),
    path("act-as/", accounts.act_as, name="act-as"),
    path("organisations/reorganise/", reorganise.reorganise, name="reorganise"),
]

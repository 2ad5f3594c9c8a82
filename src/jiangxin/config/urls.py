"""Addresses: every room states its own, from the root, in its `urls.py`."""

from __future__ import annotations

from importlib import import_module

from allauth.account import views as account
from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.utils.module_loading import module_has_submodule


def _of_rooms() -> list[URLPattern | URLResolver]:
    """Return the addresses of all rooms, the upper floors first so that special pages win over generic ones."""
    found: list[URLPattern | URLResolver] = []
    for room in reversed(settings.ROOMS):
        module = next(config.module for config in apps.get_app_configs() if config.name == room)
        if module is not None and module_has_submodule(module, "urls"):
            import_module(f"{room}.urls")
            found.append(path("", include(f"{room}.urls")))
    return found


urlpatterns: list[URLPattern | URLResolver] = [
    *_of_rooms(),
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("language/", include("django.conf.urls.i18n")),
]

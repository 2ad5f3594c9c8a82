"""REST and OpenAPI, made from the record declarations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """Has no tables; its addresses are built from the registry when the URLs are first read."""

    name = "jiangxin.api"
    label = "api"
    verbose_name = _("Programming interface")

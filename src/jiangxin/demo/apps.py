"""Application configuration of the demonstration district."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """Has no tables; it only writes into those of the rooms."""

    name = "jiangxin.demo"
    label = "demo"
    verbose_name = _("demonstration")

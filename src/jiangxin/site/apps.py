"""Application configuration of the shell."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    """Declares the first page and the account menu."""

    name = "jiangxin.site"
    label = "site"
    verbose_name = _("shell")

    def ready(self) -> None:
        from jiangxin.desk import navigation  # noqa: PLC0415 - declared once all rooms are loaded
        from jiangxin.site import tasks  # noqa: F401, PLC0415 - declares periodic work

        navigation.declare("workbench", _("My workbench"), "home", url="site:workbench", order=10)
        navigation.add_account_link(_("Change the password"), "account_change_password")
        navigation.add_account_link(_("Second factor"), "mfa_index")

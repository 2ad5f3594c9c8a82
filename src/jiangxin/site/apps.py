"""Application configuration of the shell."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    """Declares the first page and the account menu."""

    name = "jiangxin.site"
    label = "site"
    verbose_name = _("shell")

    def ready(self) -> None:
        from jiangxin.desk import navigation, settings  # noqa: PLC0415 - declared once all rooms are loaded
        from jiangxin.site import tasks  # noqa: F401, PLC0415 - declares periodic work
        from jiangxin.site.domain.queries.cockpit import may_look  # noqa: PLC0415 - models are ready only now

        navigation.declare("workbench", _("My workbench"), "home", url="site:workbench", order=10)
        navigation.declare("cockpit", _("Cockpit"), "layout-dashboard", url="site:cockpit", visible=may_look, order=15)
        settings.declare(
            "cockpit.seconds",
            "number",
            60,
            _("Seconds between two pictures of the cockpit"),
            help=_("How often the large screen fetches its figures anew; at least 10."),
            group=_("Cockpit"),
        )
        navigation.add_account_link(_("Change the password"), "account_change_password")
        navigation.add_account_link(_("Second factor"), "mfa_index")

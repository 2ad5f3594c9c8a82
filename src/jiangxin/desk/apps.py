"""Application configuration of the desk."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """Declares the navigation of the foundation and the settings that every region has."""

    name = "jiangxin.desk"
    label = "desk"
    verbose_name = _("desk")

    def ready(self) -> None:
        from jiangxin.desk import navigation, records, settings  # noqa: F401, PLC0415 - models are ready only now
        from jiangxin.desk.domain.notices import tell  # noqa: PLC0415 - same
        from jiangxin.desk.interfaces.exports import select  # noqa: PLC0415 - same
        from jiangxin.exchange.domain import exporting  # noqa: PLC0415 - same
        from jiangxin.workflow.domain import notices  # noqa: PLC0415 - same

        exporting.register_selector(select)
        navigation.add_account_link(_("Download centre"), "desk:downloads", icon="download")
        navigation.add_account_link(_("My imports"), "desk:imports", icon="file-import")

        notices.register_notifier(tell)
        navigation.declare("approvals", _("Approvals"), "checks", order=50)
        navigation.declare("organisations", _("Organisations and people"), "building-community", order=60)
        navigation.declare("audit", _("Audit"), "fingerprint", order=70)
        navigation.declare("administration", _("Administration"), "shield-lock", order=80)
        navigation.declare("settings", _("Settings"), "settings", order=90)
        navigation.add_link(
            "audit",
            _("Verify the log"),
            "audit:verify",
            visible=lambda actor: actor.can("audit.activity.view"),
            order=-1,
        )
        navigation.add_link(
            "settings",
            _("Settings of the region"),
            "desk:settings",
            visible=lambda actor: actor.can("desk.setting.view"),
            order=-1,
        )
        settings.declare(
            "region.name",
            "text",
            "",
            _("Name of the region"),
            help=_("Stands at the top of every page."),
            group=_("Region"),
        )

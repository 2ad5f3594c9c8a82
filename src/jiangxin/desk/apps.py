"""Application configuration of the desk."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """Declares the navigation of the foundation and the settings that every region has."""

    name = "jiangxin.desk"
    label = "desk"
    verbose_name = _("desk")

    def ready(self) -> None:
        from jiangxin.desk import (  # noqa: PLC0415 - models are ready only now
            navigation,
            records,  # noqa: F401
            tasks,  # noqa: F401
            topics,  # noqa: F401
        )
        from jiangxin.desk.domain.notices import tell  # noqa: PLC0415 - same
        from jiangxin.desk.interfaces.exports import select  # noqa: PLC0415 - same
        from jiangxin.exchange.domain import exporting  # noqa: PLC0415 - same
        from jiangxin.workflow.domain import notices  # noqa: PLC0415 - same

        exporting.register_selector(select)
        navigation.add_account_link(_("Download centre"), "desk:downloads", icon="download")
        navigation.add_account_link(_("My imports"), "desk:imports", icon="file-import")

        navigation.add_account_link(
            _("My absence"),
            "workflow:absence",
            icon="user-share",
            visible=lambda actor: actor.can("workflow.delegation.manage"),
            order=10,
        )
        navigation.add_account_link(_("Digest"), "desk:digest", icon="report", order=20)
        navigation.add_account_link(_("My subscriptions"), "desk:subscriptions", icon="mail", order=30)

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
        _declare_settings()


def _declare_settings() -> None:
    from jiangxin.desk import settings  # noqa: PLC0415 - as above

    settings.declare(
        "region.name",
        "text",
        "",
        _("Name of the region"),
        help=_("Stands at the top of every page."),
        group=_("Region"),
    )
    settings.declare(
        "region.address",
        "text",
        "",
        _("Address of this site"),
        help=_("Links in letters begin with it, e.g. https://plan.example.gov.cn. Without it no digest is sent."),
        group=_("Region"),
    )
    settings.declare(
        "digest.hour",
        "number",
        8,
        _("Digests from this hour on"),
        help=_("Local time, 0 to 23, on working days only."),
        group=_("Digests"),
    )
    settings.declare(
        "digest.weekday",
        "number",
        1,
        _("Day of weekly digests"),
        help=_("1 is Monday. On a day of rest they come on the next working day."),
        group=_("Digests"),
    )

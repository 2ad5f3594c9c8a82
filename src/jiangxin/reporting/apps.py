"""Application configuration of reporting."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    """Registers the records of this room."""

    name = "jiangxin.reporting"
    label = "reporting"
    verbose_name = _("official documents")

    def ready(self) -> None:
        from jiangxin.desk import additions, digests, navigation  # noqa: PLC0415 - models are ready only now
        from jiangxin.reporting import records  # noqa: F401, PLC0415
        from jiangxin.reporting.interfaces import additions as of_matters  # noqa: PLC0415

        navigation.declare("documents", _("Documents"), "file-certificate", order=50)
        navigation.add_link(
            "documents",
            _("Format check"),
            "reporting:check",
            visible=lambda actor: actor.can("reporting.document.check"),
        )
        additions.add(buttons=of_matters.buttons, panel=of_matters.panel)
        digests.may_be_followed("reporting.documents")

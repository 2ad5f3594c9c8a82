"""Application configuration of audit."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Registers the records of this room and where activity is kept."""

    name = "jiangxin.audit"
    label = "audit"
    verbose_name = _("audit")

    def ready(self) -> None:
        from jiangxin.audit import records  # noqa: F401, PLC0415 - registers the records
        from jiangxin.audit.domain.recorder import keep  # noqa: PLC0415 - models are ready only now
        from jiangxin.kernel import activity  # noqa: PLC0415

        activity.register_recorder(keep)

"""Application configuration of evidence."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    """Registers the records of this room."""

    name = "jiangxin.evidence"
    label = "evidence"
    verbose_name = _("evidence")

    def ready(self) -> None:
        """Wire the room in."""
        from jiangxin.evidence import records  # noqa: F401, PLC0415 - registers the records

"""Application configuration of planning."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    """Registers the records of this room."""

    name = "jiangxin.planning"
    label = "planning"
    verbose_name = _("plans")

    def ready(self) -> None:
        from jiangxin.planning import records  # noqa: F401, PLC0415 - models are ready only now

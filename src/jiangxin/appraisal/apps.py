"""Application configuration of appraisal."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppraisalConfig(AppConfig):
    """Registers the records of this room."""

    name = "jiangxin.appraisal"
    label = "appraisal"
    verbose_name = _("appraisal")

    def ready(self) -> None:
        from jiangxin.appraisal import records, reports  # noqa: F401, PLC0415 - models are ready only now
        from jiangxin.desk import navigation  # noqa: PLC0415

        navigation.declare("appraisal", _("Appraisal"), "report-analytics", order=47)

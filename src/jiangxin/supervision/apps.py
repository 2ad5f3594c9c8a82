"""Application configuration of supervision."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    """Registers the records of this room."""

    name = "jiangxin.supervision"
    label = "supervision"
    verbose_name = _("supervision")

    def ready(self) -> None:
        from jiangxin.desk import digests, navigation  # noqa: PLC0415 - models are ready only now
        from jiangxin.supervision import records, reports, tasks  # noqa: F401, PLC0415

        navigation.declare("supervision", _("Supervision"), "list-search", order=45)
        for slug in ("rounds", "findings", "slips"):
            digests.may_be_followed(f"supervision.{slug}")

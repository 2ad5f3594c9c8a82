"""Application configuration of exchange."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """Registers the records of this room and who runs large jobs."""

    name = "jiangxin.exchange"
    label = "exchange"
    verbose_name = _("import and export")

    def ready(self) -> None:
        """Wire the room in."""
        from jiangxin.exchange import records, tasks  # noqa: F401, PLC0415 - registers the records
        from jiangxin.exchange.domain import background  # noqa: PLC0415 - models are ready only now

        background.register_runners(stage=tasks.stage.enqueue, commit=tasks.commit.enqueue, export=tasks.export.enqueue)

"""Application configuration of supervision."""

from collections.abc import Callable

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.actors import Actor


class SupervisionConfig(AppConfig):
    """Registers the records of this room."""

    name = "jiangxin.supervision"
    label = "supervision"
    verbose_name = _("supervision")

    def ready(self) -> None:
        from jiangxin.desk import digests, navigation  # noqa: PLC0415 - models are ready only now
        from jiangxin.supervision import records, reports, tasks  # noqa: F401, PLC0415

        navigation.declare("supervision", _("Supervision"), "list-search", order=45)
        for label, name, noun, order in (
            (_("Supervision board"), "board", "finding", -20),
            (_("Burden on units"), "burden", "notice", -10),
        ):
            navigation.add_link("supervision", label, f"supervision:{name}", visible=_sees(noun), order=order)
        for slug in ("rounds", "findings", "slips"):
            digests.may_be_followed(f"supervision.{slug}")


def _sees(noun: str) -> Callable[[Actor], bool]:
    return lambda actor: actor.can(f"supervision.{noun}.view")

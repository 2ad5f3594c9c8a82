"""Application configuration of people."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Registers the records of this room and how an account becomes an actor."""

    name = "jiangxin.people"
    label = "people"
    verbose_name = _("organisations and people")

    def ready(self) -> None:
        from jiangxin.kernel import actors  # noqa: PLC0415 - models are ready only now
        from jiangxin.people import receivers, records  # noqa: F401, PLC0415 - connects and registers
        from jiangxin.people.domain.queries.actors import actor_of  # noqa: PLC0415

        actors.register_resolver(actor_of)

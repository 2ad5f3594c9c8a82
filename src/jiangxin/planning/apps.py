"""Application configuration of planning."""

from collections.abc import Callable

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.actors import Actor


class PlanningConfig(AppConfig):
    """Registers the records of this room."""

    name = "jiangxin.planning"
    label = "planning"
    verbose_name = _("plans")

    def ready(self) -> None:
        from jiangxin.desk import navigation  # noqa: PLC0415 - models are ready only now
        from jiangxin.planning import records, reports, tasks, topics  # noqa: F401, PLC0415

        navigation.declare("plans", _("Plans"), "file-text", order=20)
        navigation.declare("tasks", _("Tasks"), "checklist", order=30)
        navigation.add_link(
            "tasks",
            _("Reporting"),
            "planning:sheet",
            visible=lambda actor: actor.can("planning.report.write") or actor.can("planning.report.sign"),
            order=-10,
        )
        navigation.add_link(
            "tasks",
            _("Review reports"),
            "planning:review",
            visible=lambda actor: actor.can("planning.report.review"),
            order=-9,
        )
        navigation.add_link("tasks", _("Task overview"), "planning:overview", visible=_sees("task"), order=-20)
        navigation.add_link("tasks", _("Calendar"), "planning:calendar-now", visible=_sees("subtask"), order=-4)
        navigation.add_link("tasks", _("Gantt chart"), "planning:gantt-now", visible=_sees("subtask"), order=-3)
        navigation.add_link(
            "tasks",
            _("My unit"),
            "planning:unit-own",
            visible=lambda actor: bool(actor.organisation_ids) and actor.can("planning.responsibility.view"),
            order=-5,
        )
        navigation.declare("targets", _("Targets"), "target", order=40)
        navigation.add_link("targets", _("Target board"), "planning:board-now", visible=_sees("target"), order=-10)


def _sees(noun: str) -> Callable[[Actor], bool]:
    return lambda actor: actor.can(f"planning.{noun}.view")

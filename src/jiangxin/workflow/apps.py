"""Application configuration of workflow."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkflowConfig(AppConfig):
    """Registers the records, what opens approvals, and the periodic work of the foundation."""

    name = "jiangxin.workflow"
    label = "workflow"
    verbose_name = _("workflow")

    def ready(self) -> None:
        from jiangxin.kernel import approvals  # noqa: PLC0415 - models are ready only now
        from jiangxin.workflow import records, tasks  # noqa: F401, PLC0415 - register records and periodic work
        from jiangxin.workflow.domain.approvals import open_approval  # noqa: PLC0415

        approvals.register_opener(open_approval)

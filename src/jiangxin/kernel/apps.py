"""Application configuration of the kernel."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Loads the start-up checks of the record declarations."""

    name = "jiangxin.kernel"
    label = "kernel"

    def ready(self) -> None:
        from jiangxin.kernel.records import checks  # noqa: F401, PLC0415 - registers system checks

"""Application configuration of the kernel."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Loads the start-up checks and closes the list of record types.

    The kernel stands last in INSTALLED_APPS, so every room has registered when it is ready.
    """

    name = "jiangxin.kernel"
    label = "kernel"

    def ready(self) -> None:
        from jiangxin.kernel.records import checks, registry  # noqa: F401, PLC0415 - registers checks

        registry.close()

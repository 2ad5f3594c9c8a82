from django.apps import AppConfig


class LearnersConfig(AppConfig):
    name = label = "learners"

    def ready(self) -> None:
        from learners import records  # noqa: F401

"""Check that no change of a model lacks its migration. Needs no database."""

from __future__ import annotations

import os
import sys

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ProjectState
from django.utils import translation


def missing() -> list[str]:
    """Return one line for each operation that a new migration would have to hold, ours only."""
    with translation.override(None):  # as makemigrations does: texts are compared in English
        loader = MigrationLoader(None)
        detector = MigrationAutodetector(
            loader.project_state(),
            ProjectState.from_apps(apps),
            NonInteractiveMigrationQuestioner(specified_apps=set(), dry_run=True),
        )
        changes = detector.changes(graph=loader.graph)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("jiangxin.")}
    return [
        f"{label}: {operation.describe()}"
        for label, migrations in sorted(changes.items())
        if label in ours
        for migration in migrations
        for operation in migration.operations
    ]


def main() -> int:
    """Print what is missing; exit code 1 when something is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiangxin.config.settings")
    import django  # noqa: PLC0415 - needs the settings first

    django.setup()
    found = missing()
    print("\n".join(found) or "nothing is missing")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

"""Check that foreign keys, like imports, point down the floors of the house only.

import-linter cannot see relations written as strings; the order of the floors is read from its contract.
"""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def floors() -> dict[str, int]:
    """Return the floor of each room, the lowest being 0; rooms beside each other share a floor."""
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = configuration["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract.get("containers") == ["jiangxin"])
    return {name.strip(" ()"): floor for floor, layer in enumerate(reversed(layers)) for name in layer.split("|")}


def _room(model: type[Any]) -> str | None:
    package, _dot, rest = model.__module__.partition(".")
    return rest.partition(".")[0] if package == "jiangxin" else None


def wrong_relations() -> Iterator[str]:
    """Yield one line for each relation that points up, or sideways to another room."""
    from django.apps import apps  # noqa: PLC0415 - needs the settings first

    order = floors()
    for model in apps.get_models(include_auto_created=True):
        room = _room(model)
        if room is None:
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if field.auto_created or target is None or isinstance(target, str):
                continue
            other = _room(target)
            if other is not None and other != room and order[other] >= order[room]:
                yield f"{model.__module__}.{model.__name__}.{field.name} points from {room} to {other}"


def main() -> int:
    """Print the wrong relations; exit code 1 when there is one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiangxin.config.settings")
    import django  # noqa: PLC0415 - needs the settings first

    django.setup()
    found = list(wrong_relations())
    print("\n".join(found) or "all point down")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

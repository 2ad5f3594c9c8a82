"""Make docs/reference/openapi.yaml, the schema of the API, in English.

python tools/openapi.py          write it anew
python tools/openapi.py check    exit code 1 when the committed file is outdated
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILE = ROOT / "docs" / "reference" / "openapi.yaml"


def schema() -> str:
    """Return the schema as YAML."""
    from django.utils import translation  # noqa: PLC0415 - needs the settings first
    from drf_spectacular.generators import SchemaGenerator  # noqa: PLC0415 - same
    from drf_spectacular.renderers import OpenApiYamlRenderer  # noqa: PLC0415 - same

    with translation.override("en"):
        made = SchemaGenerator().get_schema(request=None, public=True)
        return OpenApiYamlRenderer().render(made, renderer_context={}).decode()


def main(arguments: list[str]) -> int:
    """Write or check."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiangxin.config.settings")
    import django  # noqa: PLC0415 - needs the settings first

    django.setup()
    made = schema()
    if arguments == ["check"]:
        same = FILE.is_file() and FILE.read_text(encoding="utf-8") == made
        print("up to date" if same else f"{FILE.relative_to(ROOT)} is outdated: run tools/openapi.py")
        return 0 if same else 1
    FILE.write_text(made, encoding="utf-8")
    print(FILE.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

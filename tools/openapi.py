"""The schema of the API, in English: docs/reference/openapi.yaml."""

from __future__ import annotations

from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer


def schema() -> str:
    """Return the schema as YAML."""
    with translation.override("en"):
        made = SchemaGenerator().get_schema(request=None, public=True)
        return OpenApiYamlRenderer().render(made, renderer_context={}).decode()

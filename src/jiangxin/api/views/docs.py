"""The schema, and pages to read and try it. Everything comes from this server."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView


@extend_schema(exclude=True)
class SchemaView(SpectacularAPIView):
    """The schema as YAML, or as JSON with `?format=json`."""


class DocsView(SpectacularSwaggerSplitView):
    """Swagger UI; its script has an address of its own, as the content security policy asks."""

    url_name = "api:schema"
    template_name = "api/docs.html"

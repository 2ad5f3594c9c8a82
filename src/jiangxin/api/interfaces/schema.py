"""How the addresses of a record type are described in OpenAPI."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework.views import APIView

from jiangxin.api.interfaces.errors import REASON
from jiangxin.api.interfaces.serializers import (
    ErrorSerializer,
    FilesSerializer,
    HistorySerializer,
    reader_for,
    step_for,
    writer_for,
)

#: Errors of each action besides 401, which holds for all.
ERRORS = {
    "list": (400, 403),
    "retrieve": (403, 404),
    "create": (400, 403, 409),
    "partial_update": (400, 403, 404, 409),
    "destroy": (400, 403, 404, 409),
    "take": (400, 403, 404, 422),
    "history": (400, 403, 404),
    "files": (403, 404),
}
_REASON = OpenApiParameter(REASON, str, required=True, description="Kept with the record.")
_PAGE = OpenApiParameter("page", int, description="Number of the page, from 1 on.")


class RecordSchema(AutoSchema):
    """Reads what it says from the declaration."""

    view: Any

    def get_tags(self) -> list[str]:
        """Group by room."""
        return [self.view.record.model._meta.app_label]

    def get_summary(self) -> str:
        """Say what it does in a few words."""
        record = self.view.record
        match self.view.action:
            case "list":
                return f"List: {record.title_plural()}"
            case "take":
                return f"{record.title()}: {record.workflow.get(self.view.step).label}"
            case action:
                words = {"retrieve": "show", "partial_update": "change", "destroy": "delete", "create": "add"}
                return f"{record.title()}: {words.get(action, action)}"

    def get_description(self) -> str:
        """Say what the record type is for."""
        record = self.view.record
        if self.view.action == "take":
            return str(record.workflow.get(self.view.step).description)
        return str(record.purpose or record.__doc__ or "")

    def get_override_parameters(self) -> list[Any]:
        """Add the parameters that no serializer carries."""
        return {"destroy": [_REASON], "history": [_PAGE]}.get(self.view.action, [])

    def get_request_serializer(self) -> Any:
        """Return what is sent."""
        match self.view.action:
            case "create":
                return writer_for(self.view.record, change=False)
            case "partial_update":
                return writer_for(self.view.record, change=True)
            case "take":
                return step_for(self.view.record, self.view.record.workflow.get(self.view.step))
        return None

    def get_response_serializers(self) -> Any:
        """Return what is answered."""
        reader, action = reader_for(self.view.record), self.view.action
        if action == "list":
            good: dict[str, Any] = {"200": reader(many=True)}
        elif action == "destroy":
            good = {"204": None}
        elif action == "history":
            good = {"200": HistorySerializer}
        elif action == "files":
            good = {"200": FilesSerializer}
        else:
            good = {"201" if action == "create" else "200": reader}
        return {**good, "401": ErrorSerializer, **{str(code): ErrorSerializer for code in ERRORS[action]}}


def only_ours(endpoints: list[tuple[str, str, str, Any]]) -> list[tuple[str, str, str, Any]]:
    """Leave out views that are not of the API (a preprocessing hook of drf-spectacular)."""
    return [one for one in endpoints if one[0].startswith("/api/") and issubclass(one[3].cls, APIView)]

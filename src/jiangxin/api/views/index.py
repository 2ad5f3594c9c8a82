"""What the API has for whoever asks."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from jiangxin.api.interfaces.offers import offered, verbs
from jiangxin.api.interfaces.serializers import ErrorSerializer, OfferSerializer
from jiangxin.kernel import access


class IndexView(APIView):
    """The record types that the account may see, with their addresses."""

    @extend_schema(
        operation_id="index",
        tags=["index"],
        summary="Record types you may see",
        responses={200: OfferSerializer(many=True), 401: ErrorSerializer},
    )
    def get(self, request: Request, **_kwargs: Any) -> Response:
        """Answer them."""
        actor = request.actor
        found = [
            {
                "key": record.key(),
                "title": record.title_plural(),
                "url": reverse(f"api:{record.key()}"),
                "verbs": sorted(verb for verb in verbs(record) if access.may(record, actor, verb)),
            }
            for record in offered()
            if access.may(record, actor, "view")
        ]
        return Response(found)

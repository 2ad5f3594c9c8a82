"""Errors as `{"detail": sentence, "fields": {name: [sentence]}}`, and never a 500 for wrong input.

400 wrong values, 401 not signed in, 403 not allowed, 404 no such row or out of reach, 409 the row
changed meanwhile or others refer to it, 422 the life cycle does not allow it now.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DataError, IntegrityError
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler

from jiangxin.kernel.errors import Conflict, JiangxinError, NotAllowed, ReasonMissing

#: Name of the parameter that carries the reason (some records have a column `reason` of their own).
REASON = "change_reason"


#: Errors that are one sentence, in the order in which they are looked for.
SENTENCES: tuple[tuple[type[Exception], int], ...] = (
    (NotAllowed, status.HTTP_403_FORBIDDEN),
    (Conflict, status.HTTP_409_CONFLICT),
    (JiangxinError, status.HTTP_422_UNPROCESSABLE_ENTITY),
)
TAKEN = _("Somebody saved something in the meantime that excludes this. Look again.")
UNSTORABLE = _("One of the values cannot be stored: it is too large or holds unusable characters.")


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn an error into a response (the exception handler of REST framework)."""
    wrong = _wrong_values(error)
    if wrong is not None:
        return _wrong(wrong)
    for kind, code in SENTENCES:
        if isinstance(error, kind):
            return _response(code, str(error))
    if isinstance(error, ProtectedError | RestrictedError):
        return _response(status.HTTP_409_CONFLICT, gettext("Other records still refer to it."))
    if isinstance(error, IntegrityError):
        return _response(status.HTTP_409_CONFLICT, str(TAKEN))
    response = exception_handler(error, context)
    if response is not None and isinstance(response.data, dict):
        response.data = {"detail": str(response.data.get("detail", "")), "fields": {}}
    return response


def _wrong_values(error: Exception) -> dict[str, list[str]] | None:
    """Return the sentences for each field where the error is about values, else None."""
    match error:
        case ValidationError():
            return _fields(error)
        case exceptions.ValidationError():
            return _plain(error.detail)
        case ReasonMissing():
            return {REASON: [str(error)]}
        case DataError() | RecursionError():  # the latter from JSON nested thousands deep
            return {NON_FIELD_ERRORS: [str(UNSTORABLE)]}
    return None


def _response(code: int, detail: str, fields: dict[str, list[str]] | None = None) -> Response:
    return Response({"detail": detail, "fields": fields or {}}, status=code)


def _wrong(fields: dict[str, list[str]]) -> Response:
    whole = fields.pop(NON_FIELD_ERRORS, []) + fields.pop("non_field_errors", [])
    detail = " ".join(whole) or gettext("Some values are wrong.")
    return _response(status.HTTP_400_BAD_REQUEST, detail, fields)


def _fields(error: ValidationError) -> dict[str, list[str]]:
    if hasattr(error, "error_dict"):
        return {name: [str(text) for text in texts] for name, texts in error.message_dict.items()}
    return {NON_FIELD_ERRORS: [str(text) for text in error.messages]}


def _plain(detail: Any) -> dict[str, list[str]]:
    """Return one list of sentences for each field, whatever nesting the details have."""
    if not isinstance(detail, dict):
        return {NON_FIELD_ERRORS: _sentences(detail)}
    return {str(name): _sentences(texts) for name, texts in detail.items()}


def _sentences(detail: Any) -> list[str]:
    if isinstance(detail, dict):
        return [sentence for part in detail.values() for sentence in _sentences(part)]
    if isinstance(detail, (list, tuple)):
        return [sentence for part in detail for sentence in _sentences(part)]
    return [str(detail)]

"""Who may send files at all."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest


class NoStrangers(FileUploadHandler):
    """Refuses the files of whoever is not signed in before they fill the disk.

    The protection against forged requests reads the whole body before any view asks for a sign-in.
    """

    request: HttpRequest

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Let no file begin without a sign-in. Raises RequestDataTooBig, which is answered with 400."""
        super().new_file(*args, **kwargs)
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            message = "files are taken from accounts only"
            raise RequestDataTooBig(message)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand everything on to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""

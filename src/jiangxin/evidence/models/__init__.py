"""Tables of the room, one noun a file."""

from jiangxin.evidence.models.attachment import Attachment
from jiangxin.evidence.models.file_policy import FilePolicy
from jiangxin.evidence.models.stored_file import StoredFile

__all__ = ["Attachment", "FilePolicy", "StoredFile"]

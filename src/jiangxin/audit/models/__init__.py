"""Tables of the room, one noun a file."""

from jiangxin.audit.models.activity import Activity, Waiting
from jiangxin.audit.models.seal import Seal, SignedHead

__all__ = ["Activity", "Seal", "SignedHead", "Waiting"]

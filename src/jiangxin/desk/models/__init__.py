"""Tables of the room, one noun a file."""

from jiangxin.desk.models.digest import Correspondence, Digest, DigestRule, Follow, Subscription
from jiangxin.desk.models.draft import Draft
from jiangxin.desk.models.notice import Notice, NoticeRead
from jiangxin.desk.models.saved_view import SavedView
from jiangxin.desk.models.setting import Setting

__all__ = [
    "Correspondence",
    "Digest",
    "DigestRule",
    "Draft",
    "Follow",
    "Notice",
    "NoticeRead",
    "SavedView",
    "Setting",
    "Subscription",
]

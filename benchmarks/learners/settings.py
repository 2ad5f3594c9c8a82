"""The settings of the product with the room of the benchmarks."""

from jiangxin.config.settings import *  # noqa: F403
from jiangxin.config.settings import INSTALLED_APPS

INSTALLED_APPS = ["learners", "import_export", *INSTALLED_APPS]

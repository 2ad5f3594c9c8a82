"""The web entry for WSGI servers: `jiangxin.config.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiangxin.config.settings")

application = get_wsgi_application()

# All pages are loaded now and not by whoever asks first. What start-up made lives as long as the process, so
# the collector need not walk through it in the middle of an answer.
get_resolver().url_patterns  # noqa: B018 - loads them
gc.collect()
gc.freeze()

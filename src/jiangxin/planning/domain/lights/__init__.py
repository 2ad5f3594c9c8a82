"""Lights: how they are judged, kept and summed up.

What counts on a day is what was known by its end, so that a light worked out later is the light that was shown:
an obligation to report from the day its cycle was opened; a due date from the day its extension was decided; a round
of a report from the day it was handed in, and its return or acceptance from the day of the decision; planned progress
from the day its work plan was approved (the last revision approved by then); a completion from the day it was noted
until it was taken back, late if what was done was done after it was due.
"""

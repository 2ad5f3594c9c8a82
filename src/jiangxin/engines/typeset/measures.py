"""The measurements of GB/T 9704-2012 that both forms share, each with its clause.

Lengths in millimetres unless a name says points; 1 mm is 72 / 25.4 points.
"""

from __future__ import annotations

POINTS_A_MM = 72 / 25.4

# 5.1: A4. 5.2.1: 天头 37, 订口 28, 版心 156 × 225, which leaves 26 at the right and 35 below.
PAGE = (210.0, 297.0)
TOP, LEFT = 37.0, 28.0
TYPE_AREA = (156.0, 225.0)
RIGHT, BOTTOM = PAGE[0] - LEFT - TYPE_AREA[0], PAGE[1] - TOP - TYPE_AREA[1]

# 5.2.3: 22 lines of 28 characters that fill the type area, so that all distances between them follow from it.
LINES, CHARACTERS = 22, 28
#: The share of a line, which word processors keep free above and below the characters.
LINE_PT = TYPE_AREA[1] / LINES * POINTS_A_MM
#: From line to line where the first lies at the upper and the last at the lower edge of the type area.
PITCH_PT = (TYPE_AREA[1] * POINTS_A_MM - 16.0) / (LINES - 1) - 0.001
#: What is taken from every character where each has an equal share of the line, which is the grid of word processors.
GRID_TRACKING_PT = TYPE_AREA[0] / CHARACTERS * POINTS_A_MM - 16.0
#: What is taken from the gaps between 28 characters of the body's size so that they are as wide as the type area, a
#: hair more so that rounding does not push the 28th to the next line.
TRACKING_PT = (TYPE_AREA[0] * POINTS_A_MM - CHARACTERS * 16.0) / (CHARACTERS - 1) - 0.001

# 5.2.2 and chapter 7: sizes of type by their Chinese names, in points.
SIZE_2, SIZE_3, SIZE_4 = 22.0, 16.0, 14.0
#: Tables are set smaller; the standard leaves their size open.
SIZE_TABLE = 10.5
#: Bytes of a cell from which its row may run over to the next page.
ROW_BREAKS = 1200

# 7.2.4: the upper edge of the mark is 35 below that of the type area; of a letter 30 below that of the page (10.1).
MARK_BELOW_TYPE_AREA, MARK_BELOW_PAGE_LETTER = 35.0, 30.0
#: The size of the mark is left open; the largest that fits, but no larger than this.
MARK_PT, MARK_PT_LEAST = 52.0, 26.0
# 7.2.7: the red line 4 below the number, as wide as the type area.
RED_LINE_BELOW = 4.0
RED_LINE_PT = 2.0
# 10.1: the double lines of a letter, 170 wide, 4 below the mark and 20 above the foot of the page.
LETTER_LINE, LETTER_LINE_BELOW, LETTER_FOOT = 170.0, 4.0, 20.0
#: 6.2: red as printers mix it (Y80 M80), in per cent of cyan, magenta, yellow and black.
RED_CMYK = (0, 80, 80, 0)
RED_RGB = "E60012"

# 7.3.5: how many characters the date stands in from the right, with a seal and without.
DATE_IN_SEALED, DATE_IN_UNSEALED = 4, 2
#: Annexes up to which their note and the signature are kept on one page with the last line of the text.
ANNEXES_KEPT = 6
# 7.4.1: rules of the imprint.
RULE_THICK, RULE_THIN = 0.35, 0.25
# 7.5: the dash of the page number lies 7 below the type area.
PAGE_NUMBER_BELOW = 7.0

#: Words of the standard for what a heading of each level is set in (7.3.3).
HEADING_FACES = ("hei", "kai", "fang", "fang")

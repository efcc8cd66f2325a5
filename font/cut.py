#!/usr/bin/env python3
"""Cuts the website's font from the npm package that publishes it: static/font.woff2.

    npm pack @fontsource-variable/atkinson-hyperlegible-next@5.3.0
    tar xzf fontsource-variable-atkinson-hyperlegible-next-5.3.0.tgz
    python3 -m venv tools && tools/bin/pip install fonttools==4.68.0 brotli==1.2.1
    tools/bin/python font/cut.py package

Atkinson Hyperlegible Next is made for readers with low vision: l, I and 1, 5 and S, 8 and B stay
apart, which matters for 988. Its license (OFL 1.1, no reserved name) lets a changed copy keep its
name; it lies beside the font, as static/font-license.txt.
"""

import io
import shutil
import sys
from array import array
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates
from fontTools.varLib import instancer
from fontTools.varLib.iup import iup_delta

SOURCE = "files/atkinson-hyperlegible-next-latin-wght-normal.woff2"
STATIC = Path(__file__).parent.parent / "static"
# What pages are written with. The same letters stand in `unicode-range` of static/style.css; any
# other is drawn in the system's font, which costs visitors nothing.
LETTERS = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    " .,:;?!'()/-&\u00a0\u2013\u2018\u2019\u201c\u201d"
    # Spanish, which names and the lines for Spanish speakers need.
    "áéíóúñü¿¡"
)
WEIGHTS = (400, 700)
# Points lie on a grid of so many units to the size of a letter. On the thousand of the source the
# file is 0.6 KB larger; at the largest title a point moves by a twentieth of a pixel.
UNITS = 512


def plain_zero(font: TTFont) -> None:
    """Takes the slash out of the zero, which "100 people" does not need.

    The slash parts the inside of the zero in two. Its two contours become one, here and in each
    master from which the weights are worked out.
    """
    glyph = font["glyf"]["zero"]
    ends = list(glyph.endPtsOfContours)
    outer = list(range(ends[0] + 1))
    one = list(range(ends[0] + 1, ends[1] + 1))
    other = list(range(ends[1] + 1, ends[2] + 1))
    # From where one half meets the slash around to its other end, then on through the other half.
    order = outer + one[4:] + one[:4] + other[1:] + other[:1]
    points, whole = list(glyph.coordinates), len(glyph.coordinates)
    for variation in font["gvar"].variations["zero"]:
        moves = iup_delta(list(variation.coordinates), points + [(0, 0)] * 4, ends)
        edges = [edge if edge is not None else (0, 0) for edge in variation.coordinates[whole:]]
        variation.coordinates = [moves[at] for at in order] + edges
    glyph.coordinates = GlyphCoordinates([points[at] for at in order])
    glyph.flags = array("B", [glyph.flags[at] for at in order])
    glyph.endPtsOfContours = [ends[0], whole - 1]
    glyph.numberOfContours = 2


def cut(font: TTFont) -> TTFont:
    """Leaves the letters that pages use, without hints for old screens.

    Kerning would make the file a quarter larger, for what few readers see.
    """
    scale_upem(font, UNITS)
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    # Family, style, and where the license stands: its text lies beside the font.
    options.name_IDs = [1, 2, 14]
    options.notdef_outline = True
    # Without features three are empty; the names of the weights are for programs that list fonts.
    options.drop_tables += ["GDEF", "GPOS", "GSUB", "STAT"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=LETTERS)
    subsetter.subset(font)
    # Written and read once: the tables are then as small as they get.
    whole = io.BytesIO()
    font.flavor = None
    font.save(whole)
    whole.seek(0)
    return instancer.instantiateVariableFont(TTFont(whole), {"wght": WEIGHTS})


def main(package: Path) -> None:
    # The same input gives the same bytes, on any day.
    font = TTFont(package / SOURCE, recalcTimestamp=False)
    plain_zero(font)
    font = cut(font)
    font.recalcTimestamp = False
    font.flavor = "woff2"
    font.save(STATIC / "font.woff2")
    shutil.copyfile(package / "LICENSE", STATIC / "font-license.txt")
    print(f"{(STATIC / 'font.woff2').stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

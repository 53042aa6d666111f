"""Make static/logo.svg: the mark of static/icon.svg, and the name as outlines, since a picture loads no font."""

from __future__ import annotations

from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.ttLib import TTFont

STATIC = Path(__file__).resolve().parent.parent / "static"
NAME = "残額"
LETTER = 40  # height of the letters in the 64 units of the mark


def outlines(name: str) -> tuple[str, float]:
    """The paths of *name*, one letter beside the other, and their width, in the picture's units."""
    font = TTFont(STATIC / "fonts" / "BIZUDPGothic-Bold.ttf")
    glyphs, names, scale = font.getGlyphSet(), font.getBestCmap(), LETTER / font["head"].unitsPerEm
    paths, x = [], 0
    for letter in name:
        glyph, pen = glyphs[names[ord(letter)]], SVGPathPen(glyphs)
        glyph.draw(pen)
        paths.append(f'<path transform="translate({x} 0)" d="{pen.getCommands()}"/>')
        x += glyph.width
    place = f'transform="translate(78 47) scale({scale:.5f} {-scale:.5f})"'
    return f'<g fill="#12436D" {place}>{"".join(paths)}</g>', x * scale


def main() -> None:
    """Write the logo."""
    mark = (STATIC / "icon.svg").read_text(encoding="utf-8")
    inner = mark[mark.index(">") + 1 : mark.rindex("</svg>")]
    letters, width = outlines(NAME)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {78 + width:.0f} 64">'
    (STATIC / "logo.svg").write_text(f"{head}{inner}{letters}</svg>\n", encoding="utf-8")


if __name__ == "__main__":
    main()

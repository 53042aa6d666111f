"""Which layouts a file may be meant for, judged by its headers and its name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analytics.intake.decoding import DELIMITERS, ENOUGH, header_matches
from analytics.intake.layout import Layout


def fitting_layouts(name: str, content: bytes, layouts: Sequence[Layout]) -> list[Layout]:
    """The layouts that fit best and equally well: by their headers, by the file's name, by how much they know.

    When none is near, other delimiters are tried: the file is then found fault with, by the layout it is meant for.
    """
    for delimiter in ("", *DELIMITERS):
        fits = {
            layout.name: (
                header_matches(content, layout, delimiter),
                bool(layout.source.file_name and re.search(layout.source.file_name, name)),
                len(layout.headers),
            )
            for layout in layouts
        }
        best = max(fits.values(), default=(0.0, False, 0))
        if best[0] >= ENOUGH or best[1]:
            return [layout for layout in layouts if fits[layout.name] == best]
    return []

"""The words that the cells of a workbook share, and how long they are: calamine copies them into each cell.

Thirty thousand letters, named in a million cells, are a small file and thirty thousand million letters.
"""

from __future__ import annotations

import zipfile
from array import array
from xml.parsers import expat

_PART = "xl/sharedstrings.xml"


def shared_lengths(archive: zipfile.ZipFile) -> array[int]:
    """How many letters each shared string has, in their order. Raises `expat.ExpatError` when they are damaged."""
    lengths = array("Q")
    parser = expat.ParserCreate()

    def start(tag: str, _: object) -> None:
        if tag.rpartition(":")[2] == "si":
            lengths.append(0)

    def hear(words: str) -> None:
        if lengths:
            lengths[-1] += len(words)

    parser.StartElementHandler = start
    parser.CharacterDataHandler = hear
    for entry in archive.infolist():
        if entry.filename.lower() == _PART:
            with archive.open(entry) as part:
                while content := part.read(1 << 18):
                    parser.Parse(content)
            parser.Parse(b"", True)
    return lengths

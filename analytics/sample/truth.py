"""正解: who is who. The product never reads it; it is what a matching of names is measured against."""

from __future__ import annotations

from collections.abc import Iterator
from io import TextIOBase

import numpy as np

from analytics.sample.kinds import BY_CODE, Kind
from analytics.sample.lines import Lines
from analytics.sample.people import People

HEADER = "人物番号,所管課コード,債務者番号,違い\r\n"
SAME = "同じ"


class Truth:
    """The file of truth, written block by block: a person's departments are all in one block."""

    def __init__(self, file: TextIOBase, people: People):
        self.file, self.people = file, people
        file.write(HEADER)

    def add(self, made: list[tuple[Kind, Lines]]) -> None:
        """The debtors of one block."""
        self.file.writelines(self._rows(made))

    def _rows(self, made: list[tuple[Kind, Lines]]) -> Iterator[str]:
        for code in BY_CODE:
            of_department = [lines["resident"] for kind, lines in made if kind.department == code]
            for resident in np.unique(np.concatenate(of_department)).tolist():
                person = self.people.written(code, resident)
                yield f"{resident + 1},{code},{person.key},{'・'.join(person.differs) or SAME}\r\n"

"""What the tests of workbooks share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter


@pytest.fixture
def book(tmp_path: Path) -> Any:
    """A workbook that Excel might have saved, still open."""
    return xlsxwriter.Workbook(tmp_path / "表.xlsx")

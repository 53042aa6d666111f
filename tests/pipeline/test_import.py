"""What an import promises: the same bytes change nothing, a correction is a new version, the order does not matter."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.intake.layout import Layout
from analytics.intake.reading import read_source
from analytics.intake.tables.source import Source
from analytics.store.importing import take_in
from analytics.store.snapshots import Store
from tests.pipeline.conftest import KOMAE, Original, Run, tree

COMMAND = Path(sys.executable).with_name("zangaku")


def total(zangaku: Run, store: Path, fiscal_year: int, *more: object) -> int:
    done = zangaku("figure", "balance_by_year", "--store", store, "--format", "json", *more)
    rows = json.loads(done.out)["rows"]
    return sum(row["outstanding_yen"] for row in rows if row["fiscal_year"] == fiscal_year)


def test_the_same_bytes_change_nothing_and_it_says_so(stocked: Path, zangaku: Run) -> None:
    before = tree(stocked)
    done = zangaku("import", KOMAE / "132195_kessan2020sainyu.csv", "--store", stocked)
    assert done.code == 0
    assert "同じ内容がすでに取り込まれています（版 0 のまま、変更なし）" in done.out
    assert tree(stocked) == before


def test_the_same_bytes_under_another_name_change_nothing(
    stocked: Path, tmp_path: Path, zangaku: Run
) -> None:
    before = tree(stocked)
    path = Original.of(2020).save(tmp_path, "決算（写し）.csv")
    done = zangaku("import", path, "--store", stocked)
    assert done.code == 0
    assert "同じ内容がすでに取り込まれています" in done.out
    assert tree(stocked) == before


def test_the_same_file_as_of_another_day_is_not_counted_twice(stocked: Path, zangaku: Run) -> None:
    before = tree(stocked)
    path = KOMAE / "132195_kessan2020sainyu.csv"
    done = zangaku("import", path, "--store", stocked, "--as-of", "2021-03-31")
    assert done.code == 3
    assert "同じ年度の 132195_kessan2020sainyu.csv（基準日 2021-05-31）でも" in done.out
    assert tree(stocked) == before


def test_a_corrected_file_is_a_new_version_and_the_old_one_stays(
    stocked: Path, tmp_path: Path, zangaku: Run
) -> None:
    before = tree(stocked)
    books = Original.of(2020)
    row = books.row_with("小学校給食費")
    cells = dict(zip(books.header, books.lines[row - 1].split(","), strict=True))
    owed, paid = int(cells["収入未済額(円)"]), int(cells["収入累計(円)"])
    corrected = books.with_cell(row, "収入未済額(円)", str(owed + 1000)).with_cell(
        row, "収入累計(円)", str(paid - 1000)
    )
    done = zangaku("import", corrected.save(tmp_path), "--store", stocked)
    assert done.code == 0
    assert "132195_kessan2020sainyu.csv（版 0）を置き換えます" in done.out
    assert "版 1 として取り込みました" in done.out
    old = total(zangaku, stocked, 2020, "--version", 0)
    assert old == 332_897_522
    assert total(zangaku, stocked, 2020, "--version", 1) == old + 1000
    assert total(zangaku, stocked, 2020) == old + 1000
    after = tree(stocked)
    assert {
        name: after[name] for name in before
    } == before  # nothing of the old version was touched
    assert zangaku("snapshots", "verify", "--store", stocked).code == 0


def test_going_back_to_the_first_file_is_a_version_of_its_own(
    stocked: Path, tmp_path: Path, zangaku: Run
) -> None:
    """A wrong correction is undone by importing the first file again: history is never rewritten."""
    books = Original.of(2020)
    row = books.row_with("小学校給食費")
    wrong = books.with_cell(row, "科目名称", "中学校給食費")
    zangaku("import", wrong.save(tmp_path), "--store", stocked)
    done = zangaku("import", KOMAE / "132195_kessan2020sainyu.csv", "--store", stocked)
    assert "版 2 として取り込みました" in done.out
    assert total(zangaku, stocked, 2020) == 332_897_522


def test_check_writes_nothing(
    stocked: Path, books_2021: Original, tmp_path: Path, zangaku: Run
) -> None:
    before = tree(stocked)
    good = books_2021.save(tmp_path)
    assert zangaku("check", good, "--store", stocked).code == 0
    assert tree(stocked) == before
    assert zangaku("check", good, "--store", tmp_path / "none").code == 0
    assert not (tmp_path / "none").exists()


def claims_of(store: Store) -> list[dict[str, object]]:
    latest = store.latest()
    assert latest is not None
    return pq.read_table(store.mart_file(latest, "claims")).to_pylist()


@pytest.mark.parametrize("order", [*itertools.permutations((2018, 2019, 2020))], ids=str)
def test_the_order_of_imports_does_not_matter(
    order: tuple[int, ...],
    tmp_path: Path,
    layouts: list[Layout],
    three_years: list[dict[str, object]],
) -> None:
    store = Store(tmp_path / "store")
    for year in order:
        take_in(store, KOMAE / f"132195_kessan{year}sainyu.csv", layouts)
    assert claims_of(store) == three_years


@pytest.fixture(scope="module")
def three_years(
    tmp_path_factory: pytest.TempPathFactory, layouts: list[Layout]
) -> list[dict[str, object]]:
    """The claims of FY2018–2020 imported oldest first, with a detour over FY2021 that is not in the way."""
    store = Store(tmp_path_factory.mktemp("three") / "store")
    for year in (2018, 2019, 2020, 2021):
        take_in(store, KOMAE / f"132195_kessan{year}sainyu.csv", layouts)
    return [row for row in claims_of(store) if row["fiscal_year"] != 2021]


def test_two_imports_at_once(stocked: Path, books_2021: Original, zangaku: Run) -> None:
    """The second is told at once, and the first is not disturbed."""
    path = KOMAE / "132195_kessan2021sainyu.csv"
    with Store(stocked).writing():
        held = tree(stocked)
        command = [COMMAND, "import", path, "--store", stocked]
        second = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
        assert second.returncode == 5
        assert "別の取り込みが動いています" in second.stderr
        assert tree(stocked) == held
    assert zangaku("import", path, "--store", stocked).code == 0


def test_many_imports_started_together_leave_one_whole_store(tmp_path: Path) -> None:
    """Three processes, one file each: some are told to wait, and what went in is whole."""
    store = tmp_path / "store"
    paths = sorted(KOMAE.glob("*sainyu.csv"))[:3]
    running = [
        subprocess.Popen(
            [COMMAND, "import", path, "--store", store],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for path in paths
    ]
    codes = [(process.communicate(), process.returncode)[1] for process in running]
    assert set(codes) <= {0, 5}
    assert len(Store(store).versions()) == codes.count(0) >= 1
    done = subprocess.run([COMMAND, "snapshots", "verify", "--store", store], capture_output=True)
    assert done.returncode == 0


BOOKS = Original.of(2018)
COLUMNS = st.sampled_from(BOOKS.header)
ROWS = st.integers(2, len(BOOKS.lines))
CELLS = st.one_of(
    st.sampled_from(
        ["", "-", "1", "▲5", "１，０００", "999999", "2019", "昨年", '"', "a,b", "\r\n"]
    ),
    st.text(max_size=8),
)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """The published file with a few cells changed, lines lost or doubled, and perhaps the end cut off."""
    books = BOOKS
    for _ in range(draw(st.integers(0, 4))):
        books = books.with_cell(draw(ROWS), draw(COLUMNS), draw(CELLS).replace(",", "，"))
    lines = [*books.lines]
    for _ in range(draw(st.integers(0, 2))):
        row = draw(st.integers(1, len(lines) - 1))
        lines[row : row + 1] = draw(
            st.sampled_from([[], [lines[row]] * 2, [""], [lines[row] + ","]])
        )
    text = "".join(line + books.end for line in lines)
    content = text.encode("utf-8-sig", errors="replace")
    return content[: draw(st.integers(0, len(content)))] if draw(st.booleans()) else content


@settings(max_examples=60)
@given(content=mutated())
def test_accepted_and_rejected_are_all_rows_read(
    content: bytes, layouts: list[Layout], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever happens to a file, every row read is either accepted or rejected, and errors leave nothing to store."""
    path = tmp_path_factory.getbasetemp() / "mutated.csv"
    path.write_bytes(content)
    source = Source(path, BOOKS.name, len(content), "", "csv")
    (komae,) = (layout for layout in layouts if layout.name == "komae-settlement")
    reading = read_source(source, komae)
    assert reading.accepted_rows + reading.rejected_rows == reading.rows_read
    assert 0 <= reading.rejected_rows <= reading.rows_read
    assert reading.set_aside_rows <= reading.rows_read
    wrong = {finding.row for finding in reading.errors if finding.row is not None}
    if reading.rejected_rows:
        assert wrong
    if reading.errors:
        assert reading.claim_rows == 0
    else:
        assert reading.rejected_rows == 0
        assert reading.books is not None
    for finding in reading.findings:
        assert finding.message
        assert finding.todo

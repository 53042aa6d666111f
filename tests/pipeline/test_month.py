"""`zangaku import DIR`: the month of a made-up city, all its departments, as one version."""

from __future__ import annotations

import csv
import errno
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from analytics.sample import Plan, first_month_of, make_city
from analytics.store import snapshots
from analytics.store.beside import KINDS
from analytics.store.documents import read_document
from analytics.store.snapshots import Store
from analytics.store.verify import verify
from tests.pipeline.conftest import Run, tree

TAX = "架空市_税務課_滞納明細_202610.csv"
REGISTER = "架空市_税務課_宛名_202610.csv"
WELFARE = "架空市_福祉課_生活保護費返還金_202610.csv"
CONTROLS = "件数金額控え_202610.csv"
ACTIONS = "架空市_やってPR_202610.csv"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two months of a city of 3,000. Treat it as read-only."""
    folder = tmp_path_factory.mktemp("city") / "city"
    make_city(folder, Plan(3_000, *first_month_of("2026-10", 2), 1))
    return folder


@pytest.fixture
def month(city: Path, tmp_path: Path) -> Path:
    """The newest month, to be changed."""
    return Path(shutil.copytree(city / "2026-10", tmp_path / "2026-10"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def spoil(path: Path, row: int, column: str, cell: str, encoding: str = "cp932") -> None:
    """Change one cell of the CSV at *path*; the first row below the head is 1."""
    with path.open(encoding=encoding, newline="") as file:
        rows = list(csv.reader(file))
    rows[row][rows[0].index(column)] = cell
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)


def rows_of(store: Store, number: int, kind: str) -> dict[str, int]:
    """Delivery → rows of *kind* in version *number*."""
    files = store.files(number) if kind == "receivables" else store.files_beside(number, kind)
    counted: dict[str, int] = {}
    for file in files:
        for scope in pq.read_table(file, columns=["source_scope"])[0].to_pylist():
            counted[scope] = counted.get(scope, 0) + 1
    return counted


def listed(folder: Path) -> dict[str, int]:
    """File → the rows that its department says it has."""
    with next(folder.glob("件数*")).open(encoding="utf-8-sig", newline="") as file:
        return {row["ファイル名"]: int(row["件数"]) for row in csv.DictReader(file)}


def test_a_month_is_one_version_with_every_row(zangaku: Run, city: Path, store: Store) -> None:
    done = zangaku("import", city / "2026-10", "--store", store.root)
    assert done.code == 0, done.said
    assert "を版 0 として取り込みました" in done.out
    assert store.latest() == 0
    taken = rows_of(store, 0, "receivables")
    assert sum(taken.values()) == sum(listed(city / "2026-10").values())
    assert rows_of(store, 0, "persons").keys() >= {"kakuu-tax-persons@2026-10-31"}
    assert verify(store) == []


def test_the_same_month_again_changes_nothing(zangaku: Run, city: Path, store: Store) -> None:
    zangaku("import", city / "2026-10", "--store", store.root)
    before = tree(store.root)
    done = zangaku("import", city / "2026-10", "--store", store.root)
    assert (done.code, tree(store.root)) == (0, before)
    assert "同じ内容がすでに取り込まれています（変更なし）" in done.out


def test_a_faulty_file_stays_out_and_the_others_go_in(
    zangaku: Run, month: Path, city: Path, store: Store
) -> None:
    zangaku("import", city / "2026-09", "--store", store.root)
    spoil(month / TAX, 3, "未納税額", "1")
    done = zangaku("import", month, "--store", store.root)
    assert done.code == 3
    assert f"1ファイルは取り込みませんでした（{TAX}）" in done.err.replace("\n", "")
    assert "画面では前の月のものと示されます" in done.err.replace("\n", "")
    scopes = rows_of(store, 1, "receivables")
    assert "kakuu-tax@2026-10-31" not in scopes
    assert {"kakuu-tax@2026-09-30", "kakuu-water@2026-10-31"} <= scopes.keys()
    (back,) = (store.root / "returned").iterdir()
    assert back.match(TAX.replace(".csv", "_要修正_*.csv"))
    assert verify(store) == []


def test_a_corrected_file_makes_a_version_and_the_old_one_stays(
    zangaku: Run, month: Path, store: Store
) -> None:
    zangaku("import", month, "--store", store.root)
    before = {kind: rows_of(store, 0, kind) for kind in ("receivables", *KINDS)}
    spoil(month / REGISTER, 1, "電話番号", "0000-00-9999")
    lines = (month / TAX).read_text(encoding="cp932").splitlines(keepends=True)
    (month / TAX).write_text("".join(lines[:-1]), encoding="cp932", newline="")
    (month / CONTROLS).unlink()
    done = zangaku("import", month, "--store", store.root)
    assert done.code == 0, done.said
    rows = sum(
        row["rows_read"]
        for row in read_document(store, 1, "sources").to_pylist()
        if row["version"] == 1
    )
    assert f"の2ファイル（{rows:,}行" in done.out  # not those that were there already
    assert "を置き換えます" in done.said
    assert {kind: rows_of(store, 0, kind) for kind in before} == before
    after = rows_of(store, 1, "receivables")
    tax = "kakuu-tax@2026-10-31"
    assert after == before["receivables"] | {tax: before["receivables"][tax] - 1}
    assert rows_of(store, 1, "actions") == before["actions"]
    phones = [pq.read_table(file)["phone"].to_pylist() for file in store.files_beside(1, "persons")]
    assert any("0000-00-9999" in each for each in phones)
    assert verify(store) == []


@pytest.mark.parametrize(
    ("column", "says"), [("件数", "件と合いません"), ("金額（円）", "1円合いません")]
)
def test_a_control_that_is_off_by_one_keeps_its_file_out(
    column: str, says: str, zangaku: Run, month: Path, store: Store
) -> None:
    path = month / CONTROLS
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    at = rows[0].index(column)
    (row,) = (row for row in rows if row[0] == TAX)
    row[at] = str(int(row[at]) + 1)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    done = zangaku("import", month, "--store", store.root)
    assert done.code == 3
    assert says in done.said.replace("\n", "")
    assert "kakuu-tax@2026-10-31" not in rows_of(store, 0, "receivables")


def test_a_file_of_which_the_controls_speak_is_missed(
    zangaku: Run, month: Path, store: Store
) -> None:
    (month / TAX).rename(month.parent / TAX)
    for name in ("Thumbs.db", "desktop.ini", "~$一覧.xlsx"):
        (month / name).write_bytes(b"x")
    done = zangaku("import", month, "--store", store.root)
    assert done.code == 3
    assert f"控えにある {TAX} が、届いていません" in done.err.replace("\n", "")
    assert store.latest() == 0  # the others are in
    (month.parent / TAX).rename(month / TAX)
    assert zangaku("import", month, "--store", store.root).code == 0
    (month / TAX).unlink()  # it has come before
    assert zangaku("import", month, "--store", store.root).code == 0


def test_a_folder_with_nothing_sound_leaves_no_version(
    zangaku: Run, month: Path, store: Store
) -> None:
    for path in month.iterdir():
        if path.name != TAX:
            path.unlink()
    spoil(month / TAX, 1, "納期限", "2026-02-30")
    done = zangaku("import", month, "--store", store.root)
    assert (done.code, store.latest()) == (3, None)


def test_a_file_of_another_month_stays_out(
    zangaku: Run, month: Path, city: Path, store: Store
) -> None:
    other = TAX.replace("202610", "202609")
    (month / TAX).unlink()
    shutil.copy(city / "2026-09" / other, month / other)
    done = zangaku("import", month, "--store", store.root)
    assert done.code == 3
    assert "ほかのファイルは2026年10月末です" in done.said.replace("\n", "")
    assert not [scope for scope in rows_of(store, 0, "receivables") if "tax" in scope]


def test_a_short_list_may_stand_still_for_a_month_and_a_long_one_may_not(
    zangaku: Run, month: Path, city: Path, store: Store
) -> None:
    zangaku("import", city / "2026-09", "--store", store.root)
    (month / CONTROLS).unlink()
    for name in (TAX, WELFARE):
        shutil.copy(city / "2026-09" / name.replace("202610", "202609"), month / name)
    done = zangaku("import", month, "--store", store.root)
    assert done.code == 3
    scopes = rows_of(store, 1, "receivables")
    assert "kakuu-tax@2026-10-31" not in scopes
    assert scopes["kakuu-welfare@2026-10-31"] == scopes["kakuu-welfare@2026-09-30"]
    said = {
        line.split()[1]: line.split()[0] for line in done.out.splitlines() if "まったく同じ" in line
    }
    assert (said[TAX], said[WELFARE]) == ("誤り", "注意")


def test_what_a_broken_import_left_beside_is_seen_by_nobody(
    zangaku: Run, city: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tables beside are written, and the disk is full before the commit that would name them."""
    zangaku("import", city / "2026-09", "--store", store.root)
    before = {kind: rows_of(store, 0, kind) for kind in ("receivables", *KINDS)}

    def no_space(*_given: Any, **_named: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(snapshots, "commit", no_space)
        done = zangaku("import", city / "2026-10", "--store", store.root)
    assert done.code != 0
    assert "前からある版は変わっていません" in done.said.replace("\n", "")
    assert store.latest() == 0
    assert {kind: rows_of(store, 0, kind) for kind in before} == before
    assert verify(store) == []
    assert zangaku("import", city / "2026-10", "--store", store.root).code == 0
    assert {kind: rows_of(store, 0, kind) for kind in before} == before
    clean = Store(store.root.with_name("clean"))
    for name in ("2026-09", "2026-10"):
        zangaku("import", city / name, "--store", clean.root)
    for kind in ("persons", "actions"):
        whole = rows_of(store, 1, kind)
        assert {scope for scope in whole if "2026-09" in scope} == {*before[kind]}
        assert whole == rows_of(clean, 1, kind)
    assert verify(store) == []


def test_a_month_without_an_action_is_a_month(month: Path, store: Store, zangaku: Run) -> None:
    """The list has its head and no row: taken in with a remark. Of claims it would say nothing, and stays out."""
    for name in (ACTIONS, WELFARE):
        path = month / name
        head = path.read_bytes().splitlines(keepends=True)[0]
        path.write_bytes(head)
    (month / CONTROLS).unlink()
    done = zangaku("import", month, "--store", store.root)
    assert f"注意 {ACTIONS} ファイル全体: 見出しの下に行がありません" in done.out
    assert f"誤り {WELFARE} ファイル全体: 見出しの下に行がありません" in done.out
    assert "完納した行を0円のまま出力してください" in done.out
    assert done.code == 3
    assert not rows_of(store, 0, "actions")
    assert verify(store) == []

"""`zangaku snapshots`: what is in the store can be listed, shown, and found out when it is no longer what it was."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from analytics.errors import StoreFault
from analytics.intake.layout import Layout
from analytics.ledger.columns import FINDINGS
from analytics.store.importing import take_in
from analytics.store.snapshots import Store
from tests.pipeline.conftest import KOMAE, Original, Run, tree
from tests.settlement import Office

BOOKS = """
    年度 | 債権   | 課     | 区分 | 調定 | 収入 | 欠損 | 未収
    2022 | 市民税 | 納税課 | 現年 | 1000 |  900 |    0 |  100
    2023 | 市民税 | 納税課 | 現年 | 1000 |  930 |   10 |   60
    2023 | 市民税 | 納税課 | 滞繰 |  100 |   50 |    0 |   50
"""


def test_list(komae_store: Path, zangaku: Run) -> None:
    done = zangaku("snapshots", "list", "--store", komae_store)
    assert done.code == 0
    rows = [line for line in done.out.splitlines() if "sainyu.csv" in line]
    assert len(rows) == 6
    for number, (year, total) in enumerate(
        [(2018, "313,831,938円"), (2019, "400,779,072円"), (2020, "332,897,522円")]
    ):
        cells = [cell.strip() for cell in rows[number].split("│")]
        assert cells[1] == str(number)
        assert cells[3:5] == [f"{year + 1}-05-31", f"132195_kessan{year}sainyu.csv"]
        assert cells[6] == total


def test_show(komae_store: Path, zangaku: Run) -> None:
    done = zangaku("snapshots", "show", 5, "--store", komae_store)
    said = dict(re.findall(r"│ (\S+) +│ (.*?) +│", done.out))
    assert said["ファイル"] == "132195_kessan2023sainyu.csv"
    assert said["SHA-256"] == "14d5d00db95a9d81de10f72c4792c9dc06f3d7ad17209b13893edbcf5012533b"
    assert said["文字コード"] == "cp932"
    assert said["レイアウト"] == "komae-settlement"
    assert said["読んだ行数"] == said["受け入れた行数"] == "742"
    assert said["受け入れなかった行数"] == "0"
    assert said["収入未済額（円）"] == "353961020"
    for line in done.out.splitlines():
        if line.endswith(".parquet"):
            assert (komae_store / line.strip()).is_file()


def test_verify_a_clean_store(komae_store: Path, zangaku: Run) -> None:
    before = tree(komae_store)
    done = zangaku("snapshots", "verify", "--store", komae_store)
    assert (done.code, "異常はありません（6版を調べました）" in done.out) == (0, True)
    assert tree(komae_store) == before


def test_an_empty_store_is_no_fault(tmp_path: Path, zangaku: Run) -> None:
    assert zangaku("snapshots", "list", "--store", tmp_path / "none").code == 0
    done = zangaku("snapshots", "verify", "--store", tmp_path / "none")
    assert done.code == 0
    assert "まだ何も取り込まれていません" in done.out
    assert not (tmp_path / "none").exists()


def change(table: pa.Table, column: str, value: object) -> pa.Table:
    """*table* with the last row's *column* set to *value*."""
    values = table[column].to_pylist()
    values[-1] = value
    at = table.schema.get_field_index(column)
    return table.set_column(
        at, table.schema.field(at), pa.array(values, table.schema.field(at).type)
    )


def rewrite(path: Path, column: str, value: object) -> None:
    pq.write_table(change(pq.read_table(path), column, value), path)


def source(store: Path) -> Path:
    return next(store.glob("sources/*/*.csv"))


def receivables(store: Path) -> Path:
    return next(store.glob("receivables/*.parquet"))


def reword(store: Path, old: str, new: str) -> None:
    log = store / "receivables/_delta_log/00000000000000000000.json"
    text = log.read_text(encoding="utf-8")
    assert old in text
    log.write_text(text.replace(old, new), encoding="utf-8")


DAMAGE: list[tuple[str, Callable[[Path], object], str]] = [
    ("a source file is gone", lambda store: source(store).unlink(), "元のファイル .* がありません"),
    (
        "a source file was changed",
        lambda store: source(store).write_bytes(source(store).read_bytes() + b"\r\n"),
        "元のファイル .* が取り込んだときと違います",
    ),
    ("a data file is gone", lambda store: receivables(store).unlink(), "ファイルがありません"),
    (
        "an amount was changed in a data file",
        lambda store: rewrite(receivables(store), "outstanding_yen", 1),
        "outstanding_yen が記録と違います",
    ),
    (
        "a claim was renamed in a data file",
        lambda store: rewrite(receivables(store), "claim", "別の債権"),
        "要約 claims が、元の行から作り直したものと違います",
    ),
    (
        "a summary was changed",
        lambda store: rewrite(store / "marts/0/claims.parquet", "outstanding_yen", 1),
        "要約 claims が、元の行から作り直したものと違います",
    ),
    (
        "another summary was changed",
        lambda store: rewrite(store / "marts/0/movements.parquet", "closing_yen", 1),
        "要約 movements が、元の行から作り直したものと違います",
    ),
    (
        "the record of a file was changed",
        lambda store: rewrite(store / "marts/0/sources.parquet", "outstanding_yen", 1),
        "outstanding_yen が記録と違います",
    ),
    (
        "where a file came from was changed",
        lambda store: rewrite(store / "marts/0/sources.parquet", "url", "https://example.jp/"),
        "の url が版 0 の確定の記録と違います",
    ),
    (
        "the findings were replaced",
        lambda store: pq.write_table(FINDINGS.empty_table(), store / "marts/0/findings.parquet"),
        "記録 findings が取り込んだときと違います",
    ),
    (
        "the record of the commit was changed",
        lambda store: reword(store, '"outstanding_yen":"332897522"', '"outstanding_yen":"1"'),
        "outstanding_yen が版 0 の確定の記録と違います",
    ),
    (
        "a summary is gone",
        lambda store: (store / "marts/0/sources.parquet").unlink(),
        "要約（sources.parquet）がありません",
    ),
    ("all summaries are gone", lambda store: shutil.rmtree(store / "marts"), "の要約（"),
    (
        "a summary was cut short",
        lambda store: (store / "marts/0/claims.parquet").write_bytes(b"PAR1"),
        "要約（claims.parquet）を読めません",
    ),
    (
        "a data file was cut short",
        lambda store: receivables(store).write_bytes(receivables(store).read_bytes()[:-9]),
        "読めません",
    ),
]


@pytest.mark.parametrize(
    ("damage", "says"), [each[1:] for each in DAMAGE], ids=[each[0] for each in DAMAGE]
)
def test_verify_finds(
    damage: Callable[[Path], object], says: str, stocked: Path, zangaku: Run
) -> None:
    damage(stocked)
    done = zangaku("snapshots", "verify", "--store", stocked)
    assert done.code == 5
    assert re.search(f"版 0.*{says}", done.err), done.err
    assert "件の異常があります" in done.err


def test_verify_looks_at_every_version(tmp_path: Path, zangaku: Run) -> None:
    """Damage to an old version is found, and does not hide damage to a newer one."""
    office = Office(tmp_path).take_in(BOOKS)
    store = office.store.root
    rewrite(store / "marts/0/claims.parquet", "outstanding_yen", 7)
    (store / "marts/1/changes.parquet").unlink()
    done = zangaku("snapshots", "verify", "--store", store)
    assert done.code == 5
    assert "版 0: 要約 claims" in done.err
    assert "版 1 の要約（changes.parquet）がありません" in done.err


@pytest.mark.parametrize("gone", ["receivables", "receivables/_delta_log"])
def test_lost_records_are_no_empty_store(gone: str, tmp_path: Path, zangaku: Run) -> None:
    office = Office(tmp_path).take_in(BOOKS)
    store = office.store.root
    shutil.rmtree(store / gone)
    files = tree(store)
    for command in (("snapshots", "verify"), ("snapshots", "list"), ("figure", "bridge")):
        done = zangaku(*command, "--store", store)
        assert done.code == 5
        assert "記録（receivables）がなくなっています。控えから戻すか" in done.err
    with pytest.raises(StoreFault, match="なくなっています"):
        office.take_in(BOOKS)
    assert tree(store) == files


def test_the_leavings_of_a_first_import_are_named(stocked: Path, zangaku: Run) -> None:
    """They look like a store whose records were lost, so both are said."""
    shutil.rmtree(stocked / "receivables")
    done = zangaku("snapshots", "verify", "--store", stocked)
    assert done.code == 0
    assert "まだ何も取り込まれていません" in done.out
    assert "途中で止まった取り込みの跡があります" in done.out


def test_a_lost_source_comes_back_with_its_file(stocked: Path, zangaku: Run) -> None:
    files = tree(stocked)
    source(stocked).unlink()
    found = zangaku("snapshots", "verify", "--store", stocked)
    assert "同じファイルをもう一度取り込むと戻ります" in found.err
    original = KOMAE / "132195_kessan2020sainyu.csv"
    done = zangaku("import", original, "--store", stocked)
    assert "失われていた元のファイルとして戻しました" in done.out
    assert tree(stocked) == files
    assert zangaku("snapshots", "verify", "--store", stocked).code == 0
    again = zangaku("import", original, "--store", stocked)
    assert "変更なし" in again.out
    assert "戻しました" not in again.out


def test_a_broken_log_is_explained(stocked: Path, zangaku: Run) -> None:
    log = stocked / "receivables/_delta_log/00000000000000000000.json"
    log.write_text(log.read_text()[:100])
    for command in (("snapshots", "verify"), ("figure", "bridge"), ("snapshots", "list")):
        done = zangaku(*command, "--store", stocked)
        assert done.code == 5
        assert "の記録を読めません。控えから戻すか" in done.err


@pytest.mark.parametrize("seed", range(12))
def test_any_damaged_byte_ends_in_a_sentence(seed: int, tmp_path: Path, zangaku: Run) -> None:
    """Bytes turned over anywhere in any file: commands answer, or say in Japanese that the store is damaged."""
    store = Office(tmp_path).take_in(BOOKS).store.root
    dice = random.Random(seed)
    files = [path for path in sorted(store.rglob("*.parquet")) if path.is_file()]
    path = dice.choice(files)
    content = bytearray(path.read_bytes())
    for _ in range(3):
        content[dice.randrange(len(content))] ^= 0xFF
    path.write_bytes(content)
    for command in (
        ("snapshots", "verify"),
        ("figure", "bridge"),
        ("figure", "sources"),
        ("figure", "findings"),
        ("import", tmp_path / "決算2023.csv"),
    ):
        done = zangaku(*command, "--store", store)
        assert done.code in (0, 3, 4, 5)


def test_old_versions_are_read_from_their_own_files(tmp_path: Path, layouts: list[Layout]) -> None:
    """A version's list of files is fixed: a later import neither adds to it nor takes from it."""
    store = Store(tmp_path / "store")
    take_in(store, KOMAE / "132195_kessan2018sainyu.csv", layouts)
    first = {path: path.read_bytes() for path in store.files(0)}
    take_in(store, KOMAE / "132195_kessan2019sainyu.csv", layouts)
    take_in(store, Original.of(2018).with_cell(2, "予算現額(千円)", "7").save(tmp_path), layouts)
    assert {path: path.read_bytes() for path in store.files(0)} == first
    assert {path for path in store.files(2)} & set(first) == set()  # 2018 was replaced
    years = [pq.read_table(store.files(number))["fiscal_year"] for number in range(3)]
    assert [sorted(pc.unique(each).to_pylist()) for each in years] == [
        [2018],
        [2018, 2019],
        [2018, 2019],
    ]


ODD_NAMES = ["保管庫 令和7年度", "it's 1", "100%", "a{b,c}", "～総務課～＿（写し）"]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_the_store_may_lie_in_a_folder_of_any_usual_name(
    name: str, tmp_path: Path, zangaku: Run
) -> None:
    office = Office(tmp_path / name).take_in(BOOKS)
    assert office.figure("bridge").headline == "10円の増"
    assert zangaku("snapshots", "verify", "--store", office.store.root).code == 0


@pytest.mark.parametrize("name", ["a[b]", "a|b", "%E5", "R5#2", "R5?"])
def test_a_folder_the_library_cannot_open_is_refused_at_once(
    name: str, tmp_path: Path, zangaku: Run
) -> None:
    store = tmp_path / name / "store"
    done = zangaku("import", KOMAE / "132195_kessan2018sainyu.csv", "--store", store)
    assert done.code == 5
    assert "使えない文字" in done.err
    assert not store.exists()

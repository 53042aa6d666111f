"""What departments may send instead of their file: refused in Japanese, in time, and the store stays as it is."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from filelock import FileLock

from analytics.intake.layouts import read_layouts
from analytics.settings import DATA
from analytics.store.importing import take_in
from analytics.store.snapshots import Store
from tests.hostile.departments import NURSERY, PERSONS, TAX
from tests.hostile.forms import Form, ok
from tests.pipeline.conftest import Run, tree

JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
BOOK = NURSERY.name
CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the old container of Office files
Make = Callable[[Path], Path]


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the tax office's list of September. Treat it as read-only."""
    folder = tmp_path_factory.mktemp("stocked")
    before = ok(最終収納日="2026-08-03", 操作年月日="2026-09-30")
    path = TAX.save(folder, [before], TAX.name.replace("202610", "202609"))
    take_in(Store(folder / "store"), path, read_layouts(DATA / "layouts"))
    return folder / "store"


@pytest.fixture
def store(stocked: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(stocked, tmp_path / "store"))


def sound(folder: Path, form: Form = TAX) -> Path:
    return form.save(folder, [ok(), ok()])


def of_bytes(name: str, content: bytes) -> Make:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return make


def changed(change: Callable[[bytes], bytes], form: Form = TAX) -> Make:
    def make(folder: Path) -> Path:
        path = sound(folder, form)
        path.write_bytes(change(path.read_bytes()))
        return path

    return make


def repacked(change: Callable[[dict[str, bytes]], None]) -> Make:
    """The workbook with its parts changed."""

    def pack(content: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        change(parts)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in parts.items():
                archive.writestr(name, part)
        return packed.getvalue()

    return changed(pack, NURSERY)


def bomb(parts: dict[str, bytes]) -> None:
    parts["xl/media/image1.png"] = b"\0" * (60 << 20)


def far_cell(parts: dict[str, bytes]) -> None:
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'r="A1"', b'r="XFD1048576"')


def entities(parts: dict[str, bytes]) -> None:
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(
        b"?>", b'?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', 1
    )


def huge(folder: Path) -> Path:
    """2 GB and a byte, of which hardly any is on disk."""
    path = sound(folder)
    os.truncate(path, (2 << 30) + 1)
    return path


def wide(folder: Path) -> Path:
    path = folder / TAX.name
    path.write_bytes(
        (",".join(TAX.head) + "," * 100_000 + "\r\n" + "1," * 100_022 + "1\r\n").encode("cp932")
    )
    return path


REFUSED: dict[str, tuple[Make, str]] = {
    "nothing": (of_bytes(TAX.name, b""), "空のファイル"),
    "blanks": (of_bytes(TAX.name, b" \r\n\r\n"), "空のファイル"),
    "a damaged workbook": (changed(lambda c: c[: len(c) // 2], NURSERY), "壊れて"),
    "a workbook with a hole": (
        changed(lambda c: c[:600] + bytes(200) + c[800:], NURSERY),
        "壊れて",
    ),
    "a zip bomb": (repacked(bomb), "ふくらむ"),
    "a cell at the end of the world": (repacked(far_cell), ""),
    "another machine's file as an entity": (repacked(entities), ""),
    "no workbook in a zip": (repacked(lambda parts: parts.pop("xl/workbook.xml") and None), "zip"),
    "an old container of nothing": (of_bytes(BOOK, CFB + bytes(2000)), ""),
    "a PDF": (of_bytes(BOOK, b"%PDF-1.7\n" + bytes(900)), "PDF"),
    "a picture": (of_bytes(TAX.name, b"\x89PNG\r\n\x1a\n" + bytes(900)), ""),
    "2 GB": (huge, "MiB"),
    "100,000 columns": (wide, "列"),
    "NUL bytes everywhere": (of_bytes(TAX.name, bytes(5000)), ""),
    "noise": (of_bytes(TAX.name, bytes((7 * n * n + n // 3) % 256 for n in range(5000))), ""),
    "one endless line": (changed(lambda c: c + b"1," * 3_000_000), "改行"),
    "an open quotation mark": (changed(lambda c: c + b'"0,0\r\n' * 40), "引用符"),
    "rows of wrong width": (changed(lambda c: c + b"1,2,3\r\n"), "列の数"),
    "a NUL in a cell": (changed(lambda c: c.replace(b"10000", b"10\x00000", 1)), "壊れた文字"),
    "another form": (of_bytes("一覧.csv", "甲,乙\r\n1,2\r\n".encode("cp932")), "レイアウト"),
    "a day that is not": (changed(lambda c: c.replace(b"2026-06-30", b"2026-06-31")), "日付"),
}


@pytest.mark.parametrize("title", REFUSED)
def test_it_is_refused_and_nothing_moves(
    title: str, zangaku: Run, store: Path, tmp_path: Path
) -> None:
    make, says = REFUSED[title]
    path, before = make(tmp_path), tree(store)
    began = time.process_time()
    done = zangaku("import", path, "--store", store, "--report", tmp_path / "back")
    assert time.process_time() - began < 30  # s of work, however busy the machine is
    assert done.code == 3
    assert says in done.said.replace("\n", "")
    assert JAPANESE.search(done.err)
    assert "Traceback" not in done.said
    assert tree(store) == before


def test_macros_are_said_and_not_run(zangaku: Run, store: Path, tmp_path: Path) -> None:
    path = repacked(lambda parts: parts.update({"xl/vbaProject.bin": b"x"}))(tmp_path)
    done = zangaku("import", path, "--store", store)
    assert done.code == 0
    assert "マクロは動かさず" in done.said.replace("\n", "")


def test_another_form_under_this_name_is_refused(zangaku: Run, store: Path, tmp_path: Path) -> None:
    path = sound(tmp_path, PERSONS).rename(tmp_path / TAX.name)
    done = zangaku("check", path, "--store", store)
    assert done.code == 3
    said = (
        "ファイル名は「架空市 税務課 滞納明細」のものですが、中身は「架空市 税務課 宛名」の様式です"
    )
    assert said in done.out.replace("\n", "")


def test_json_stays_json_beside_a_report(zangaku: Run, store: Path, tmp_path: Path) -> None:
    path = changed(lambda content: content.replace(b"10000", b"1OOOO", 1))(tmp_path)
    done = zangaku("check", path, "--store", store, "--json", "--report", tmp_path / "[red]back")
    assert [row["row"] for row in json.loads(done.out)["rejected"]] == [2]
    assert "[red]back" in done.err


def test_an_open_quotation_mark_in_the_first_row_is_no_empty_file(
    zangaku: Run, store: Path, tmp_path: Path
) -> None:
    path = changed(lambda content: content.replace(b"\r\n", b'\r\n"', 1))(tmp_path)
    done = zangaku("check", path, "--store", store)
    assert "引用符" in done.out
    assert "見出しの下に行がありません" not in done.out


def test_names_are_kept_letter_by_letter(zangaku: Run, store: Path, tmp_path: Path) -> None:
    names = ["=1+1", "<script>", "'; DROP TABLE receivables; --", '"か"ぎ', "二行\nの名", "../../x"]
    path = PERSONS.save(tmp_path, [ok(**{"氏名/名称": name}) for name in names])
    assert zangaku("import", path, "--store", store).code == 0
    files = Store(store).files_beside(1, "persons")
    assert [name for file in files for name in pq.read_table(file)["name"].to_pylist()] == names


def test_a_file_name_with_a_path_in_it(zangaku: Run, store: Path, tmp_path: Path) -> None:
    before = tree(store)
    for name in ("..\\..\\税_202610.csv", "C:税_202610.csv", "税\u202e_202610.csv"):
        path = sound(tmp_path).rename(tmp_path / name)
        done = zangaku("import", path, "--store", store)
        assert (done.code, tree(store)) == (3, before)
        assert "使えません" in done.said.replace("\n", "")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(zangaku: Run, store: Path, tmp_path: Path) -> None:
    path, before = sound(tmp_path), tree(store)
    path.chmod(0)
    done = zangaku("import", path, "--store", store)
    assert (done.code, tree(store)) == (3, before)
    assert "権限" in done.said


def test_a_store_that_is_being_written_answers_at_once(
    zangaku: Run, store: Path, tmp_path: Path
) -> None:
    path, before = sound(tmp_path), tree(store)
    with FileLock(store / ".lock"):
        done = zangaku("import", path, "--store", store)
    assert done.code != 0
    assert "別の取り込みが動いています" in done.said.replace("\n", "")
    assert tree(store) == before

"""Exit codes by cause, seen from outside: the installed command in a process of its own, on a pipe.

Every cause ends in a Japanese sentence on the error stream, and never in a traceback.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics import errors
from tests.pipeline.conftest import KOMAE, Original, Run

COMMAND = Path(sys.executable).with_name("zangaku")
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def run(*arguments: object, **settings: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **{name: str(value) for name, value in settings.items()}},
    )


def assert_explained(done: subprocess.CompletedProcess[str], code: int, words: str) -> None:
    assert done.returncode == code, done.stdout + done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    for line in done.stderr.splitlines():
        assert JAPANESE.search(line), line


def test_every_kind_of_error_has_a_code_of_its_own() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    codes = [kind.exit_code for kind in kinds]
    assert sorted(codes) == sorted(set(codes))
    assert 0 not in codes
    assert 2 not in codes  # what the shell's own usage errors end with


def test_0_when_all_is_well(tmp_path: Path) -> None:
    done = run("import", KOMAE / "132195_kessan2018sainyu.csv", "--store", tmp_path / "store")
    assert (done.returncode, done.stderr) == (0, "")


def test_2_when_the_command_is_misspelt(tmp_path: Path) -> None:
    done = run("imporrt")
    assert done.returncode == 2
    assert "使い方の誤り" in done.stderr


def test_3_when_a_file_is_wrong(tmp_path: Path) -> None:
    missing = run("import", tmp_path / "ない.csv", "--store", tmp_path / "store")
    assert_explained(missing, 3, "ない.csv がありません")
    cut = Original.of(2023).first(200).save(tmp_path)
    assert_explained(run("import", cut, "--store", tmp_path / "store"), 3, "取り込みませんでした")


def test_4_when_a_layout_a_target_or_the_rules_are_wrong(tmp_path: Path) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "x.toml").write_text("[layout]\nname = x", encoding="utf-8")
    done = run("layouts", ZANGAKU_LAYOUTS=tmp_path / "layouts")
    assert_explained(done, 4, "レイアウト x.toml の2行目")
    store = tmp_path / "store"
    run("import", KOMAE / "132195_kessan2018sainyu.csv", "--store", store)
    (tmp_path / "targets").mkdir()
    (tmp_path / "targets" / "t.csv").write_text("年度,版\n2018,1\n", encoding="utf-8")
    done = run("figure", "ranking", "--store", store, ZANGAKU_TARGETS=tmp_path / "targets")
    assert_explained(done, 4, "t.csv: 見出し 決定日")
    (tmp_path / "claim_kinds.toml").write_text("[[claim_kinds]]\nyears = 5\n", encoding="utf-8")
    done = run("figure", "ranking", "--store", store, ZANGAKU_RULES=tmp_path)
    assert_explained(done, 4, "claim_kinds.toml 1番目（名前なし）「class」")


def test_5_when_the_store_is_damaged(tmp_path: Path) -> None:
    store = tmp_path / "store"
    run("import", KOMAE / "132195_kessan2018sainyu.csv", "--store", store)
    shutil.rmtree(store / "marts")
    done = run("figure", "balance_by_year", "--store", store)
    assert_explained(done, 5, "の要約（")


NOTHING = [
    (("figure", "balance"), "図「balance」はありません。あるのは balance_by_year"),
    (("figure", "bridge", "--version", "9"), "版 9 はありません"),
    (("figure", "bridge", "--as-of", "2024-06-01"), "あるのは 2019-05-31"),
    (("figure", "bridge", "--department", "1"), "所管課コード「1」はありません。あるのは 100100"),
    (("snapshots", "show", "9"), "版 9 はありません"),
]


def test_6_when_there_is_nothing_to_show(tmp_path: Path) -> None:
    done = run("figure", "balance_by_year", "--store", tmp_path / "none")
    assert_explained(done, 6, "まだ何も取り込まれていません")


@pytest.mark.parametrize(("asked", "words"), NOTHING, ids=[words for _, words in NOTHING])
def test_6_whatever_is_not_there(
    asked: tuple[str, ...], words: str, komae_store: Path, zangaku: Run
) -> None:
    done = zangaku(*asked, "--store", komae_store)
    assert done.code == 6
    assert words in done.err


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_7_when_the_port_is_taken(komae_store: Path, taken_port: int) -> None:
    done = run("serve", "--port", taken_port, "--store", komae_store)
    assert_explained(done, 7, f"ポート {taken_port} を使えません（ほかのプログラムが使っています）")
    assert "Errno" not in done.stderr


@pytest.mark.parametrize("port", [-5, 0, 65536, 10**30])
def test_7_when_there_is_no_such_port(port: int, komae_store: Path) -> None:
    done = run("serve", "--port", port, "--store", komae_store)
    assert_explained(done, 7, f"ポート {port} は使えません。1 から 65535 までの番号")


def test_a_setting_that_is_no_number(komae_store: Path) -> None:
    done = run("figure", "bridge", "--store", komae_store, ZANGAKU_PORT="八千")
    assert_explained(done, 7, "設定 ZANGAKU_PORT の「八千」は番号ではありません")


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="Linux only")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_output_to_a_full_disk(form: str, unbuffered: str, komae_store: Path) -> None:
    """Also what is still in a buffer when the command ends, which the interpreter itself would say in English."""
    with FULL.open("w") as full:
        done = subprocess.run(
            [COMMAND, "figure", "bridge", "--format", form, "--store", komae_store],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        )
    assert done.returncode == 1
    assert (
        done.stderr
        == "✗ 読み書きできません（空き容量がありません）。場所、権限、空き容量を確かめてください。\n"
    )


def test_no_output_at_all(komae_store: Path) -> None:
    """Some schedulers start a command with its output closed."""
    done = subprocess.run(
        f"'{COMMAND}' snapshots list --store '{komae_store}' >&-",
        shell=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_value_forgotten_after_an_option(zangaku: Run) -> None:
    done = zangaku("figure", "bridge", "--store")
    assert done.code == 2
    assert "使い方の誤り: --store の値がない" in done.err


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    """A folder that this process may not look into, and a file in it that it may not read."""
    folder = tmp_path / "closed"
    folder.mkdir()
    (folder / "x.csv").write_text("x")
    folder.chmod(0)
    was = os.geteuid()
    if was == 0:  # whom no mode keeps out
        os.seteuid(65534)
    yield folder
    os.seteuid(was)
    folder.chmod(0o700)


def test_what_one_may_not_read(closed: Path, zangaku: Run) -> None:
    """Said with its reason, and not as misuse of the command."""
    file = closed / "x.csv"
    for command in ("check", "import"):
        done = zangaku(command, file, "--store", closed)
        assert done.code == 5
        assert f"保管庫 {closed} を開けません（権限がありません）" in done.err
    done = zangaku("check", file, "--store", "/no-such-store")
    assert done.code == 3
    assert f"ファイル {file} を開けません（権限がありません）" in done.err

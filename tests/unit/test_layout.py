"""A layout with a mistake is answered in Japanese, with the place, and with every mistake at once.

What a right layout does with tables is shown in tests/pipeline/test_other_tables.py and in the guide's own examples.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from analytics.errors import LayoutFault
from analytics.intake.layout import Layout
from analytics.intake.layouts import read_layout, read_layouts
from analytics.settings import DATA

GOOD = """refund_pending = "in_received"
[layout]
name = "machi"
version = 1
title = "決算"
municipality = "ためし市"
[texts]
claim = "債権"
part = "区分"
section = "所属"
[[amounts]]
assessed_yen = "調定額"
received_yen = "収入済額"
written_off_yen = "不納欠損額"
outstanding_yen = "収入未済額"
[[set_aside]]
column = "claim"
matches = "^計$"
reason = "合計"
[part]
column = "part"
current = "現年"
[departments]
column = "section"
known = [{ code = "1", name = "納税課" }]
[claims]
rules = [{ kind = "市税", when = { claim = "市税" } }]
"""


def read(folder: Path, text: str, encoding: str = "utf-8") -> Layout:
    path = folder / "machi.toml"
    path.write_bytes(text.encode(encoding))
    return read_layout(path)


def mistakes(folder: Path, text: str, encoding: str = "utf-8") -> str:
    with pytest.raises(LayoutFault) as fault:
        read(folder, text, encoding)
    return str(fault.value)


def test_a_right_layout_is_read(tmp_path: Path) -> None:
    layout = read(tmp_path, GOOD)
    assert layout.name == "machi"
    assert list(layout.headers) == [
        "債権",
        "区分",
        "所属",
        "調定額",
        "収入済額",
        "不納欠損額",
        "収入未済額",
    ]


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    """Windows' own editor writes one."""
    assert read(tmp_path, GOOD, "utf-8-sig").fingerprint == read(tmp_path, GOOD).fingerprint


MISTAKES = [
    # how TOML is written
    (
        'name = "machi"',
        "name = machi",
        "レイアウト machi.toml の3行目の8文字目の書き方がTOMLとして読めません",
    ),
    ('name = "machi"', 'name = "machi', "レイアウト machi.toml の3行目"),
    ("rules = [{", "rules = [[[{", "の書き方がTOMLとして読めません"),
    ("version = 1", "version = 1\nversion = 2", "レイアウト machi.toml の5行目"),
    # keys and values
    ("version = 1\n", "", "- layout.version: 書かれていません"),
    ("version = 1", "vresion = 1", "- layout.vresion: 知らない項目です"),
    ("version = 1", 'version = "一"', "- layout.version: 引用符を付けずに整数を"),
    ("version = 1", "version = 1.5", "- layout.version: 整数を"),
    ('title = "決算"', "title = 5", "- layout.title: 引用符で囲んだ文字を"),
    ('name = "machi"', 'name = "町"', "- layout.name: 「町」は使えません"),
    ('"in_received"', '"maybe"', "- refund_pending: 使える値ではありません（'in_received'"),
    (
        "[texts]",
        '[file]\nencodings = "utf8-sgi"\n[texts]',
        "- file.encodings.1番目: 文字コード「utf8-sgi」は知りません",
    ),
    ("[texts]", "[file]\nencodings = []\n[texts]", "- file.encodings: 1つ以上書いてください"),
    ("[texts]", '[file]\ndelimiter = ";;"\n[texts]', "- file.delimiter: 1文字で"),
    ("[texts]", '[file]\ndelimiter = ""\n[texts]', "- file.delimiter: 1文字で"),
    (
        "[texts]",
        '[file]\nends_with_newline = "はい"\n[texts]',
        "- file.ends_with_newline: true か false を",
    ),
    ("[texts]", "[file]\nheader_rows = 0\n[texts]", "- file.header_rows: 小さすぎます"),
    ("[texts]", "[file]\nzero_marks = 0\n[texts]", "- file.zero_marks: [ ] で囲んだ並びを"),
    ("[texts]", '[source]\nfile_name = "(["\n[texts]', "- source.file_name: パターン「([」"),
    ("[texts]", 'as_of = "G"\n[texts]', "as_of"),
    (
        'assessed_yen = "調定額"',
        'assessed_yen = { header = "調定額", unit = "ドル" }',
        "unit: 使える値ではありません（'円'、'千円'、'万円'、'百万円'",
    ),
    ('matches = "^計$"', 'matches = "^(計$"', "- set_aside.1番目.matches: パターン「^(計$」"),
    (
        'known = [{ code = "1", name',
        "known = [{ name",
        "- departments.known.1番目.code: 書かれていません",
    ),
    ("rules = [{ kind", "rules = [{ sort", "- claims.rules.1番目.kind: 書かれていません"),
    # what belongs together
    ('column = "claim"', 'column = "tax"', "set_aside の列「tax」が [texts] にありません"),
    ("when = { claim", "when = { tax", "claims.rules.when の列「tax」が [texts] にありません"),
    ('column = "section"\n', "", "[departments] には fixed か column のどちらかが必要です"),
    (
        '[part]\ncolumn = "part"\ncurrent = "現年"\n',
        "",
        "[part] も [[amounts]] の part もありません",
    ),
    (
        "rules = [{",
        'expected = ["国保税"]\nrules = [{',
        "claims.expected の債権「国保税」が [claims] rules にありません",
    ),
    (
        'received_yen = "収入済額"',
        'received_yen = "調定額"',
        "金額の見出し「調定額」が2か所で使われています",
    ),
    (
        'received_yen = "収入済額"',
        'received_yen = ["本税", "調定額"]',
        "金額の見出し「調定額」が2か所で使われています",
    ),
    (
        'received_yen = "収入済額"',
        'received_yen = ["本税", "本税"]',
        "金額の見出し「本税」が2か所で使われています",
    ),
    (
        'received_yen = "収入済額"',
        "received_yen = []",
        "- amounts.1番目.received_yen.header: 1つ以上書いてください",
    ),
    (
        'received_yen = "収入済額"',
        'received_yen = { header = ["本税", 5] }',
        "- amounts.1番目.received_yen.header.2番目: 引用符で囲んだ文字を",
    ),
    ('claim = "債権"', 'claim = ["款", "項"]', "- texts.claim.header: 引用符で囲んだ文字を"),
    ("known = [", 'table = "ない.csv"\nknown = [', "部署表 ない.csv を読めません"),
]
PATTERNS = [  # what Python cannot read, and what is said of it
    ("^(計$", "2文字目: ここで開いた半角のかっこ ( が閉じていません"),
    ("計)", "2文字目: 対応する ( のない )"),
    ("[計", "1文字目: ここで開いた [ が閉じていません"),
    ("[9-0]", "2文字目: [ ] のなかの範囲"),
    ("*計", "1文字目: くり返す文字が"),
    ("計**", "3文字目: * や + や ? が続いています"),
    ("計{3,2}", "3文字目: { } のなかの回数が逆です"),
    ("\\y", "1文字目: \\ の後ろの文字が使えません"),
    ("計\\", "2文字目: \\ の後ろの文字が使えません"),
    ("(?P<年 度>計)(?P<年度>計)", "同じ名前の (?P<…>…) が2つ"),
    ("(?計)", "2文字目: ( の後ろの ? が使えません"),
    ("(?", "( の後ろが足りません"),
    ("(?P<計", "(?P<…>…) の > がありません"),
    ("(?P<>計)", "(?P<…>…) の名前がありません"),
    ("(?P<1>計)", "(?P<…>…) の名前は半角の英字で"),
    ("(?<=計*)計", "正規表現になっていません"),
]


@pytest.mark.parametrize(("old", "new", "says"), MISTAKES, ids=[each[2] for each in MISTAKES])
def test_a_mistake_is_told_with_its_place(old: str, new: str, says: str, tmp_path: Path) -> None:
    assert old in GOOD
    said = mistakes(tmp_path, GOOD.replace(old, new, 1))
    assert "レイアウト machi.toml" in said
    assert says in said
    english = re.search(r"\b(error|invalid|should|input|line|column \d|value)\b", said, re.I)
    assert not english, said


@pytest.mark.parametrize(("pattern", "says"), PATTERNS)
def test_a_bad_pattern_is_told_in_japanese(pattern: str, says: str, tmp_path: Path) -> None:
    said = mistakes(tmp_path, GOOD.replace('matches = "^計$"', f"matches = '{pattern}'"))
    _, found, rest = said.partition("- set_aside.1番目.matches: パターン「")
    assert found
    assert says in rest
    around = rest.partition("」を読めません")[2].replace("(?P<…>…)", "")
    assert not re.search("[A-Za-z]", around), said


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("version = 1", 'version = "一"').replace('title = "決算"', "titel = 1")
    said = mistakes(tmp_path, text.replace('reason = "合計"', 'check = "some"'))
    for place in (
        "layout.version",
        "layout.title",
        "layout.titel",
        "set_aside.1番目.reason",
        "set_aside.1番目.check",
    ):
        assert f"- {place}: " in said
    together = GOOD.replace('column = "claim"', 'column = "tax"').replace(
        'column = "part"', 'column = "sort"'
    )
    said = mistakes(tmp_path, together)
    assert "set_aside の列「tax」" in said
    assert "part の列「sort」" in said


def test_another_encoding_is_told(tmp_path: Path) -> None:
    assert "文字コードがUTF-8ではありません" in mistakes(tmp_path, GOOD, "cp932")


@pytest.mark.parametrize(
    "table",
    [
        "",
        "code,name\n1,納税課\n",
        "fiscal_year,dept_code,dept_name\n昨年,1,納税課\n",
        "fiscal_year,dept_code,dept_name\n2023\n",
    ],
)
def test_a_department_table_that_is_none(table: str, tmp_path: Path) -> None:
    (tmp_path / "課.csv").write_text(table, encoding="utf-8")
    said = mistakes(tmp_path, GOOD.replace("known = [", 'table = "課.csv"\nknown = ['))
    assert "部署表 課.csv を読めません" in said
    assert "fiscal_year, dept_code, dept_name の列を持つUTF-8のCSV" in said


def test_two_layouts_of_one_name_are_refused(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(LayoutFault, match="同じ名前「machi」のレイアウトが2つあります"):
        read_layouts(tmp_path)


def test_a_layout_may_end_in_capitals(tmp_path: Path) -> None:
    """As Windows programs write it: Linux tells the two apart."""
    (tmp_path / "MACHI.TOML").write_text(GOOD, encoding="utf-8")
    (tmp_path / "machi.toml.bak").write_text("no layout", encoding="utf-8")
    assert [layout.name for layout in read_layouts(tmp_path)] == ["machi"]


def test_an_empty_or_missing_folder_has_no_layout(tmp_path: Path) -> None:
    assert read_layouts(tmp_path) == []
    assert read_layouts(tmp_path / "none") == []


def test_a_fingerprint_changes_with_any_word(tmp_path: Path) -> None:
    """And with the department table, which is another file."""
    first = read(tmp_path, GOOD).fingerprint
    assert read(tmp_path, f"# 説明\n{GOOD}").fingerprint == first
    assert read(tmp_path, GOOD.replace("納税課", "収納課")).fingerprint != first
    tabled = GOOD.replace("known = [", 'table = "課.csv"\nknown = [')
    prints = set()
    for name in ("保険課", "年金課"):
        table = f"fiscal_year,dept_code,dept_name\n2023,2,{name}\n"
        (tmp_path / "課.csv").write_text(table, encoding="utf-8")
        prints.add(read(tmp_path, tabled).fingerprint)
    assert len(prints | {first}) == 3


def test_a_fingerprint_outlives_a_release_that_adds_keys(tmp_path: Path) -> None:
    """Else every file would be a new version after an update, although nothing in its reading has changed."""

    class Later(Layout):
        another_key: str = "as before"

    today = read(tmp_path, GOOD)
    later = Later.model_validate(tomllib.loads(GOOD))
    assert "another_key" in later.model_dump_json()
    assert later.fingerprint == today.fingerprint


def test_the_layouts_that_ship_are_right() -> None:
    names = [layout.name for layout in read_layouts(DATA / "layouts")]
    others = [name for name in names if not name.startswith("kakuu-")]
    assert others == ["komae-settlement", "uk-civil-service-survey"]
    assert len(names) - len(others) == 13

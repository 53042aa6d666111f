"""The sharing table that ships, and what is said of a table that is wrong."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from analytics.access.sharing import BASIS_TYPES, FIELD_GROUPS, NEEDS, NOTHING, OFFICE, share_group
from analytics.access.sharing_file import NAME, read_sharing, sharing_path
from analytics.errors import LayoutFault
from analytics.ledger.claim_kinds import ClaimKinds
from analytics.ledger.claim_kinds_file import read_claim_kinds
from analytics.settings import DATA

RULES = read_claim_kinds()
TODAY = date(2026, 10, 31)
DEFAULT = """[default]
T = { T = "yes", P = "basis", N = "consent", C = "consent" }
P = { T = "basis", P = "basis", N = "consent_or_ordinance", C = "consent_or_ordinance" }
N = { T = "basis", P = "basis", N = "basis", C = "consent_or_ordinance" }
C = { T = "basis", P = "basis", N = "basis", C = "basis" }
"""
GOOD = {
    "from": '"C"',
    "to": '"T"',
    "fields": '["existence", "amount"]',
    "basis_type": '"purpose"',
    "basis": '"納付相談"',
    "valid_from": "2026-04-01",
    "decided_by": '"市長"',
    "decision_no": '"第1号"',
    "municipality": '""',
}


def row(**changed: str) -> str:
    """A row of the table, with some of its values as they are *changed*; "" leaves the key out."""
    said = GOOD | {key.removesuffix("_"): value for key, value in changed.items()}
    return "\n".join(
        ["[[rows]]", *(f"{key} = {value}" for key, value in said.items() if value), ""]
    )


def table(folder: Path, *rows: str, default: str = DEFAULT) -> Path:
    path = folder / NAME
    path.write_text("\r\n".join([default, *rows]), encoding="utf-8-sig")
    return path


def refusal(path: Path) -> list[str]:
    with pytest.raises(LayoutFault) as found:
        read_sharing(RULES, path)
    first, *said = str(found.value).splitlines()
    assert "直すまで、所管課の外からは何も見えません" in first
    return [line.removeprefix(f"- {NAME} ") for line in said]


# What ships -------------------------------------------------------------------------------------------


def test_the_pairs_that_ship_are_those_of_the_law_in_short() -> None:
    """facts.md 3, its table read row by row."""
    needs = read_sharing(RULES).needs
    asked = {holder: [needs[holder, to] for to in "TPNC"] for holder in "TPNC"}  # type: ignore[index]
    either = "consent_or_ordinance"
    assert asked == {
        "T": ["yes", "basis", "consent", "consent"],
        "P": ["basis", "basis", either, either],
        "N": ["basis", "basis", "basis", either],
        "C": ["basis", "basis", "basis", "basis"],
    }


def test_no_row_that_ships_is_for_a_real_city() -> None:
    shipped = read_sharing(RULES)
    assert shipped.rows
    assert {one.municipality for one in shipped.rows} == {"架空市"}
    assert all("架空" in one.basis + one.decision_no + one.decided_by for one in shipped.rows)
    assert all("架空" in one.decision_no and "架空" in one.basis for one in shipped.rows)
    assert shipped.of("狛江市").rows == ()
    assert shipped.of("架空市").rows == shipped.rows


def test_the_made_up_city_shows_its_office_all_kinds_and_not_every_pair_to_departments() -> None:
    rows = read_sharing(RULES).of("架空市").rows
    assert {one.holder for one in rows if one.to == OFFICE} == set("TPNC")
    between = {(one.holder, one.to) for one in rows if one.to != OFFICE}
    assert {("T", "N"), ("T", "C"), ("P", "C"), ("N", "C")}.isdisjoint(between)
    assert len(between) > 5


def test_every_key_and_word_is_explained_at_the_head_of_the_file() -> None:
    head = sharing_path().read_text(encoding="utf-8").partition("\n[default]\n")[0]
    explained = re.findall(r"^#   ([a-z_]+) +\S", head, re.MULTILINE)
    assert sorted(explained) == sorted({*GOOD, "valid_to"})
    for word in (*NEEDS, *BASIS_TYPES, *FIELD_GROUPS, OFFICE):
        assert f'"{word}"' in head


def test_the_folder_is_a_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sharing_path() == DATA / "rules" / NAME
    monkeypatch.setenv("ZANGAKU_RULES", str(table(tmp_path).parent))
    assert read_sharing(RULES).rows == ()


# What a row says --------------------------------------------------------------------------------------


def test_what_a_row_says(tmp_path: Path) -> None:
    written = row(
        from_='"水道料金 "', to='"office"', valid_to="2027-03-31", municipality='"青葉市"'
    )
    (one,) = read_sharing(RULES, table(tmp_path, written)).rows
    assert (one.holder, one.to, one.fields) == ("水道料金", OFFICE, {"existence", "amount"})
    assert (one.basis_type, one.basis, one.decided_by) == ("purpose", "納付相談", "市長")
    assert (one.decision_no, one.municipality, one.number) == ("第1号", "青葉市", 1)
    held = [
        one.holds(date(*day)) for day in ((2026, 3, 31), (2026, 4, 1), (2027, 3, 31), (2027, 4, 1))
    ]
    assert held == [False, True, True, False]


def test_a_row_that_has_run_out_is_said(tmp_path: Path) -> None:
    ended = row(valid_to="2026-10-30")
    shared = read_sharing(RULES, table(tmp_path, ended, row(to='"P"', valid_to="2026-10-31")))
    (said,) = shared.expired(TODAY)
    assert said == (
        "情報共有の表の1番目（C → T）（第1号）は、令和8年10月30日で期限が切れました。"
        "この行では何も見えません。続けるなら、決め直して valid_to を書き換えてください。"
    )
    any_basis = BASIS_TYPES.keys()
    assert shared.row_for({"C"}, {"T"}, "existence", TODAY, any_basis) is None
    assert shared.row_for({"C"}, {"P"}, "existence", TODAY, any_basis) == shared.rows[1]
    assert shared.row_for({"C"}, {"P"}, "existence", TODAY, {"ordinance"}) is None
    assert shared.row_for({"C"}, {"P"}, "contact", TODAY, any_basis) is None


def test_what_a_reader_needs() -> None:
    shared = read_sharing(RULES)
    assert shared.need("T", "T") == "yes"
    assert shared.need("T", "C") == "consent"
    assert shared.need("T", OFFICE) == "basis"
    assert [shared.need(None, OFFICE), shared.need(None, "T"), shared.need("T", None)] == [None] * 3
    assert [NOTHING.need("T", "T"), NOTHING.need("T", OFFICE)] == [None] * 2


@pytest.mark.parametrize(
    ("kind", "group"),
    [("水道料金", "C"), ("市県民税", "T"), ("介護保険料", "P"), ("学童クラブ育成料", "N"), ("そんな債権", None)],
)  # fmt: skip
def test_the_share_group_of_a_kind(kind: str, group: str | None) -> None:
    """Also of one whose years depend on the day of the contract."""
    assert share_group(RULES, kind, TODAY) == group


def test_a_kind_changes_its_share_group_with_the_law(tmp_path: Path) -> None:
    from dataclasses import replace

    old = next(rule for rule in RULES.rules if rule.kind == "介護保険料")
    both = ClaimKinds((replace(old, valid_from=date(2027, 4, 1), share_group="N"), old))
    assert share_group(both, "介護保険料", date(2027, 3, 31)) == "P"
    assert share_group(both, "介護保険料", date(2027, 4, 1)) == "N"


# What is wrong ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "key", "why"),
    [
        ({"from_": ""}, "from", "書かれていません"),
        ({"from_": "7"}, "from", '" " で囲んだ言葉'),
        ({"from_": '"水道料"'}, "from", "「水道料」は知らない債権です。水道料金 ではありませんか"),
        ({"from_": '"X"'}, "from", "「X」は知らない債権です。債権の表にある名前か、T、P、N、C"),
        ({"from_": '"office"'}, "from", '"office" は to だけに'),
        ({"to": '"全員"'}, "to", "「全員」は知らない債権です"),
        ({"fields": ""}, "fields", "書かれていません"),
        ({"fields": '"amount"'}, "fields", '["existence", "amount"] のように'),
        ({"fields": "[]"}, "fields", '["existence", "amount"] のように'),
        ({"fields": '["amounts"]'}, "fields", "「amounts」は知らない項目です。amount ではありませんか"),
        ({"fields": '["income"]'}, "fields", "「income」は知らない項目です。使えるのは existence、amount"),
        ({"fields": "[1]"}, "fields", "「1」は知らない項目です"),
        ({"fields": '["amount", "amount"]'}, "fields", "「amount」が2つあります"),
        ({"basis_type": '"consent"'}, "basis_type", "同意は債務者ごとに記録するものです。この行を消して"),
        ({"basis_type": '"laws"'}, "basis_type", '"law"、"purpose"、"ordinance" のどれか'),
        ({"basis": '" "'}, "basis", '" " で囲んだ言葉'),
        ({"decided_by": ""}, "decided_by", "書かれていません"),
        ({"decision_no": "1"}, "decision_no", '" " で囲んだ言葉'),
        ({"municipality": ""}, "municipality", "書かれていません"),
        ({"municipality": "1"}, "municipality", '自治体の名前を " " で'),
        ({"valid_from": ""}, "valid_from", "書かれていません"),
        ({"valid_from": '"2026-04-01"'}, "valid_from", "引用符を付けずに"),
        ({"valid_from": "2026-04-01T00:00:00"}, "valid_from", "2026-04-01 のように"),
        ({"valid_to": "20270331"}, "valid_to", "2026-04-01 のように"),
        ({"valid_to": "2026-03-31"}, "valid_to", "valid_from と同じ日か、後の日"),
        ({"valid_too": "2027-03-31"}, "valid_too", "知らない項目です。valid_to ではありませんか"),
        ({"備考": '"あ"'}, "備考", "知らない項目です。消してください"),
    ],
)  # fmt: skip
def test_a_mistake_is_said_with_its_row_and_key(
    changed: dict[str, str], key: str, why: str, tmp_path: Path
) -> None:
    quoted = {f'"{name}"' if name == "備考" else name: value for name, value in changed.items()}
    (line,) = refusal(table(tmp_path, row(to='"P"'), row(**quoted)))
    found = re.fullmatch(rf"2番目（.+ → .+）「{key}」: (.*)", line)
    assert found
    assert why in found[1]


@pytest.mark.parametrize(
    ("pair", "basis_type", "why"),
    [
        (("T", "C"), "ordinance", 'なので、"ordinance" では許せません。行では許せません'),
        (("T", "N"), "law", "税（T）からその他の公債権（N）へは本人の同意があるときだけ"),
        (("P", "C"), "purpose", 'なので、"purpose" では許せません。basis_type は "ordinance" だけです'),
        (("N", "C"), "law", "本人の同意か条例があれば"),
        (("市県民税", "水道料金"), "ordinance", "税（T）から私債権（C）へは"),
        (("T", "学校給食費"), "purpose", "税（T）から私債権（C）へは"),
    ],
)  # fmt: skip
def test_a_basis_that_does_not_suit_its_pair_is_said(
    pair: tuple[str, str], basis_type: str, why: str, tmp_path: Path
) -> None:
    holder, to = pair
    written = row(from_=f'"{holder}"', to=f'"{to}"', basis_type=f'"{basis_type}"')
    (line,) = refusal(table(tmp_path, written))
    assert line.startswith(f"1番目（{holder} → {to}）「basis_type」: ")
    assert why in line


@pytest.mark.parametrize(
    ("first", "second", "is_fault"),
    [
        ({}, {}, True),
        ({}, {"municipality": '"青葉市"'}, True),
        ({"municipality": '"緑市"'}, {"municipality": '"青葉市"'}, False),
        ({}, {"fields": '["state"]'}, False),
        ({}, {"fields": '["amount", "state"]'}, True),
        ({"valid_to": "2027-03-31"}, {"valid_from": "2027-03-31"}, True),
        ({"valid_to": "2027-03-31"}, {"valid_from": "2027-04-01"}, False),
        ({}, {"from_": '"水道料金"'}, False),
    ],
)
def test_two_rows_for_the_same_are_said(
    first: dict[str, str], second: dict[str, str], is_fault: bool, tmp_path: Path
) -> None:
    path = table(tmp_path, row(**first), row(**second))
    if not is_fault:
        assert len(read_sharing(RULES, path).rows) == 2
        return
    (line,) = refusal(path)
    assert line.startswith("1番目（C → T）と2番目: 同じ組の同じ項目（")


def test_all_mistakes_are_said_at_once(tmp_path: Path) -> None:
    text = DEFAULT.replace('N = "basis", C = "basis"', 'N = "maybe", C = "basis"')
    found = refusal(
        table(
            tmp_path,
            row(from_='"X"', valid_from=""),
            row(to='"Y"'),
            row(from_='"T"', to='"C"'),
            row(),
            row(),
            default="note = 1\n" + text,
        )
    )
    assert [line.partition(":")[0] for line in found] == [
        "「note」",
        "「default」の C の N",
        "1番目（X → T）「valid_from」",
        "1番目（X → T）「from」",
        "2番目（C → Y）「to」",
        "4番目（C → T）と5番目",
    ]


@pytest.mark.parametrize(
    ("default", "why"),
    [
        ("", "「default」: T、P、N、C の行を1つずつ"),
        ("default = 1", "「default」: T、P、N、C の行を1つずつ"),
        (DEFAULT.replace("C = {", "D = {"), "「default」: T、P、N、C の行を1つずつ"),
        (DEFAULT.replace('P = "basis", N = "consent",', ""), "「default」の T: T、P、N、C を1つずつ"),
        (DEFAULT.replace('"yes"', '"no"'), '「default」の T の T: "yes"、"basis"、'),
        (DEFAULT.replace('"yes"', "[]"), '「default」の T の T: "yes"、"basis"、'),
        ("rows = 1\n" + DEFAULT, "「rows」: 1行ごとに [[rows]]"),
        (DEFAULT + "[rows]\na = 1", "「rows」: 1行ごとに [[rows]]"),
    ],
)  # fmt: skip
def test_a_table_of_pairs_with_holes_is_said(default: str, why: str, tmp_path: Path) -> None:
    (line,) = refusal(table(tmp_path, default=default))
    assert line.startswith(why)


def test_a_table_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    for path, why in (
        (tmp_path / "none.toml", "情報共有の表 none.toml を開けません（見つかりません）"),
        (table(tmp_path, default="[[rows]"), f"情報共有の表 {NAME} を読めません"),
    ):
        with pytest.raises(LayoutFault, match=re.escape(why)):
            read_sharing(RULES, path)

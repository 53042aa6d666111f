"""The table of claim kinds that ships, looked up as the law asks, and what is said of a table that is wrong."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from analytics.errors import LayoutFault
from analytics.figures import claim_rules
from analytics.ledger.claim_kinds import CLASSES, SHARE_GROUPS
from analytics.ledger.claim_kinds_file import NAME, claim_kinds_path, read_claim_kinds
from analytics.ledger.columns import CLAIM_RULES
from analytics.sample.kinds import BY_CODE, KINDS
from analytics.settings import DATA

TODAY = date(2026, 10, 31)
REFORM = date(2020, 4, 1)
GOOD = {
    "names": '["水道料金"]',
    "code": '"water_charge"',
    "class": '"private"',
    "years": "5",
    "needs_invocation": "true",
    "closing_clock": '"E"',
    "share_group": '"C"',
    "law_basis": '"民法166条"',
}


def row(**changed: str) -> str:
    """A row of the table, with some of its values as they are *changed*; "" leaves the key out."""
    said = GOOD | {key.removesuffix("_"): value for key, value in changed.items()}
    return "\n".join(
        ["[[claim_kinds]]", *(f"{key} = {value}" for key, value in said.items() if value), ""]
    )


def table(folder: Path, *rows: str) -> Path:
    path = folder / NAME
    path.write_text("\r\n".join(rows), encoding="utf-8-sig")
    return path


def refusal(path: Path) -> str:
    with pytest.raises(LayoutFault) as found:
        read_claim_kinds(path)
    return str(found.value)


@pytest.mark.parametrize(
    ("kind", "contracted_on", "years", "invoked", "clock", "share"),
    [
        ("市県民税", None, 5, False, "G", "T"),
        ("国民健康保険税", None, 5, False, "G", "T"),
        ("国民健康保険料", None, 2, False, "G", "P"),
        ("介護保険料", None, 2, False, "G", "P"),
        ("下水道使用料", None, 5, False, "E", "P"),
        ("生活保護費返還金", None, 5, False, "G", "N"),
        ("水道料金", date(2020, 3, 31), 2, True, "E", "C"),
        ("水道料金", REFORM, 5, True, "E", "C"),
        ("学校給食費", date(2023, 4, 1), 5, True, "G", "C"),
        ("緊急援護資金貸付元金", date(2015, 4, 1), 10, True, "G", "C"),
        ("病院診療費", date(2010, 1, 1), 3, True, "E", "C"),
    ],
)
def test_the_rule_of_a_kind(
    kind: str, contracted_on: date | None, years: int, invoked: bool, clock: str, share: str
) -> None:
    rule = read_claim_kinds().rule_for(kind, TODAY, contracted_on)
    assert rule is not None
    assert (rule.years, rule.needs_invocation) == (years, invoked)
    assert (rule.closing_clock, rule.share_group) == (clock, share)
    assert rule.self_executing == (share in "TP")


def test_without_the_day_of_the_contract_nothing_is_said_of_water() -> None:
    assert read_claim_kinds().rule_for("水道料金", TODAY) is None
    assert read_claim_kinds().rule_for("そんな債権", TODAY) is None


def test_what_ships_is_unconfirmed_and_covers_the_made_up_city() -> None:
    known = read_claim_kinds()
    assert {rule.confirmed_on for rule in known.rules} == {None}
    assert {kind.name for kind in KINDS} <= set(known.kinds)
    assert {rule.klass for rule in known.rules} == set(CLASSES)
    assert {rule.share_group for rule in known.rules} == set(SHARE_GROUPS)
    for kind in KINDS:
        rule = known.rule_for(kind.name, TODAY, REFORM)
        assert rule is not None
        assert rule.closing_clock == BY_CODE[kind.department].clock
        assert rule.self_executing == kind.enforceable


def test_a_later_row_holds_from_its_day_on(tmp_path: Path) -> None:
    later = row(years="3", valid_from="2030-04-01", confirmed_on="2029-12-01")
    kinds = read_claim_kinds(table(tmp_path, row(), later))
    years = {
        on.year: rule.years
        for on in (date(2030, 3, 31), date(2031, 1, 1))
        if (rule := kinds.rule_for("水道料金", on))
    }
    assert years == {2030: 5, 2031: 3}


def test_names_of_one_row_share_what_it_says(tmp_path: Path) -> None:
    kinds = read_claim_kinds(table(tmp_path, row(names='["水道料金", "簡易水道料金"]')))
    assert kinds.kinds == ("水道料金", "簡易水道料金")
    assert {rule.years for rule in kinds.rules} == {5}
    ((names, *_),) = claim_rules.rows(kinds)
    assert names == "水道料金、簡易水道料金"


def test_a_kind_may_have_no_clock(tmp_path: Path) -> None:
    kinds = read_claim_kinds(table(tmp_path, row(closing_clock="")))
    assert [rule.closing_clock for rule in kinds.rules] == [None]
    assert claim_rules.without_clock(kinds) == ["水道料金"]
    assert claim_rules.rows(kinds)[0][4] == "不明"
    assert kinds.as_table()["closing_clock"].null_count == 1


def test_the_words_of_a_row(tmp_path: Path) -> None:
    said = row(
        contracted_from="2020-04-01", contracted_before="2030-04-01", confirmed_on="2026-12-01"
    )
    (told,) = claim_rules.rows(read_claim_kinds(table(tmp_path, said)))
    assert dict(zip(claim_rules.HEADERS, told, strict=True)) == {
        "債権": "水道料金",
        "区分": "私債権",
        "時効（年）": 5,
        "援用": "要る",
        "締切": "3月31日",
        "情報の共有区分": "私債権（C）",
        "根拠": "民法166条",
        "契約日の条件": "令和2年4月1日から後、令和12年4月1日より前",
        "適用の始まり": "－",
        "確認": "令和8年12月1日",
    }


def test_as_a_table_it_has_one_row_per_kind_and_rule(tmp_path: Path) -> None:
    old = row(names='["水道料金", "簡易水道料金"]', years="2", contracted_before="2020-04-01")
    new = row(contracted_from="2020-04-01", confirmed_on="2026-12-01")
    made = read_claim_kinds(table(tmp_path, old, new)).as_table()
    assert made.schema == CLAIM_RULES
    assert made.schema.field("years").type == pa.int32()
    assert [tuple(each.values()) for each in made.to_pylist()] == [
        ("水道料金", "private", 2, True, "E", "C", None, REFORM, None, None, "民法166条"),
        ("簡易水道料金", "private", 2, True, "E", "C", None, REFORM, None, None, "民法166条"),
        ("水道料金", "private", 5, True, "E", "C", REFORM, None, None, date(2026, 12, 1), "民法166条"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "key", "why"),
    [
        ({"names": ""}, "names", "書かれていません"),
        ({"names": '"水道料金"'}, "names", '["水道料金"] のように'),
        ({"names": "[]"}, "names", '["水道料金"] のように'),
        ({"names": '["水道料金", " "]'}, "names", '["水道料金"] のように'),
        ({"code": "7"}, "code", '" " で囲んだ言葉'),
        ({"law_basis": '""'}, "law_basis", '" " で囲んだ言葉'),
        ({"class_": '"privat"'}, "class", '"private" のどれか'),
        ({"class_": '["private"]'}, "class", '"private" のどれか'),
        ({"years": "0"}, "years", "1 から 30 まで"),
        ({"years": "31"}, "years", "1 から 30 まで"),
        ({"years": '"5"'}, "years", "1 から 30 まで"),
        ({"years": "true"}, "years", "1 から 30 まで"),
        ({"needs_invocation": "1"}, "needs_invocation", "true か false"),
        ({"closing_clock": '""'}, "closing_clock", '"G"、"E" のどれか'),
        ({"share_group": '"Q"'}, "share_group", '"T"、"P"、"N"、"C" のどれか'),
        ({"share_group": '"T"'}, "share_group", "T は強制徴収公債権のものです"),
        ({"confirmed_on": '"2020-04-01"'}, "confirmed_on", "引用符を付けずに"),
        ({"valid_from": "2020-04-01T00:00:00"}, "valid_from", "2020-04-01 のように"),
        ({"contracted_from": "20200401"}, "contracted_from", "2020-04-01 のように"),
        (
            {"contracted_from": "2020-04-01", "contracted_before": "2020-04-01"},
            "contracted_before",
            "contracted_from より後の日",
        ),
        ({"closing_clok": '"E"'}, "closing_clok", "知らない項目です。closing_clock ではありませんか"),
        ({'"備考"': '"あ"'}, "備考", "知らない項目です。消してください"),
    ],
)  # fmt: skip
def test_a_mistake_is_said_with_its_row_and_key(
    changed: dict[str, str], key: str, why: str, tmp_path: Path
) -> None:
    said = refusal(table(tmp_path, row(names='["給水加入金"]'), row(**changed)))
    (line,) = said.splitlines()[1:]
    found = re.fullmatch(rf"- {NAME} 2番目（(水道料金.*|名前なし)）「{key}」: (.*)", line)
    assert found
    assert why in found[2]


def test_all_mistakes_are_said_at_once(tmp_path: Path) -> None:
    said = refusal(table(tmp_path, row(years="0", code=""), row(class_='"X"')))
    assert [line.split(":")[0] for line in said.splitlines()[1:]] == [
        f"- {NAME} 1番目（水道料金）「code」",
        f"- {NAME} 1番目（水道料金）「years」",
        f"- {NAME} 2番目（水道料金）「class」",
    ]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ((row(), row()), "1番目と2番目（水道料金）: 同じ日に両方が当てはまります"),
        (
            (row(contracted_before="2020-04-02"), row(contracted_from="2020-04-01")),
            "1番目と2番目（水道料金）: 同じ日に両方が当てはまります",
        ),
        ((row(), row(contracted_from="2020-04-01")), "同じ日に両方が当てはまります"),
        (
            (row(valid_from="2030-04-01"), row(valid_from="2030-04-01", years="3")),
            "同じ日に両方が当てはまります",
        ),
        (
            (row(contracted_before="2020-04-01"), row(contracted_from="2020-04-01", closing_clock='"G"')),
            "1番目と2番目（水道料金）「closing_clock」: 契約の日だけで分かれる行では、同じに",
        ),
        ((row(names='["水道料金", "水道料金 "]'),), "1番目「names」: 「水道料金」が2つあります"),
    ],
)  # fmt: skip
def test_rows_that_contradict_each_other_are_said(
    rows: tuple[str, ...], why: str, tmp_path: Path
) -> None:
    assert f"- {NAME} " in (said := refusal(table(tmp_path, *rows)))
    assert why in said


def test_a_table_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    assert "開けません（見つかりません）" in refusal(tmp_path / "none.toml")
    path = tmp_path / NAME
    for content, why in {
        "債権".encode("cp932"): "UTF-8で保存し直してください",
        b"[[claim_kinds]]\nyears = \n": "2行目の9文字目の書き方がTOMLとして読めません",
        b"[[claim_kinds]]\nvalid_from = 2020/4/1\n": "2020-04-01 の形でない日付",
        b"[[claim_kinds]]\nvalid_from = 2020-02-30\n": "2020-04-01 の形でない日付",
        b"years = " + b"9" * 5000: "TOMLとして読めません",
        b"years = " + b"[" * 100_000: "TOMLとして読めません",
        b"": "行がありません",
        b"[claim_kinds]\nyears = 5\n": "角かっこは2つずつ",
        b"claim_kinds = [1]\n": "角かっこは2つずつ",
        b"years = 5\n[[claim_kinds]]\n": "「years」は知らない項目です。[[claim_kinds]] の行の下に",
    }.items():
        path.write_bytes(content)
        said = refusal(path)
        assert NAME in said
        assert why in said


def test_every_key_is_explained_at_the_head_of_the_file() -> None:
    text = claim_kinds_path().read_text(encoding="utf-8")
    explained = re.findall(r"^#   (\w+) +\S", text.partition("[[claim_kinds]]\n")[0], re.MULTILINE)
    optional = ["closing_clock", "contracted_from", "contracted_before", "valid_from"]
    assert sorted(explained) == sorted({*GOOD, *optional, "confirmed_on"})


def test_the_folder_is_a_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert claim_kinds_path() == DATA / "rules" / NAME
    monkeypatch.setenv("ZANGAKU_RULES", str(table(tmp_path, row()).parent))
    assert read_claim_kinds().kinds == ("水道料金",)

"""The table of claim kinds that ships, looked up as the law asks, and what is said of a table that is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analytics.errors import LayoutFault
from analytics.ledger.claim_kinds import (
    CLASSES,
    HEADERS,
    SHARE_GROUPS,
    UNCONFIRMED,
    read_claim_kinds,
)
from analytics.sample.kinds import BY_CODE, KINDS

TODAY = date(2026, 10, 31)
REFORM = date(2020, 4, 1)
GOOD = "水道料金,water_charge,private,5,1,E,C,,,民法166条,,"


def table(folder: Path, *rows: str) -> Path:
    path = folder / "kinds.csv"
    path.write_text("\r\n".join([",".join(HEADERS), *rows]), encoding="utf-8-sig")
    return path


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
    assert {rule.status for rule in known.rules} == {UNCONFIRMED}
    assert {kind.name for kind in KINDS} <= set(known.kinds)
    assert {rule.klass for rule in known.rules} == set(CLASSES)
    assert {rule.share_group for rule in known.rules} == set(SHARE_GROUPS)
    for kind in KINDS:
        rule = known.rule_for(kind.name, TODAY, REFORM)
        assert rule is not None
        assert rule.closing_clock == BY_CODE[kind.department].clock
        assert rule.self_executing == kind.enforceable


def test_a_later_row_holds_from_its_day_on(tmp_path: Path) -> None:
    later = GOOD.replace("private,5", "private,3").replace(
        "民法166条,,", "改正法,2030-04-01,2029-12-01"
    )
    kinds = read_claim_kinds(table(tmp_path, GOOD, later))
    years = {
        on.year: rule.years
        for on in (date(2030, 3, 31), date(2031, 1, 1))
        if (rule := kinds.rule_for("水道料金", on))
    }
    assert years == {2030: 5, 2031: 3}
    assert kinds.rules[1].status == "2029-12-01 確認"


def test_every_mistake_is_said_with_its_row_and_column(tmp_path: Path) -> None:
    bad = "水道料金,,private,0,2,X,Q,2020/4/1,,,,きのう"
    with pytest.raises(LayoutFault) as found:
        read_claim_kinds(table(tmp_path, GOOD, bad))
    said = str(found.value)
    for column in (
        "code",
        "law_basis",
        "years",
        "needs_invocation",
        "closing_clock",
        "share_group",
    ):
        assert f"kinds.csv 3行目「{column}」" in said
    assert "3行目「contracted_from」: 日付ではありません" in said
    assert "3行目「confirmed_on」: 日付ではありません" in said
    assert "2行目" not in said


def test_a_table_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(LayoutFault, match="開けません"):
        read_claim_kinds(tmp_path / "none.csv")
    (tmp_path / "sjis.csv").write_bytes("債権".encode("cp932"))
    with pytest.raises(LayoutFault, match="UTF-8"):
        read_claim_kinds(tmp_path / "sjis.csv")
    (tmp_path / "head.csv").write_text("債権,code\r\n", encoding="utf-8")
    with pytest.raises(LayoutFault, match="years"):
        read_claim_kinds(tmp_path / "head.csv")

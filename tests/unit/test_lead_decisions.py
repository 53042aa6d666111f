"""先行部署の決定: what may be kept, that it is read again as it was, and what is said of it later."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from analytics.errors import InputFault
from analytics.ledger.lead import Proposal
from analytics.ledger.lead_decisions import (
    LeadDecision,
    checked,
    decided,
    from_record,
    outcome,
)

DEPARTMENTS = {"101", "201"}
PROPOSAL = Proposal("201", "水道課", "lever", "水道課が先に動く案です。")
DECISION = LeadDecision(
    person_id="p-17",
    decided_on=date(2026, 11, 2),
    decided_by="架空 太郎",
    department="201",
    action="給水停止の予告を出す",
    review_on=date(2027, 2, 1),
    proposed_department="201",
    proposed_ground="lever",
    proposed_reason="水道課が先に動く案です。",
    snapshot_version=7,
    note="税務課は待つ",
)


def decide(**changed: Any) -> LeadDecision:
    said: dict[str, Any] = {
        "person_id": "p-17",
        "decided_on": date(2026, 11, 2),
        "decided_by": "　架空 太郎 ",
        "department": "201",
        "action": "給水停止の予告を出す\n",
        "review_on": date(2027, 2, 1),
        "snapshot_version": 7,
        "note": " 税務課は待つ",
    }
    return decided(PROPOSAL, **said | changed)


def test_a_decision_stands_beside_the_proposal_of_that_day() -> None:
    assert decide() == DECISION
    assert checked(decide(), DEPARTMENTS) is not None
    assert decide().follows_proposal
    assert not decide(department="101").follows_proposal
    assert not decide(department=None).follows_proposal


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"person_id": " "}, "だれについての決定か（名寄せの番号）が空です"),
        ({"decided_by": "　"}, "決めた人の名前が空です"),
        ({"action": ""}, "何をするかが空です"),
        ({"department": "301"}, "先に動く課は、この人に未納がある課から選んでください"),
        ({"review_on": date(2026, 11, 2)}, "見直す日は、決めた日（令和8年11月2日）より後で"),
        ({"review_on": date(2028, 11, 2)}, "24か月たつ前の日"),
        ({"decided_by": "名" * 401}, "決めた人は400字までです（いま401字）"),
        ({"action": "あ" * 401}, "何をするかは400字までです（いま401字）"),
        ({"note": "あ" * 500}, "メモは400字までです（いま500字）"),
    ],
)
def test_what_cannot_be_kept_is_said(changed: dict[str, Any], why: str) -> None:
    with pytest.raises(InputFault, match="先行部署の決定を記録できません。") as fault:
        checked(decide(**changed), DEPARTMENTS)
    assert str(fault.value).count("\n- ") == 1
    assert why in str(fault.value)


@pytest.mark.parametrize(
    "changed",
    [
        {"department": None},  # welfare comes first, or each goes on alone
        {"review_on": date(2026, 11, 3)},
        {"review_on": date(2028, 11, 1)},
        {"note": "あ" * 400},
        {"note": ""},
    ],
)
def test_what_just_fits_is_kept(changed: dict[str, Any]) -> None:
    decision = decide(**changed)
    assert checked(decision, DEPARTMENTS) is decision


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(InputFault) as fault:
        checked(decide(decided_by="", action="", review_on=date(2026, 1, 1)), DEPARTMENTS)
    assert str(fault.value).count("\n- ") == 3


@pytest.mark.parametrize("department", ["201", None])
def test_a_record_of_the_journal_is_read_as_it_was_written(department: str | None) -> None:
    decision = replace(DECISION, department=department, proposed_department=None)
    line = json.dumps(decision.as_record(), ensure_ascii=False)
    assert '"decided_on": "2026-11-02"' in line
    assert from_record(json.loads(line)) == decision


@pytest.mark.parametrize("name", [field.name for field in fields(LeadDecision)])
def test_a_record_with_a_hole_or_a_wrong_value_is_refused_by_name(name: str) -> None:
    record = DECISION.as_record()
    for broken in (
        {key: value for key, value in record.items() if key != name},
        record | {name: []},
        record | {name: True},
    ):
        with pytest.raises(InputFault, match=rf"記録を読めません（{name}）"):
            from_record(broken)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("decided_on", "2026-13-01"),
        ("review_on", ""),
        ("proposed_ground", "score"),
        ("snapshot_version", -1),
        ("snapshot_version", "7"),
        ("department", ""),
        ("score", 5),
    ],
)
def test_a_record_that_says_what_none_may_say_is_refused(name: str, value: Any) -> None:
    with pytest.raises(InputFault, match=name):
        from_record(DECISION.as_record() | {name: value})


@pytest.mark.parametrize(
    ("then", "now", "as_of", "said"),
    [
        (
            120_000,
            80_000,
            date(2027, 1, 31),
            (
                "決定（令和8年11月2日）のときの残額は120,000円、その後の残額は80,000円（40,000円の減）です。",
                "見直す日は令和9年2月1日です。",
            ),
        ),
        (
            120_000,
            150_000,
            date(2027, 2, 1),
            (
                "決定（令和8年11月2日）のときの残額は120,000円、その後の残額は150,000円（30,000円の増）です。",
                "見直す日（令和9年2月1日）が来ています。",
            ),
        ),
        (
            120_000,
            0,
            date(2027, 1, 31),
            (
                "決定（令和8年11月2日）のときの残額は120,000円、その後の残額は0円です。",
                "見直す日は令和9年2月1日です。",
            ),
        ),
        (
            120_000,
            None,
            date(2027, 1, 31),
            (
                "その後の残額は示せません（決定（令和8年11月2日）のときの残額か、いまの残額が分かりません）。",
                "見直す日は令和9年2月1日です。",
            ),
        ),
        (
            120_000,
            80_000,
            date(2026, 11, 1),
            ("令和8年11月1日は決定の前の日なので、その後の残額はありません。",),
        ),
    ],
)
def test_what_stands_there_later(
    then: int | None, now: int | None, as_of: date, said: tuple[str, ...]
) -> None:
    found = outcome(DECISION, then, now, as_of, as_of)
    assert found == said
    assert "効果" not in "".join(found)


def test_a_review_is_due_today_whatever_month_is_shown() -> None:
    shown, today = date(2027, 1, 31), date(2027, 2, 1)
    assert (
        outcome(DECISION, 120_000, 0, shown, today)[-1] == "見直す日（令和9年2月1日）が来ています。"
    )

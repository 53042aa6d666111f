"""先行部署: 根拠を順に見て、1つの課に決まったところで止める。生活困窮は、どの手段よりも先（facts.md 3）。"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import permutations
from typing import Any

import pytest

from analytics.ledger.claim_kinds_file import NAME, read_claim_kinds
from analytics.ledger.columns import STATES
from analytics.ledger.holdings import Holding, standings
from analytics.ledger.lead import NOTHING_TO_AGREE, OUTCOMES, Proposal, propose
from analytics.ledger.lead_rule import GROUNDS, read, rows
from analytics.sample.kinds import BY_CODE
from analytics.settings import DATA
from tests.settlement import read as table

FIGURE = "lead_rule"
AS_OF = date(2026, 10, 31)
RULE = read(DATA / "rules")
KINDS = read_claim_kinds(DATA / "rules" / NAME)
STATE = {label: state for state, label in STATES.items()}
CODE = {department.name: code for code, department in BY_CODE.items()}


@dataclass(frozen=True)
class Shared:
    """One worked example: what departments hold against debtors, and what is proposed for each of them."""

    title: str
    words: str  # the reckoning
    books: str
    shows: str
    facts: Mapping[str, str] = field(default_factory=dict)  # debtor: the reason


EXAMPLES = [
    Shared(
        title="生活困窮は、どの手段よりも先。次に、時効の近い課",
        words="10月31日の案。残額はどれも3万円。時効が近いのは、6か月のうち、4月30日までに満了する見込みのもの。乙は4月30日で近く、"
        "丙は翌日なので、次の根拠（手段の強さ）で決まる。丁は時効で2つの課が残り、手段で決まる。満了の見込みの日が来ている債権と、"
        "整理する債権の課は、先に動く課にしない（戊と己。差押中は時効が進まない）。1つの課だけなら、決めることがない（庚）。",
        books="""
            債務者 | 課         | 債権             | 状態             | 満了の見込み | 分かっていること
            甲     | 水道課     | 水道料金         | 交渉中           | 2027-01-31   | 給水している
            甲     | 福祉課     | 生活保護費返還金 | 生活困窮         | 2029-03-31   |
            乙     | 税務課     | 市県民税         | 交渉中           | 2027-04-30   | 督促 2026-01-20
            乙     | 水道課     | 水道料金         | 交渉中           | 2028-03-31   | 給水している
            丙     | 税務課     | 市県民税         | 交渉中           | 2027-05-01   | 督促 2026-01-20
            丙     | 水道課     | 水道料金         | 交渉中           | 2028-03-31   | 給水している
            丁     | 税務課     | 市県民税         | 交渉中           | 2027-01-31   | 督促 2026-01-20
            丁     | 水道課     | 水道料金         | 交渉中           | 2027-01-31   | 給水している
            丁     | 学校教育課 | 学校給食費       | 交渉中           | 2027-03-31   | 児童手当を受けている
            戊     | 税務課     | 市県民税         | 換価済・残なし   | 2027-01-31   | 督促 2026-01-20
            戊     | 学校教育課 | 学校給食費       | 交渉中           | 2029-03-31   | 児童手当を受けている
            己     | 水道課     | 水道料金         | 交渉中           | 2026-10-31   | 給水している
            己     | 税務課     | 市県民税         | 差押中（換価前） |              |
            庚     | 水道課     | 水道料金         | 交渉中           | 2026-12-31   | 給水している
            庚     | 水道課     | 下水道使用料     | 交渉中           | 2029-03-31   | 督促 2026-01-20
            辛     | 税務課     | 市県民税         | 換価済・残なし   | 2029-03-31   |
            辛     | 水道課     | 水道料金         | 時効期間経過     | 2025-03-31   | 給水している
        """,
        shows="""
            債務者 | 案                         | 決めた根拠
            甲     | 福祉へのつなぎを先にする案 | 生活困窮・福祉へのつなぎ
            乙     | 税務課が先に動く案         | 時効が近い
            丙     | 水道課が先に動く案         | 使える手段の強さ
            丁     | 水道課が先に動く案         | 使える手段の強さ
            戊     | 学校教育課が先に動く案     | 回収する債権を持つ課が1つ
            己     | 税務課が先に動く案         | 回収する債権を持つ課が1つ
            庚     | 案なし                     | 決めることがない
            辛     | 案なし                     | 回収する債権がない
        """,
        facts={
            "甲": "福祉課の記録では、状態が生活困窮。どの手段よりも先に、福祉の窓口へつなぐ案です。"
            "手段で先に動く課は決めません。",
            "乙": "税務課が先に動く案です。時効の期間が6か月のうちに満了する見込みなのは"
            "税務課（令和9年4月30日、要確認）です。"
            "使える手段は差押です。",
            "丙": "水道課が先に動く案です。使える手段がいちばん強いのは水道課（給水停止）です。",
            "丁": "水道課が先に動く案です。時効の期間が6か月のうちに満了する見込みなのは税務課、水道課、学校教育課で、"
            "いちばん早いのは税務課、水道課（令和9年1月31日、要確認）です。"
            "そのうち、使える手段がいちばん強いのは水道課（給水停止）です。",
            "戊": "学校教育課が先に動く案です。いま回収する債権を持つのは学校教育課だけです。"
            "使える手段は児童手当からの徴収です。",
            "己": "税務課が先に動く案です。いま回収する債権を持つのは税務課だけです。使える手段は差押です。",
            "庚": "先に動く課を、課の間で決めることはありません。",
            "辛": "回収する債権を持つ課がないので、先に動く課を決めません。それぞれの手続きを進めます。",
        },
    ),
    Shared(
        title="守られている誓約、手段の強さ、いまの納付、金額の順",
        words="10月31日の案。状態はどれも交渉中、満了の見込みは令和11年3月31日。乙の督促は11日前で差押ができ、丙は10日前でまだできない。"
        "いま払われているのは、3か月のうち、7月31日からの納付。丁の税務課の納付はその前の日。己は何も違わないので、課の番号で決める。",
        books="""
            債務者 | 課         | 債権           | 残額    | 誓約           | 納めた日   | 分かっていること
            甲     | 水道課     | 水道料金       | 30,000  |                |            | 給水している
            甲     | 建築住宅課 | 市営住宅使用料 | 200,000 | 守られている   | 2026-10-20 | 保証人がいない
            乙     | 税務課     | 固定資産税     | 80,000  |                |            | 督促 2026-10-20
            乙     | 建築住宅課 | 市営住宅使用料 | 200,000 | 守られていない |            | 保証人がいる
            丙     | 税務課     | 固定資産税     | 80,000  |                |            | 督促 2026-10-21
            丙     | 建築住宅課 | 市営住宅使用料 | 200,000 |                |            | 保証人がいる
            丁     | 税務課     | 固定資産税     | 80,000  |                | 2026-07-30 |
            丁     | 学校教育課 | 学校給食費     | 10,000  |                | 2026-07-31 | 児童手当を受けていない
            戊     | 税務課     | 固定資産税     | 80,000  |                |            |
            戊     | 学校教育課 | 学校給食費     | 90,000  |                |            | 児童手当を受けていない
            己     | 学校教育課 | 学校給食費     | 80,000  |                |            | 児童手当を受けていない
            己     | 税務課     | 固定資産税     | 80,000  |                |            |
        """,
        shows="""
            債務者 | 案                     | 決めた根拠
            甲     | 建築住宅課が先に動く案 | 守られている誓約
            乙     | 税務課が先に動く案     | 使える手段の強さ
            丙     | 建築住宅課が先に動く案 | 使える手段の強さ
            丁     | 学校教育課が先に動く案 | いま払われている課
            戊     | 学校教育課が先に動く案 | 金額
            己     | 税務課が先に動く案     | 課の番号
        """,
        facts={
            "甲": "建築住宅課が先に動く案です。誓約が守られているのは建築住宅課です。"
            "記録から分かる、使える手段はありません。",
            "乙": "税務課が先に動く案です。使える手段がいちばん強いのは税務課（差押）です。",
            "丙": "建築住宅課が先に動く案です。使える手段がいちばん強いのは建築住宅課（連帯保証人への請求）です。",
            "丁": "学校教育課が先に動く案です。"
            "最後の納付が3か月以内なのは学校教育課（令和8年7月31日）です。"
            "記録から分かる、使える手段はありません。",
            "戊": "学校教育課が先に動く案です。"
            "納期限の過ぎた残額がいちばん大きいのは学校教育課（90,000円）です。"
            "記録から分かる、使える手段はありません。",
            "己": "税務課が先に動く案です。"
            "ここまでの根拠では税務課、学校教育課に差がないので、課の番号が小さい税務課とします。"
            "記録から分かる、使える手段はありません。",
        },
    ),
    Shared(
        title="ほかの課は、そのあいだ待つか、通常どおり",
        words="10月31日の案。残額はどれも3万円。ほかの課は待つ。ただし、時効が近い課、誓約を守られている課、整理する債権だけの課、"
        "時効の期間が過ぎている見込みの課には、待てとは言わない。己は福祉へのつなぎが先で、先に動く課はない。",
        books="""
            債務者 | 課         | 債権             | 状態           | 満了の見込み | 誓約         | 分かっていること
            甲     | 水道課     | 水道料金         | 交渉中         | 2028-03-31   |              | 給水している
            甲     | 税務課     | 市県民税         | 交渉中         | 2029-03-31   |              | 督促 2026-01-20
            乙     | 水道課     | 水道料金         | 交渉中         | 2026-12-31   |              | 給水している
            乙     | 税務課     | 市県民税         | 交渉中         | 2027-03-31   |              | 督促 2026-01-20
            丙     | 水道課     | 水道料金         | 交渉中         | 2026-12-31   |              | 給水している
            丙     | 建築住宅課 | 市営住宅使用料   | 分納・猶予     | 2030-03-31   | 守られている |
            丁     | 水道課     | 水道料金         | 交渉中         | 2028-03-31   |              | 給水している
            丁     | 税務課     | 市県民税         | 換価済・残なし | 2029-03-31   |              |
            戊     | 水道課     | 水道料金         | 交渉中         | 2028-03-31   |              | 給水している
            戊     | 税務課     | 市県民税         | 交渉中         | 2026-09-30   |              | 督促 2026-01-20
            己     | 水道課     | 水道料金         | 交渉中         | 2027-01-31   |              | 給水している
            己     | 税務課     | 市県民税         | 交渉中         | 2029-03-31   |              | 督促 2026-01-20
            己     | 福祉課     | 生活保護費返還金 | 生活困窮       | 2029-03-31   |              |
        """,
        shows="""
            債務者 | 先に動く課 | ほかの課   | そのあいだ
            甲     | 水道課     | 税務課     | 待つ（新しい手段は使わず、案内と相談は続ける）
            乙     | 水道課     | 税務課     | 通常どおり（時効が近いので、完成を止める手続きは待たない）
            丙     | 水道課     | 建築住宅課 | 通常どおり（守られている誓約を続ける）
            丁     | 水道課     | 税務課     | 通常どおり（整理の手続きを進める）
            戊     | 水道課     | 税務課     | 通常どおり（時効の期間が過ぎている見込みの債権を、先に確かめる）
            己     | －         | 税務課     | 待つ（手段を使わない）
            己     | －         | 水道課     | 通常どおり（時効が近いので、手段は使わず、時効を確かめる）
            己     | －         | 福祉課     | 通常どおり（整理の手続きを進める）
        """,
    ),
]
FIRST, THEN, MEANWHILE = EXAMPLES
KNOWN: dict[str, dict[str, Any]] = {
    "給水している": {"is_supplied": True},
    "保証人がいる": {"has_guarantor": True},
    "保証人がいない": {"has_guarantor": False},
    "児童手当を受けている": {"has_allowance": True},
    "児童手当を受けていない": {"has_allowance": False},
    "": {},
}
KEPT = {"守られている": True, "守られていない": False, "": None}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _holding(row: dict[str, str]) -> Holding:
    known = row["分かっていること"]
    reminded = known.removeprefix("督促 ") if known.startswith("督促") else ""
    return Holding(
        department=CODE[row["課"]],
        department_name=row["課"],
        claim_kind=row["債権"],
        outstanding_yen=int(row.get("残額", "30,000").replace(",", "")),
        state=STATE[row.get("状態", "交渉中")],
        last_paid_on=_day(row.get("納めた日", "")),
        is_pledge_kept=KEPT[row.get("誓約", "")],
        expires_on=_day(row.get("満了の見込み", "2029-03-31")),
        reminded_on=_day(reminded),
        **({} if reminded else KNOWN[known]),
    )


def _held(example: Shared, debtor: str) -> list[Holding]:
    return [_holding(row) for row in table(example.books) if row["債務者"] == debtor]


def _proposal(example: Shared, debtor: str) -> Proposal:
    return propose(_held(example, debtor), AS_OF, RULE, KINDS)


ALL = [(example, row) for example in (FIRST, THEN) for row in table(example.shows)]


@pytest.mark.parametrize(("example", "row"), ALL)
def test_proposed_by_hand(example: Shared, row: dict[str, str]) -> None:
    found = _proposal(example, row["債務者"])
    assert (found.headline, OUTCOMES[found.ground]) == (row["案"], row["決めた根拠"])
    assert found.reason == example.facts[row["債務者"]]
    assert bool(found.department) is ("先に動く案" in row["案"])
    assert found.department == CODE.get(found.department_name)


def test_what_the_others_do_by_hand() -> None:
    rows = table(MEANWHILE.shows)
    for debtor in {row["債務者"] for row in rows}:
        wanted = [
            (row["先に動く課"], row["ほかの課"], row["そのあいだ"])
            for row in rows
            if row["債務者"] == debtor
        ]
        found = _proposal(MEANWHILE, debtor)
        lead = found.department_name or "－"
        assert [(lead, *each) for each in found.others] == wanted


@pytest.mark.parametrize(("example", "row"), ALL)
def test_the_order_in_which_records_come_changes_nothing(
    example: Shared, row: dict[str, str]
) -> None:
    held = _held(example, row["債務者"])
    found = {propose(order, AS_OF, RULE, KINDS) for order in permutations(held)}
    assert found == {_proposal(example, row["債務者"])}


def test_a_proposal_names_what_it_looked_at_in_the_order_of_the_rule() -> None:
    assert _proposal(THEN, "乙").inputs == (
        ("生活困窮・福祉", "税務課 記録なし、建築住宅課 記録なし"),
        ("時効の満了の見込み（要確認）", "税務課 令和11年3月31日、建築住宅課 令和11年3月31日"),
        ("誓約", "税務課 記録なし、建築住宅課 守られていない"),
        ("使える手段", "税務課 差押、建築住宅課 連帯保証人への請求"),
        ("最後の納付", "税務課 記録なし、建築住宅課 記録なし"),
        ("納期限の過ぎた残額（回収する債権）", "税務課 80,000円、建築住宅課 200,000円"),
    )
    seized = dict(_proposal(FIRST, "己").inputs)
    assert seized["時効の満了の見込み（要確認）"] == (
        "税務課 差押中（進行していない）、水道課 期間経過の見込み（先に確かめる）"
    )
    assert dict(_proposal(FIRST, "戊").inputs)["使える手段"] == (
        "税務課 整理する債権、学校教育課 児童手当からの徴収"
    )


def test_before_welfare_no_lever_is_named() -> None:
    found = _proposal(FIRST, "甲")
    told = " ".join([found.reason, *map(" ".join, found.inputs), *map(" ".join, found.others)])
    bare = [replace(each, is_supplied=None) for each in _held(FIRST, "甲")]
    assert propose(bare, AS_OF, RULE, KINDS).missing == ()  # nor asked about
    assert not [lever.name for lever in RULE.levers if lever.name in told]
    assert "福祉課 状態が生活困窮" in dict(found.inputs)["生活困窮・福祉"]


@pytest.mark.parametrize(
    ("referred_on", "ground"),
    [
        (date(2025, 10, 30), "lever"),
        (date(2025, 10, 31), "welfare"),
        (date(2026, 10, 31), "welfare"),
        (date(2026, 11, 1), "lever"),
    ],
)
def test_a_referral_of_the_last_twelve_months_comes_before_any_lever(
    referred_on: date, ground: str
) -> None:
    tax, water = _held(FIRST, "丙")
    found = propose([replace(water, referred_on=referred_on), tax], AS_OF, RULE, KINDS)
    assert found.ground == ground
    assert ("に福祉へつないだ。どの手段よりも先に" in found.reason) is (ground == "welfare")


@pytest.mark.parametrize(
    ("due_on", "lever"),
    [(date(2025, 10, 31), "給付制限"), (date(2025, 11, 1), ""), (None, "")],
)
def test_benefits_are_limited_after_twelve_months(due_on: date | None, lever: str) -> None:
    care = Holding("601", "高齢者支援課", "介護保険料", 40_000, due_on)
    (standing,) = standings([care], AS_OF, RULE, KINDS)
    assert "".join(each.name for _, each in standing.levers) == lever
    assert ("高齢者支援課の介護保険料: いちばん古い納期限" in standing.missing) is (due_on is None)


def test_what_is_not_known_is_no_lever_and_is_said() -> None:
    tax = Holding("101", "税務課", "市県民税", None, pledged_on=date(2026, 9, 1))
    water = Holding("201", "水道課", "水道料金", 30_000, state="negotiating")
    housing = Holding("301", "建築住宅課", "市営住宅使用料", 5_000, state="negotiating")
    lunch = Holding("501", "学校教育課", "学校給食費", 5_000, state="seized")
    found = propose([tax, water, housing, lunch], AS_OF, RULE, KINDS)
    assert found.ground == "tie"  # nothing is said to be the largest while one amount is unknown
    assert dict(found.inputs)["使える手段"].count("記録からは、なし") == 4
    assert dict(found.inputs)["誓約"].startswith("税務課 分からない、水道課 記録なし")
    assert dict(found.inputs)["納期限の過ぎた残額（回収する債権）"].startswith(
        "税務課 分からない、水道課 30,000円"
    )
    assert dict(found.inputs)["時効の満了の見込み（要確認）"].startswith("税務課 算定不可")
    assert found.missing == (
        "税務課の市県民税: 残額",
        "税務課の市県民税: 状態",
        "税務課の市県民税: 時効の満了の見込み（算定不可）",
        "税務課の市県民税: 誓約が守られているか",
        "税務課の市県民税: 督促した日",
        "水道課の水道料金: 時効の満了の見込み（算定不可）",
        "水道課の水道料金: 給水しているか",
        "建築住宅課の市営住宅使用料: 時効の満了の見込み（算定不可）",
        "建築住宅課の市営住宅使用料: 連帯保証人がいるか",
        "学校教育課の学校給食費: 児童手当を受けているか",
    )


def test_where_the_law_of_the_day_lets_nobody_seize_there_is_no_such_lever() -> None:
    """A kind that the law takes out of the tax procedure later on; and one that the table does not know."""
    (tax,) = [each for each in KINDS.rules if each.kind == "市県民税"]
    later = replace(tax, klass="public_court", share_group="N", valid_from=date(2026, 10, 31))
    changed = replace(KINDS, rules=(*KINDS.rules, later))
    held = [each for each in _held(FIRST, "乙") if each.department_name == "税務課"]
    levers = [standings(held, day, RULE, changed)[0].levers for day in (date(2026, 10, 30), AS_OF)]
    assert [len(each) for each in levers] == [1, 0]
    unknown = replace(KINDS, rules=tuple(each for each in KINDS.rules if each != tax))
    (standing,) = standings(held, AS_OF, RULE, unknown)
    assert standing.levers == ()
    assert standing.missing == ("税務課の市県民税: 債権の区分（債権の表にない）",)


def test_claims_that_were_taken_out_leave_no_trace() -> None:
    """丁 owes three departments; a reader who may see two, or one, reads what is said of a debtor who owes so many."""
    held = _held(FIRST, "丁")
    for gone in held:
        seen = [each for each in held if each != gone]
        told = str(propose(seen, AS_OF, RULE, KINDS))
        assert gone.department_name not in told
        assert gone.claim_kind not in told
        assert not [
            word for word in ("権限", "閲覧", "見られ", "見える", "伏せ", "共有") if word in told
        ]
    alone = {propose([each], AS_OF, RULE, KINDS) for each in held}
    assert alone == {Proposal(None, "", "nothing", NOTHING_TO_AGREE)}
    assert propose([], AS_OF, RULE, KINDS) in alone


def test_what_is_paid_up_is_no_holding() -> None:
    tax, water = _held(FIRST, "丙")
    assert propose([replace(water, outstanding_yen=0), tax], AS_OF, RULE, KINDS).ground == "nothing"


def test_the_city_orders_the_grounds() -> None:
    by_amount = replace(RULE, order=("welfare", "amount"))
    tax, water = _held(FIRST, "丙")
    found = propose([water, replace(tax, outstanding_yen=120_000)], AS_OF, by_amount, KINDS)
    assert (found.department_name, found.ground) == ("税務課", "amount")
    assert [label for label, _ in found.inputs] == [
        "生活困窮・福祉",
        "納期限の過ぎた残額（回収する債権）",
    ]
    assert propose(_held(FIRST, "甲"), AS_OF, by_amount, KINDS).ground == "welfare"


@pytest.mark.parametrize(
    ("expires_on", "ground"), [(date(2026, 10, 31), "only"), (date(2026, 11, 1), "expiring")]
)
def test_on_the_day_a_period_may_end_it_is_to_be_looked_at_first(
    expires_on: date, ground: str
) -> None:
    tax, water = _held(FIRST, "丙")
    found = propose([replace(tax, expires_on=expires_on), water], AS_OF, RULE, KINDS)
    assert found.ground == ground


@pytest.mark.parametrize(
    ("paid_on", "ground"), [(date(2026, 10, 31), "paying"), (date(2026, 11, 1), "amount")]
)
def test_a_payment_of_after_the_day_is_not_known_yet(paid_on: date, ground: str) -> None:
    tax, lunch = _held(THEN, "戊")
    found = propose([replace(tax, last_paid_on=paid_on), lunch], AS_OF, RULE, KINDS)
    assert found.ground == ground


def test_payments_of_two_departments_are_both_told() -> None:
    days = (date(2026, 8, 1), date(2026, 10, 1))
    both = [
        replace(each, last_paid_on=day) for each, day in zip(_held(THEN, "戊"), days, strict=True)
    ]
    housing = Holding("301", "建築住宅課", "市営住宅使用料", 990_000, has_guarantor=False)
    found = propose([*both, housing], AS_OF, RULE, KINDS)
    assert (found.department_name, found.ground) == ("学校教育課", "amount")
    assert found.reason.startswith(
        "学校教育課が先に動く案です。最後の納付が3か月以内なのは税務課（令和8年8月1日）、"
        "学校教育課（令和8年10月1日）です。そのうち、納期限の過ぎた残額がいちばん大きいのは"
    )


def test_all_that_a_department_has_to_do_meanwhile_is_told() -> None:
    """水道課 leads; 税務課 has one claim that may be past its period, and one near it under a kept pledge."""
    water = replace(_held(FIRST, "丙")[1], expires_on=date(2026, 11, 30))
    near = replace(_held(FIRST, "乙")[0], is_pledge_kept=True)
    past = replace(near, claim_kind="軽自動車税", expires_on=date(2026, 1, 31))
    found = propose([water, near, past], AS_OF, RULE, KINDS)
    assert found.others == (
        (
            "税務課",
            "通常どおり（時効の期間が過ぎている見込みの債権を、先に確かめる。"
            "時効が近いので、完成を止める手続きは待たない。守られている誓約を続ける）",
        ),
    )
    assert (
        dict(found.inputs)["納期限の過ぎた残額（回収する債権）"]
        == "税務課 30,000円、水道課 30,000円"
    )


def test_two_kept_pledges_are_both_left_for_the_next_ground() -> None:
    kept = [replace(each, is_pledge_kept=True) for each in _held(FIRST, "丙")]
    found = propose(kept, AS_OF, RULE, KINDS)
    assert (found.department_name, found.ground) == ("水道課", "lever")
    assert found.others == (("税務課", "通常どおり（守られている誓約を続ける）"),)
    broken = [replace(each, is_pledge_kept=False) for each in kept]
    assert propose([*kept, *broken], AS_OF, RULE, KINDS).others[0][1].startswith("待つ")


def test_the_rule_that_ships_is_printed_and_confirmed_by_nobody() -> None:
    printed = rows(RULE)
    places = ["前提", *"123456", "最後", *(f"手段{place}" for place in "12345"), "ほか"]
    assert [row[0] for row in printed] == places
    assert [row[1] for row in printed[1:7]] == [*GROUNDS.values()]
    assert {row[3] for row in [*printed[1:7], *printed[8:13]]} == {"未確認"}
    assert printed[2][2].startswith("時効の期間が6か月のうちに満了する見込みの課（要確認）")
    assert printed[8] == (
        "手段1",
        "給水停止",
        "水道料金。要る事実は、いま給水している。水道法15条3項（予告をしてから）",
        "未確認",
    )
    assert "強制徴収公債権で、督促から10日を過ぎている。" in printed[9][2]
    assert "要る事実は、いちばん古い納期限から12か月以上。" in printed[12][2]


def test_each_limit_says_who_confirmed_it() -> None:
    lever = replace(RULE.levers[0], confirmed_on=date(2026, 5, 1))
    rule = replace(RULE, levers=(lever, *RULE.levers[1:]), confirmed_on=date(2026, 4, 1))
    said = [row[3] for row in rows(rule)]
    assert said == [
        "－",
        *["令和8年4月1日"] * 6,
        "－",
        "令和8年5月1日",
        *["未確認"] * 4,
        "－",
    ]


def test_what_may_not_be_seized_for_ships_without_that_lever() -> None:
    """And every kind that may be seized for, and has a name in the table, has it."""
    (seize,) = [lever for lever in RULE.levers if lever.needs == "enforceable"]
    may = {kind for kind in KINDS.kinds if KINDS.is_self_executing(kind, AS_OF)}
    assert may - {*seize.kinds} == {"生活保護費徴収金"}  # by instalments (facts.md 2)
    assert {*seize.kinds} <= may

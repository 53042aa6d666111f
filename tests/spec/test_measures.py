"""取組: 催告・予告と執行は別に数える。その後の納付は30・60・90日、前年と、取組のない似た人に並べる（facts.md 4.9）。"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from analytics.access.small_numbers import FEWEST
from analytics.ledger.later_payments import (
    WINDOWS,
    Debtor,
    Later,
    Payment,
    paid_later,
    said,
    treated,
    untreated_alike,
)
from analytics.ledger.measures import KINDS, Measure, Rule, counted, read, rows
from analytics.ledger.money import percent
from analytics.sample.actions import ALL_AT_ONCE, DONE
from analytics.settings import DATA
from tests.settlement import read as table

FIGURE = "measures"
RULES = read(DATA / "rules")
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
KNOWN_UNTIL = date(2027, 2, 28)
LATER, COUNTED = "残額に占める割合", "数え方"


@dataclass(frozen=True)
class Taken:
    """One worked example: measures and payments as they were recorded, and what is said of them."""

    title: str
    words: str  # the reckoning
    books: str
    shows: str
    says: str = ""


def _people(first: int, group: str, *done: tuple[str, str, str, str]) -> str:
    """Ten debtors with 10,000 yen each; the *done* ones first, with their own measure, its day, payment and its day."""
    told = [*done, *([("", "", "", "")] * (10 - len(done)))]
    return "".join(
        f"\n{first + place} | {group} | 10,000 | {' | '.join(cells)}"
        for place, cells in enumerate(told)
    )


def _all(action: str, day: str, *paid: tuple[str, str]) -> list[tuple[str, str, str, str]]:
    """The same measure for ten, the first of whom *paid*."""
    told = [*paid, *([("", "")] * (10 - len(paid)))]
    return [(action, day, *one) for one in told]


HEAD = "債務者 | 似た人の区分 | 残額 | 取組 | 実施日 | 納めた日 | 納めた額"
OF_LATER = (
    HEAD
    + _people(
        1,
        "水道料金・5万円未満",
        *_all(
            "給水停止予告",
            "2026-10-05",
            ("2026-10-05", "9,000"),  # on the day itself: not afterwards
            ("2026-10-20", "4,000"),
            ("2026-12-04", "6,000"),  # the sixtieth day
            ("2027-01-03", "2,000"),  # the ninetieth
            ("2027-01-04", "5,000"),  # too late
        ),
    )
    + _people(
        11,
        "水道料金・5万円未満",
        ("", "", "2026-10-20", "2,000"),
        ("", "", "2026-12-01", "2,000"),
    )
    + "\n21 | 水道料金・5万円未満 | 10,000 | 電話催告 | 2026-12-20 | 2026-12-21 | 10,000"
    + "\n22 | 水道料金・5万円以上 | 90,000 | | | 2026-10-20 | 90,000"
    + _people(
        31,
        "水道料金・5万円未満",
        *_all("給水停止予告", "2025-10-06", ("2025-11-05", "3,000"), ("2025-11-06", "1,000")),
    )
)
EXAMPLES = [
    Taken(
        title="催告・予告と執行は別に数える",
        words="予告は知らせたもの、停止や差押は行ったもの。予告と停止を足して1つの数にしない。表にない名前は、何であるかを決めずに分ける。"
        "対象額の書かれていない取組があれば、その計は出さない。",
        books="""
            実施日     | 取組         | 件数 | 対象額
            2026-10-05 | 給水停止予告 | 40   | 900,000
            2026-10-07 | 年末一斉催告 | 210  | 8,000,000
            2026-10-20 | 給水停止     | 6    | 240,000
            2026-10-21 | 差押         | 1    | 310,000
            2026-10-22 | 面談         | 1    |
            2026-10-23 | 夜間窓口     | 12   | 70,000
        """,
        shows="""
            数え方             | 取組の数 | 件数 | 対象額（円）
            催告・予告         | 2        | 250  | 8,900,000
            執行               | 2        | 7    | 550,000
            調査・相談・約束など | 1      | 1    | －
            表にない取組       | 1        | 12   | 70,000
        """,
    ),
    Taken(
        title="その後の納付は、実施した日の翌日から30・60・90日",
        words="予告をした10人の残額は100,000円。当日の9,000円と、91日目の5,000円は数えない。30日以内は4,000円、60日目の6,000円を"
        "足して10,000円、90日目の2,000円を足して12,000円。似た人は同じ区分で、その区分の最初の実施日から同じ日数のあいだ取組のない人。"
        "債務者21は76日目に催告があるので、60日までは似た人に入り、90日では入らない。債務者22は区分が違う。"
        "前年の10人は30日以内に3,000円、60日以内に4,000円。",
        books=OF_LATER,
        shows="""
            集団             | 日数 | 人数 | その後の納付（円） | 残額に占める割合
            取組をした人     | 30   | 10   | 4,000              | 4.0％
            取組をした人     | 60   | 10   | 10,000             | 10.0％
            取組をした人     | 90   | 10   | 12,000             | 12.0％
            前年の同じ時期   | 30   | 10   | 3,000              | 3.0％
            前年の同じ時期   | 60   | 10   | 4,000              | 4.0％
            前年の同じ時期   | 90   | 10   | 4,000              | 4.0％
            取組のない似た人 | 30   | 11   | 2,000              | 1.8％
            取組のない似た人 | 60   | 11   | 4,000              | 3.6％
            取組のない似た人 | 90   | 10   | 4,000              | 4.0％
        """,
        says="60日以内のその後の納付は1万円で、残額の10.0％（前年の同じ時期は4.0％、取組のない似た人は3.6％）",
    ),
]
OF_COUNTS, OF_PAYMENTS = EXAMPLES


def _number(text: str) -> int | None:
    return int(text.replace(",", "")) if text else None


def _measures(books: str) -> list[Measure]:
    return [
        Measure(
            date.fromisoformat(row["実施日"]),
            row["取組"],
            row.get("債務者"),
            _number(row.get("件数", "1")),
            _number(row.get("対象額", "")),
        )
        for row in table(books)
        if row["取組"]
    ]


def _debtors(first: int, last: int) -> dict[str, Debtor]:
    return {
        row["債務者"]: Debtor(_number(row["残額"]) or 0, row["似た人の区分"])
        for row in table(OF_LATER)
        if first <= int(row["債務者"]) <= last
    }


PAYMENTS = [
    Payment(row["債務者"], date.fromisoformat(row["納めた日"]), _number(row["納めた額"]) or 0)
    for row in table(OF_LATER)
    if row["納めた日"]
]
MEASURES = _measures(OF_LATER)
DEBTORS = _debtors(1, 30)
DONE_TO = treated(DEBTORS, MEASURES, FIRST, LAST)


def _paid(name: str, days: int) -> Later | None:
    debtors, since = {
        "取組をした人": lambda: (DEBTORS, DONE_TO),
        "前年の同じ時期": lambda: (
            before := _debtors(31, 40),
            treated(before, MEASURES, date(2025, 10, 1), date(2025, 10, 31)),
        ),
        "取組のない似た人": lambda: (DEBTORS, untreated_alike(DEBTORS, DONE_TO, MEASURES, days)),
    }[name]()
    return paid_later(debtors, since, PAYMENTS, days, KNOWN_UNTIL, FEWEST)


def test_notices_and_executions_counted_by_hand() -> None:
    found = counted(_measures(OF_COUNTS.books), RULES)
    wanted = {row["数え方"]: row for row in table(OF_COUNTS.shows)}
    assert {KINDS[kind] for kind in found} == wanted.keys()
    for kind, count in found.items():
        row = wanted[KINDS[kind]]
        yen = "－" if count.concerned_yen is None else f"{count.concerned_yen:,}"
        assert (str(count.measure_count), str(count.case_count)) == (row["取組の数"], row["件数"])
        assert yen == row["対象額（円）"]


def test_later_payments_by_hand() -> None:
    for row in table(OF_PAYMENTS.shows):
        paid = _paid(row["集団"], int(row["日数"]))
        assert paid is not None
        shown = (str(paid.person_count), f"{paid.paid_yen:,}", percent(paid.paid_rate))
        assert shown == (row["人数"], row["その後の納付（円）"], row["残額に占める割合"]), row
    assert {int(row["日数"]) for row in table(OF_PAYMENTS.shows)} == {*WINDOWS}
    names = ("取組をした人", "前年の同じ時期", "取組のない似た人")
    assert said(60, *(_paid(name, 60) for name in names)) == OF_PAYMENTS.says


def test_below_the_threshold_and_before_the_days_have_passed_there_is_no_figure() -> None:
    def ask(count: int, until: date) -> Later | None:
        since = dict([*DONE_TO.items()][:count])
        return paid_later(DEBTORS, since, PAYMENTS, 30, until, FEWEST)

    over = date(2026, 10, 5) + timedelta(days=30)
    assert ask(FEWEST, over) is not None
    assert ask(FEWEST - 1, over) is None
    assert ask(10, over - timedelta(days=1)) is None
    assert said(30, None, None, None).endswith("示しません")


def test_no_sentence_speaks_of_an_effect() -> None:
    """Without a group to compare with, and with one: never 効果."""
    done = _paid("取組をした人", 30)
    for alike in (None, _paid("取組のない似た人", 30)):
        text = said(30, done, None, alike)
        assert "その後の納付" in text
        assert "効果" not in text
    assert "前年の同じ時期は示せません、取組のない似た人は示せません" in said(30, done, None, None)


def test_one_debtor_is_counted_once_from_the_first_measure_on() -> None:
    again = [*MEASURES, Measure(date(2026, 10, 2), "電話催告", "2"), Measure(FIRST, "一斉")]
    found = treated(_debtors(1, 10), again, FIRST, LAST)
    assert [*found] == [str(number) for number in range(1, 11)]
    assert found["2"] == date(2026, 10, 2)
    assert found["1"] == date(2026, 10, 5)


def test_of_nothing_owed_there_is_no_share() -> None:
    since = {str(number): FIRST for number in range(FEWEST)}
    paid = paid_later(dict.fromkeys(since, Debtor(0, "")), since, [], 30, KNOWN_UNTIL, FEWEST)
    assert paid == Later(FEWEST, 0, 0)
    assert "残額の－（" in said(30, paid, None, None)


def test_every_measure_of_the_made_up_city_is_in_the_table() -> None:
    done = {action for actions in DONE.values() for action, _ in actions}
    assert done | {*ALL_AT_ONCE.values()} <= RULES.keys()


def test_the_table_is_printed_with_what_a_notice_threatens() -> None:
    printed = {row[0]: row[1:] for row in rows(RULES)}
    assert printed["給水停止予告"] == ("催告・予告", "給水停止")
    assert printed["給水停止"] == ("執行", "－")
    assert RULES["差押予告"] == Rule("notice", "差押")

"""Who is near the target, who moved in the ranking, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.figures.sentences.rows import Row
from analytics.ledger.columns import PARTS, STATES
from analytics.ledger.money import percent, words
from analytics.ledger.periods import Period

NOTHING_NEXT = "3か月以内の時効の満了、目標までの差、未着手の残額のどれも資料に出ておらず、挙げられるものがない"
NAMED = 2  # departments that a sentence calls by name


def targets_reached(rows: Sequence[Row]) -> str:
    """How many of the placed departments reached their target, and whose gap is largest; *rows* have `gap_yen`."""
    if not rows:
        return "目標はあるが、順位の付く課がない"
    behind = [row for row in rows if row["gap_yen"] > 0]
    told = f"順位の付く{len(rows)}課のうち、目標に届いたのは{len(rows) - len(behind)}課"
    if not behind:
        return told
    far = max(behind, key=lambda row: row["gap_yen"])
    return f"{told}。額で最も遠いのは{far['department_name']}で、あと{words(far['gap_yen'])}"


def kinds_reached(rows: Sequence[Row]) -> str:
    """How many targets of claims are reached, and which of the others asks for most in a month.

    Where no month is left it is the one that is farthest, in yen. *rows* have `department_name`, `claim`, `part`,
    `gap_yen` and `required_pace_yen`; those that are `is_apart` are counted, and not named.
    """
    behind = [row for row in rows if row["gap_yen"] > 0]
    told = f"目標{len(rows)}件のうち、届いたのは{len(rows) - len(behind)}件"
    named = [row for row in behind if not row["is_apart"]]
    paced = [row for row in named if isinstance(row["required_pace_yen"], int)]
    if paced:
        top = max(paced, key=lambda row: row["required_pace_yen"])
        return f"{told}。月あたりの減が最も要るのは{_claim(top)}で、月に{words(top['required_pace_yen'])}"
    if named:
        far = max(named, key=lambda row: row["gap_yen"])
        return f"{told}。額で最も遠いのは{_claim(far)}で、あと{words(far['gap_yen'])}"
    return told


def _claim(row: Row) -> str:
    """A claim with its department, and with its part where it has a target of its own."""
    part = f"（{PARTS[row['part']]}）" if row["part"] in ("current", "carried_over") else ""
    return f"{row['department_name']}の{row['claim']}{part}"


def balances_fell(period: Period, changes: Sequence[int] | None) -> str:
    """How many departments owe less than at the period compared; *changes* in yen, None where there is none."""
    if changes is None:
        return f"{period.time}は{period.before}の資料も目標もなく、順位は付けられない"
    fell = sum(change < 0 for change in changes)
    return f"{period.before}より残額が減ったのは{len(changes)}課のうち{fell}課"


def written_off_more(rows: Sequence[Row]) -> str:
    """Who wrote off more than it collected, of departments whose collection is known (`written_off_divided_yen`)."""
    more = [row for row in rows if row["written_off_divided_yen"] > row["collected_yen"]]
    within = f"回収の分かる{len(rows)}課のうち"
    if not more:
        return f"{within}、不納欠損が回収を上回る課はない"
    more.sort(key=lambda row: row["written_off_divided_yen"], reverse=True)
    named = "、".join(row["department_name"].split("・")[-1] for row in more[:NAMED])
    rest = "など" if len(more) > NAMED else ""
    return f"{within}、不納欠損が回収を上回るのは{len(more)}課（{named}{rest}）"


def moved_up(period: Period, rows: Sequence[Row]) -> str:
    """Who rose and who fell most between the first and the last of *rows* (`department_name`, `rank`, `place`)."""
    first: dict[str, Row] = {}
    last: dict[str, Row] = {}
    for row in rows:
        first.setdefault(row["department_name"], row)
        last[row["department_name"]] = row
    newest = max(row["place"] for row in rows)
    oldest = min(first.values(), key=lambda row: row["place"])
    moved = {
        name: int(first[name]["rank"]) - int(row["rank"])
        for name, row in last.items()
        if row["place"] == newest and first[name]["place"] < newest
    }
    if not any(moved.values()):
        return f"{period.end}までに、順位は変わっていない"
    told = []
    for word, most in (("上がった", max(moved.values())), ("下がった", min(moved.values()))):
        tied = [name for name in moved if moved[name] == most != 0]
        if tied and (most > 0) == (word == "上がった"):
            named = "と".join(
                f"{name}（{_since(first[name], oldest)}{first[name]['rank']}位から{last[name]['rank']}位）"
                for name in tied[:NAMED]
            )
            told.append(f"最も{word}のは{named}{'など' if len(tied) > NAMED else ''}")
    return f"{oldest['year_label']}からの順位では、{'、'.join(told)}"


def _since(row: Row, oldest: Row) -> str:
    """When a line began that is younger than the *oldest*: ``令和8年8月末の``."""
    return "" if row["place"] == oldest["place"] else f"{row['year_label']}の"


def needs_guidance(rows: Sequence[Row], rule: str) -> str:
    """Whom the head of the city should speak to, from the *rows* of the list; *rule* in words."""
    if not rows:
        return f"トップの直接指導が要る部署（{rule}）はない"
    named = "、".join(row["department_name"] for row in rows)
    return f"トップの直接指導が要る部署は{len(rows)}課（{named}）"


def look_next(limits: Sequence[Row], states: Sequence[Row], standing: Row) -> str:
    """What to look at next, by this order: what may expire within three months, the pace that the target asks for (the
    gap, where it has no pace), what nobody has begun with. Where there is none of it, or none is known, it says so;
    of what is withheld it says nothing.
    """
    ending = {row["key"]: row for row in limits if isinstance(row["amount_yen"], int)}
    if soon := ending.get("months_3"):
        told = f"3か月以内に時効の満了が見込まれる{words(soon['amount_yen'])}を確かめる"
        past = ending.get("past")
        return told + (f"。期間経過の見込みの{words(past['amount_yen'])}も要確認" if past else "")
    pace = standing.get("required_pace_yen")
    if pace:
        return f"目標までは月に{words(pace)}ずつの減が要る"
    if (gap := standing.get("gap_yen") or 0) > 0:
        return f"目標まではあと{words(gap)}の減が要る"
    untouched = next((row for row in states if row["label"] == STATES["untouched"]), None)
    if untouched and isinstance(untouched["amount_yen"], int) and untouched["amount_yen"]:
        share = percent(untouched["share_rate"])
        return f"未着手の{words(untouched['amount_yen'])}（全体の{share}）に手を付ける"
    return NOTHING_NEXT

"""目標と順位: who is nearest to the target in yen of balance left, and who cannot fairly be placed."""

from __future__ import annotations

import pandas as pd

from analytics.access.small_numbers import FEWEST
from analytics.access.withholding import NOTE
from analytics.figures import sentences
from analytics.figures.base import Scope, city_scope, frame, has_words, records, source_names
from analytics.figures.comings import because, came_or_went
from analytics.figures.definitions import attainment
from analytics.figures.figure import Figure, Selection
from analytics.figures.stale import waiting_at
from analytics.figures.stray_targets import stray_notes
from analytics.figures.withheld import TO_SETTLE, decided, without
from analytics.ledger.calendar import date_label
from analytics.ledger.money import change_with_rate, percent, words
from analytics.ledger.periods import Period
from analytics.settings import Formula
from analytics.store.reader import Reader

FEW_CASES = 10  # below this number of cases a share says little (facts.md 4.6)
MATERIAL = 0.05  # of the balance came or went: the department is not comparable (decision 0008)
EXAMPLE = "例示"
OF_TARGETS = (
    "target_yen",
    "target_covered_yen",
    "gap_yen",
    "attainment_rate",
    "required_pace_yen",
    "before_gap_yen",
    "is_seasonal",
)
PARTLY_PAID = "対象完納"  # nothing is left of what has a target, something of what has none


def ranking(reader: Reader, selection: Selection) -> Figure:
    """Departments by attainment of the balance target, formula A of facts.md 4.5; without targets, by change."""
    here = city_scope(reader, selection)
    waiting = waiting_at(reader, here)
    asked = ranked_by(reader, here)
    data, labels = frame(reader, "ranking", asked)
    targets, _ = frame(reader, "targets_in_use", asked)
    strays = stray_notes(reader, here)
    labels = {name: here.period.wording(label) for name, label in labels.items()}
    labels.pop("department")
    if here.period.is_month:
        data["is_month"] = True
        data, hidden = _withheld(reader, here, data)
        labels.pop("case_count", None)  # of persons, a small number is not shown (facts.md 7)
    else:
        hidden = ()
        labels.pop("stale_on")
    withheld = bool(strays)
    has_targets = bool(data["target_yen"].notna().any())
    if not has_targets:
        for name in OF_TARGETS:
            labels.pop(name)
    for name in ("case_count", "to_settle_yen", "to_settle_change_yen", "required_pace_yen"):
        if data[name].isna().all():
            labels.pop(name, None)
    measure, headline = _gap(data) if has_targets else ("減った課の数", _fell(data))
    chosen = data[data["department"] == selection.department] if selection.department else data
    if here.period.is_month:  # they are of persons: few are not told (facts.md 7)
        few = chosen["case_count"].between(1, FEWEST - 1)
        chosen = chosen.assign(case_count=chosen["case_count"].mask(few))
    return Figure(
        name="ranking",
        title=sentences.targets_reached(records(_placed(data)))
        if has_targets
        else _change_sentence(data, here),
        measure=measure,
        headline=headline,
        comparison=_total_change(reader, here, data) + waiting.words,
        as_of=here.as_of,
        frame=chosen.reset_index(drop=True),
        labels=labels,
        version=reader.version,
        notes=(
            *strays,
            *_notes(here.period, data, targets, has_targets, withheld),
            *hidden,
            *waiting.notes,
        ),
        sources=source_names(reader, here, here.before or here.period),
        empty="" if len(chosen) else "未収残額のある課がありません。",
        facts=_facts(reader.formula, here.period, targets, has_targets, withheld) | waiting.facts,
    )


def _withheld(
    reader: Reader, here: Scope, data: pd.DataFrame
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """*data* without what is to be settled where few persons owe it, now or then; and the note that says so."""
    told = [decided(reader, "state", each.period_on) for each in (here.period, here.before) if each]
    now, either = (
        [any(one.hides(name, None, TO_SETTLE) for one in of) for name in data["department"]]
        for of in (told[:1], told)
    )
    shown = without(without(data, now, "to_settle_yen"), either, "to_settle_change_yen")
    changed = ["to_settle_yen", "to_settle_change_yen"]
    is_less = shown[changed].notna().sum().sum() < data[changed].notna().sum().sum()
    return shown, (NOTE,) if is_less else ()


def ranked_by(reader: Reader, here: Scope) -> dict[str, object]:
    """The selection and the rules of the ranking, as its question takes them."""
    return here.parameters | {
        "few_cases": FEW_CASES,
        "material_rate": MATERIAL,
        "formula": reader.formula,
    }


def _placed(data: pd.DataFrame) -> pd.DataFrame:
    return data[data["rank"].notna() & data["target_yen"].notna()]


def _change_sentence(data: pd.DataFrame, here: Scope) -> str:
    """How many balances fell; unknown, not none, where there is nothing to compare."""
    if data["change_yen"].isna().all():
        return sentences.balances_fell(here.period, None)
    known = _current(data)["change_yen"].dropna()
    return sentences.balances_fell(here.period, [int(change) for change in known])


def _fell(data: pd.DataFrame) -> str:
    if data["change_yen"].isna().all():
        return "－"  # unknown, not none
    return f"{int((_current(data)['change_yen'] < 0).sum())}課"


def _current(data: pd.DataFrame) -> pd.DataFrame:
    """The departments whose numbers are of this period, and not of an earlier month."""
    return data[data["stale_on"].isna()]


def _gap(data: pd.DataFrame) -> tuple[str, str]:
    """What the headline measures, and its value."""
    gap = int(_placed(data)["gap_yen"].sum())
    measure = "目標まであと" if gap > 0 else "目標を下回る額"
    return f"{measure}（順位の付く課の差引）", words(abs(gap))


def _total_change(reader: Reader, here: Scope, data: pd.DataFrame) -> str:
    if data["opening_yen"].isna().all():
        return f"{here.period.before}の資料がないため、比べられません"
    closing, opening = int(data["outstanding_yen"].sum()), int(data["opening_yen"].sum())
    moved = because(came_or_went(reader, here, max(closing, opening)), closing - opening)
    return (
        f"全庁の残額は{here.period.before}から{change_with_rate(closing - opening, opening)}{moved}"
    )


def _facts(
    formula: Formula, period: Period, targets: pd.DataFrame, has_targets: bool, withheld: bool
) -> dict[str, str]:
    if not has_targets:
        return {"目標": "数えられる目標がありません" if withheld else "目標の登録がありません"}
    return target_facts(formula, period, targets)


def target_facts(formula: Formula, period: Period, targets: pd.DataFrame) -> dict[str, str]:
    """How attainment is reckoned, and of the *targets* their versions, how they were decided, and whose they are."""
    versions = dict.fromkeys(
        f"版{row['version']}（{date_label(row['decided_on'].date())}決定）"
        for row in records(targets)
    )
    rules = "、".join(dict.fromkeys(rule for rule in targets["rule"] if has_words(rule)))
    statuses = sorted(filter(has_words, set(targets["status"])))
    status = EXAMPLE if EXAMPLE in statuses else "、".join(statuses)
    return {
        "算式": period.wording(attainment(formula)),
        "目標の版": "、".join(versions),
        "目標の決め方": rules or "記載なし",
        **({"種別": status} if status else {}),
    }


def _notes(
    period: Period, data: pd.DataFrame, targets: pd.DataFrame, has_targets: bool, withheld: bool
) -> list[str]:
    notes = []
    if has_targets:
        notes.append("目標までの差は「目標のある債権の残額 － 目標額」の円です。")
        if EXAMPLE in set(targets["status"]):
            notes.append("この目標は例示です。市が決めた目標ではありません。")
        if data["target_yen"].isna().any():
            count = int(data["target_yen"].isna().sum())
            notes.append(f"目標のない{count}課は、図になく、表にあります。")
    else:
        known = data["change_yen"].notna().any()
        notes.append(
            f"{'数えられる目標がない' if withheld else '目標の登録がない'}ため、"
            f"{f'{period.before}からの増減率の' if known else '残額の多い'}順に並べています。"
            + ("" if withheld else "「目標の設定」で決めると達成率の順になります。")
        )
    if PARTLY_PAID in set(data["mark"]):
        notes.append(
            "対象完納: 目標のある債権の残額は0円ですが、目標のない債権や区分に残額がある課です。"
        )
    notes += [
        "比較不可: 組織改編のあった課と、加わった・なくなった・移った債権が残額の"
        f"{percent(MATERIAL, digits=0)}以上を占める課。順位の外に並べます。",
        "欠損のみ: 収入がなく、不納欠損だけで残額が減った課。順位の外に並べます。",
    ]
    if data["case_count"].isna().all():
        what = f"件数がないため、少数（{FEW_CASES}件未満）"
        if period.is_month:
            what = f"債務者の番号がないため、少数（{FEW_CASES}人未満）"
        notes.append(f"元の資料に{what}の課は見分けられません。")
    else:
        few = f"残額のある債務者が{FEW_CASES}人" if period.is_month else f"件数が{FEW_CASES}件"
        notes.append(f"少数: {few}未満の課。順位の外に並べます。")
    whose = "すでに納期限を過ぎていた分" if period.is_month else "滞納繰越分"
    notes.append(f"回収は{whose}への収入で、不納欠損とは別に示します。")
    return notes

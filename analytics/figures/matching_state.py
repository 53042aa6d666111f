"""名寄せの確認: how many persons the debtors of all departments are, how that was found, and what waits for people.

Sums only, so anybody may read it; the persons themselves are shown by `analytics.figures.persons` behind the gate.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow as pa

from analytics.access.small_numbers import NOTE, about, persons
from analytics.figures.base import city_note, city_scope, records, source_names, typed
from analytics.figures.figure import Figure, Selection
from analytics.ledger.columns import LINK_METHODS
from analytics.ledger.points import points
from analytics.matching.decisions import decisions
from analytics.matching.keeping import Generation, generation, model_of
from analytics.matching.people import LOOK_FROM, PROBLEMS, REASONS, SAME_FROM
from analytics.matching.reviewing import REASONS_ONLY, waiting
from analytics.store.duck import Database
from analytics.store.questions import ask
from analytics.store.reader import Reader

NEVER = "この版の名寄せはまだしていないので、どの番号が同じ人かは分かりません。`zangaku match` を実行してください。"
PARTS = {"method": "債務者番号", "persons": "人", "reason": "確かめる組", "problem": "注意する番号"}
KINDS = {"method": LINK_METHODS, "reason": REASONS, "problem": PROBLEMS}
TO_DO = {  # what is done about each of PROBLEMS, and what people have to do: nothing is guessed
    "no_name": "氏名のない債務者がいます。所管課で氏名を補ってください。",
    "twins": "同じ課で同じ人とみられる番号は、1人にまとめました。所管課で番号を確かめてください。",
    "changed": "持ち主が月によって違う番号は、計算では結び付けません。所管課で番号の付け方を確かめてください。",
    "contradictory": "食い違う判断では、その「同じ人」を使いません。下の画面で、見直してください。",
    "resident_key": "宛名番号が同じで氏名や生年月日が食い違う番号は、別の人のままです。宛名番号を確かめてください。",
}
LABELS = {"part_label": "数えたもの", "kind_label": "内訳", "record_count": "数"}
NOTES = (
    "同じ人かどうかの点数は、1点ごとに、同じ人である見込みが2倍になります。担当者の判断は、計算より優先し、計算し直しても残ります。",
    "下の画面に出すのは、どちらにもいま滞納があり、見る人が両方を見てよい組だけです。",
    NOTE + "示さない数は、合計にも入れていません。",
)


def matching(reader: Reader, selection: Selection) -> Figure:
    """Debtors, persons, how they were linked, and pairs that wait by their reason; never the whole truth of few.

    Raises `NothingToShow` for a date or department that does not exist, `StoreFault` for a damaged matching.
    """
    here = city_scope(reader, selection)
    made = generation(reader.store, reader.version)
    data = _told(_counted(reader, made)) if made else pd.DataFrame(columns=["part", *LABELS])
    debtor_count, pair_count = (_total(data, part) for part in ("method", "reason"))
    return Figure(
        name="matching",
        title=_title(data, debtor_count, pair_count) if made else NEVER,
        measure="債務者番号を、人ごとにまとめた数（名寄せ）",
        headline=about(_total(data, "persons"), "人") if made else "－",
        comparison=_ways(data) if made else "",
        as_of=here.as_of,
        frame=data,
        labels=LABELS,
        version=reader.version,
        notes=(*city_note(selection), *_to_do(made), *NOTES),
        facts=_facts(reader, made) if made else {},
        sources=source_names(reader),
        empty="" if made else NEVER,
    )


def _counted(reader: Reader, made: Generation) -> pd.DataFrame:
    left = waiting(made, decisions(reader.store.root))
    tables = {
        "links": made.tables["links"],
        "problems": made.tables["problems"],
        "waiting": pa.Table.from_pylist([{"reason": one.reason} for one in left], REASONS_ONLY),
    }
    return typed(ask(Database({}, tables), "matching"))


def _told(counted: pd.DataFrame) -> pd.DataFrame:
    """Every kind in the order of its words, also those that nobody is of, each count as it may be shown."""
    known = {(row["part"], row["kind"]): int(row["record_count"]) for row in records(counted)}
    rows = [
        (part, PARTS[part], label, persons(known.get((part, kind), 0)))
        for part in PARTS
        for kind, label in KINDS.get(part, {"": "まとめた人"}).items()
    ]
    told = pd.DataFrame(rows, columns=["part", *LABELS])
    return told.astype({"record_count": pd.Int64Dtype()})


def _total(data: pd.DataFrame, part: str) -> int | None:
    """The sum of the shown parts; None where there are some, but too few to be shown."""
    counts = data.loc[data["part"] == part, "record_count"]
    total = int(counts.sum())
    return None if not total and counts.isna().any() else total


def _title(data: pd.DataFrame, debtors: int | None, pairs: int | None) -> str:
    said = f"債務者番号{about(debtors, '件')}は、{about(_total(data, 'persons'), '人')}"
    return f"{said}。人が確かめる組は{about(pairs, '組')}"


def _to_do(made: Generation | None) -> list[str]:
    """What there is to do about what is odd, in the order of `PROBLEMS`."""
    met = set(made.tables["problems"]["problem"].to_pylist()) if made else set()
    return [TO_DO[problem] for problem in PROBLEMS if problem in met]


def _ways(data: pd.DataFrame) -> str:
    """How the debtors came to their persons, and what is odd."""
    of = {part: data[data["part"] == part] for part in ("method", "problem")}
    said = [
        "、".join(
            f"{row['kind_label']} {about(_known(row['record_count']), '件')}"
            for row in records(of[part])
            if _known(row["record_count"]) != 0
        )
        for part in of
    ]
    return "。注意: ".join(filter(None, said))


def _known(count: Any) -> int | None:
    return None if pd.isna(count) else int(count)


def _facts(reader: Reader, made: Generation) -> dict[str, str]:
    """Of which model it is, and from how many points what is done."""
    number = int(made.told["model"])
    model = model_of(reader.store, number)
    learnt = persons(model.record_count) if model else None
    told = {"計算の型": f"モデル {number}" + (f"（{learnt:,}件の記録から学習）" if learnt else "")}
    limits = (
        f"{points(SAME_FROM)}以上で、氏名のほかにも同じものがあり、食い違いがなければ同じ人、"
        f"{points(LOOK_FROM)}以上は人が確かめる組"
    )
    return told | {"境の点数": f"{limits}、それより低ければ別の人とします"}

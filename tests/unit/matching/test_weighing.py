"""What is weighed again, and that it comes to the same as weighing everything."""

from __future__ import annotations

import pyarrow as pa
import pytest

from analytics.matching import engine, weighing
from analytics.matching.people import settled
from analytics.matching.weighing import weighed
from tests.people import compared

BEFORE = """
課  | 番号 | 氏名      | カナ            | 生年月日   | 住所        | 電話
101 | A1   | 高橋 恵子 | タカハシ ケイコ | 1980-02-03 | 見本町1-2-3 | 0000-12-3456
201 | B1   | 高橋 恵子 | タカハシ ケイコ |            | 見本町1-2-3 | 0000-12-3456
301 | C1   | 佐藤 健一 | サトウ ケンイチ | 1990-07-08 | 写本町4-5-6 | 0000-77-8888
401 | D1   | 佐藤 健一 | サトウ ケンイチ | 1990-07-08 | 写本町4-5-6 |
"""
# B1 has gone, D1 has moved, E1 is new
AFTER = """
課  | 番号 | 氏名      | カナ            | 生年月日   | 住所        | 電話
101 | A1   | 高橋 恵子 | タカハシ ケイコ | 1980-02-03 | 見本町1-2-3 | 0000-12-3456
301 | C1   | 佐藤 健一 | サトウ ケンイチ | 1990-07-08 | 写本町4-5-6 | 0000-77-8888
401 | D1   | 佐藤 健一 | サトウ ケンイチ | 1990-07-08 | 余白町7-8-9 |
501 | E1   | 高橋 恵子 | タカハシ ケイコ | 1980-02-03 | 見本町1-2-3 |
"""


def test_only_what_is_new_is_weighed_and_it_comes_to_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before, after = compared(BEFORE), compared(AFTER)
    model = engine.train(before)
    former = before, weighed(before, model, None)
    everything = weighed(after, model, None)
    seen: list[list[str]] = []
    scored = engine.scored

    def watched(records: pa.Table, *rest: object) -> pa.Table:
        seen.append(records["debtor_key"].to_pylist())
        return scored(records, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(weighing.engine, "scored", watched)
    again = weighed(after, model, former)
    assert seen == [["D1", "E1"]]
    assert again.select(everything.column_names).to_pylist() == everything.to_pylist()
    pairs = {
        tuple(row)
        for row in zip(*(again[side].to_pylist() for side in weighing.SIDES), strict=True)
    }
    assert pairs == {(0, 3), (1, 2)}


def test_nothing_is_weighed_where_nothing_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    records = compared(BEFORE)
    model = engine.train(records)
    former = records, weighed(records, model, None)
    monkeypatch.setattr(weighing.engine, "scored", None)
    assert weighed(records, model, former).to_pylist() == former[1].to_pylist()


def test_what_was_compared_is_not_kept_with_the_weights() -> None:
    records = compared(BEFORE)
    pairs = weighed(records, engine.train(records), None)
    assert all(
        name.startswith(("record_", "match_", "gamma_", "mw_")) for name in pairs.column_names
    )


def test_the_weights_of_a_pair_add_up() -> None:
    """Splink's sum: the start, and each comparison with how frequent its value is."""
    records = compared(BEFORE)
    model = engine.train(records)
    share = model.settings["probability_two_random_records_match"]
    for row in weighed(records, model, None).to_pylist():
        parts = [value for name, value in row.items() if name.startswith("mw_")]
        odds = share / (1 - share) * 2 ** sum(parts)
        assert row["match_probability"] == pytest.approx(odds / (1 + odds), rel=1e-6)


def test_a_single_debtor_is_compared_with_nobody() -> None:
    records = compared("\n".join(BEFORE.splitlines()[:3]))
    assert len(weighed(records, engine.train(records), None)) == 0


def test_in_one_house_without_a_blank_in_any_name_the_given_name_still_counts() -> None:
    """Where no record shows where a surname ends, twins of one house stay two, and one person stays one."""
    found = compared("""
課  | 番号 | 氏名     | 生年月日   | 住所        | 電話
101 | A1   | 石井祐介 | 1998-06-05 | 見本町1-2-3 | 0000-12-3456
201 | B1   | 石井八重 | 1998-06-05 | 見本町1-2-3 | 0000-12-3456
301 | C1   | 石井祐介 |            | 見本町1-2-3 | 0000-12-3456
""")
    groups = settled(found, weighed(found, engine.train(found), None), {}).groups
    assert groups[0] == groups[2] != groups[1]


def test_one_wrong_digit_in_the_number_of_a_house_is_nearly_the_same() -> None:
    def weight(house: str) -> float:
        found = compared(f"""
課  | 番号 | 氏名      | 生年月日   | 住所
101 | A1   | 高橋 恵子 | 1980-02-03 | 見本町6-18-9
201 | B1   | 高橋 恵子 |            | 見本町{house}
""")
        (row,) = weighed(found, engine.train(found), None).to_pylist()
        return float(row["match_weight"])

    assert weight("6-18-9") > weight("6-8-9") > weight("9-33-2")

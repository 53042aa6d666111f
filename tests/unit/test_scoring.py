"""Scores worked by hand on eight records, and Febrl's files as far as they can be made up here."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from analytics.ledger.columns import PERSONS
from benchmarks.febrl import FILES, INSIDE, born_on, febrl4
from benchmarks.scoring import Score, folded, households_merged_share, obvious_rule, score

# Person 1 has a, b, c; person 2 (his wife) d, e; person 3 (a neighbour) f, g; person 4 (their son) h.
TRUTH = {
    ("t", key): person for key, person in zip("abcdefgh", (1, 1, 1, 2, 2, 3, 3, 4), strict=True)
}
HOUSEHOLD = {1: 10, 2: 10, 4: 10, 3: 11}


def linked(**persons: str | None) -> pa.Table:
    return pa.table(
        {
            "department": ["t"] * len(persons),
            "debtor_key": list(persons),
            "person_id": pa.array(persons.values(), pa.string()),
        }
    )


def test_pairs_of_eight_records() -> None:
    # True pairs: ab ac bc, de, fg = 5. Found: {a b d} ab ad bd, {f g} fg, {e h} eh = 5. Right: ab, fg = 2.
    links = linked(a="x", b="x", c="y", d="x", e="z", f="v", g="v", h="z")
    assert score(links, TRUTH) == Score(2 / 5, 2 / 5, 2 / 5, 5, 5, None)


def test_merged_members_of_a_household() -> None:
    # Pairs of members: 1-2, 1-4, 2-4. {a b d} merges 1-2, {e h} merges 2-4; 3 lives elsewhere.
    links = linked(a="x", b="x", c="y", d="x", e="z", f="x", g="v", h="z")
    assert households_merged_share(links, TRUTH, HOUSEHOLD) == 2 / 3
    assert score(links, TRUTH, HOUSEHOLD).households_merged_share == 2 / 3


def test_one_group_of_everybody_finds_all_and_is_mostly_wrong() -> None:
    everybody = linked(**dict.fromkeys("abcdefgh", "x"))
    # 8 * 7 / 2 = 28 found, of which 5 are right
    assert score(everybody, TRUTH, HOUSEHOLD) == Score(5 / 28, 1.0, 2 * 5 / 33, 5, 28, 1.0)


def test_a_record_without_a_link_stays_alone() -> None:
    assert score(linked(a="x", b="x", c=None, d=None), TRUTH) == Score(
        1.0, 1 / 5, 2 / 6, 5, 1, None
    )
    assert score(linked(), TRUTH, HOUSEHOLD) == Score(1.0, 0.0, 0.0, 5, 0, 0.0)


def test_links_that_cannot_be_judged_are_refused() -> None:
    with pytest.raises(ValueError, match="1 records are linked more than once"):
        score(pa.concat_tables([linked(a="x"), linked(a="y")]), TRUTH)
    with pytest.raises(ValueError, match="truth of 1 linked records"):
        score(linked(z="x"), TRUTH)


def person(key: str, **said: object) -> dict[str, object]:
    origin = {"source_scope": "t", "source_name": "架空.csv", "source_row": 2}
    return {"as_of": date(2026, 3, 31), "department": "t", "debtor_key": key} | origin | said


def test_the_obvious_rule() -> None:
    born = date(1980, 1, 2)
    rows = [
        person("a", name="ﾔﾏﾀﾞ ハナコ", born_on=born, address="１－２ ３"),
        person("b", name="やまだ　はなこ", born_on=born, phone="(0000)12-3456"),  # a: birth
        person("c", name="ヤマダハナコ", phone="0000123456"),  # b: telephone, so a too
        person("d", name="ヤマダハナコ", address="1-23"),  # a: address
        person("e", name="ヤマダタロウ", born_on=born, address="1-23"),  # another name
        person("f", name="髙橋一", born_on=born),
        person("g", name="高橋一", born_on=born),  # another form: another name
        person("h", name=None, born_on=born, address="1-23"),  # nothing to compare
    ]
    links = obvious_rule(pa.Table.from_pylist(rows, schema=PERSONS))
    assert links["debtor_key"].to_pylist() == list("abcdefgh")
    assert links["person_id"].to_pylist() == [0, 0, 0, 0, 4, 5, 6, 7]


def test_nothing_known_is_not_the_same() -> None:
    rows = [person("a", name="山田"), person("b", name="山田"), person("c", name="", phone="-")]
    links = obvious_rule(pa.Table.from_pylist(rows, schema=PERSONS))
    assert links["person_id"].to_pylist() == [0, 1, 2]


def test_folding() -> None:
    assert folded(None) == ""
    assert folded("ｶﾞ 　ぱ") == "ガパ"


HEAD = (
    "rec_id, given_name, surname, street_number, address_1, address_2, suburb, postcode, state,"
    " date_of_birth, soc_sec_id\n"
)


@pytest.fixture
def febrl(tmp_path: Path) -> Path:
    (tmp_path / INSIDE).mkdir(parents=True)
    lines = {
        "a": "rec-7-org, anna, white, 4, king street, , perth, 6000, wa, 19651013, 123\n",
        "b": "rec-7-dup-0, , white, , , , , , , 19651313, \n",
    }
    for department, name in FILES.items():
        (tmp_path / INSIDE / name).write_text(HEAD + lines[department], encoding="utf-8")
    return tmp_path


def test_febrl_in_our_columns(febrl: Path) -> None:
    table, truth = febrl4(febrl)
    assert table.schema == PERSONS
    assert truth == {("a", "rec-7-org"): 7, ("b", "rec-7-dup-0"): 7}
    shown = table.select(["name", "born_on", "postal_code", "address", "resident_key"]).to_pylist()
    assert [list(row.values()) for row in shown] == [
        ["white　anna", date(1965, 10, 13), "6000", "4 king street perth wa", None],
        ["white", None, None, None, None],
    ]


def test_febrl_with_its_number(febrl: Path) -> None:
    table, _ = febrl4(febrl, with_number=True)
    assert table["resident_key"].to_pylist() == ["123", None]
    assert table["phone"].null_count == 2


def test_febrl_not_there_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"pip install .* -r requirements-bench\.lock"):
        febrl4(tmp_path)


@pytest.mark.parametrize("bad", ["19651313", "19650230", "1965", "", "1965101a", "196510131"])
def test_a_damaged_date_is_none(bad: str) -> None:
    assert born_on(bad) is None

"""People keep their names from one matching to the next."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from analytics.ledger.columns import LINKS
from analytics.matching.linking import linked
from analytics.matching.people import Settled

KEYS = [("101", "A"), ("201", "B"), ("301", "C"), ("401", "D")]


def links(
    groups: list[int], former: pa.Table | None = None, salt: bytes = b"a secret"
) -> dict[str, str]:
    """Debtor key → person of `KEYS` grouped as *groups* say."""
    count = len(groups)
    made = Settled(groups, ["model"] * count, [None] * count, [(None, None)] * count, [])
    records = pa.table(
        {
            "department": [key[0] for key in KEYS[:count]],
            "debtor_key": [key[1] for key in KEYS[:count]],
        }
    )
    table = linked(records, made, former, salt)
    assert table.schema == LINKS
    return dict(zip(table["debtor_key"].to_pylist(), table["person_id"].to_pylist(), strict=True))


def as_table(persons: Mapping[str, str]) -> pa.Table:
    departments = {key: department for department, key in KEYS}
    rows = [
        {"department": departments[key], "debtor_key": key, "person_id": person, "method": "model"}
        for key, person in persons.items()
    ]
    return pa.Table.from_pylist(rows, schema=LINKS)


def test_one_group_is_one_person() -> None:
    found = links([1, 1, 2, 3])
    assert found["A"] == found["B"]
    assert len(set(found.values())) == 3


def test_names_do_not_depend_on_how_groups_are_counted_but_on_the_secret_of_the_store() -> None:
    assert links([1, 1, 2, 3]) == links([7, 7, 0, 5])
    assert not set(links([1, 1, 2, 3]).values()) & set(links([1, 1, 2, 3], salt=b"other").values())


def test_a_person_who_gains_a_debtor_keeps_the_name_of_the_most() -> None:
    before = links([1, 1, 2, 3])
    after = links([1, 1, 1, 3], as_table(before))
    assert after["C"] == after["A"] == before["A"]


def test_of_a_person_who_is_divided_the_larger_part_keeps_the_name_and_no_other_bears_it() -> None:
    before = links([1, 1, 1, 3])
    after = links([1, 1, 2, 3], as_table(before))
    assert after["A"] == after["B"] == before["A"]
    assert after["C"] not in set(before.values())


def test_a_name_of_somebody_who_is_gone_passes_to_nobody() -> None:
    before = links([1, 2, 3, 4])
    gone = as_table(
        {key: person for key, person in before.items() if key != "A"} | {"D": before["A"]}
    )
    after = links([1], gone)
    assert after["A"] != before["A"]

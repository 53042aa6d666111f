"""A month beside the one before it."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from analytics.intake.findings import Severity
from analytics.intake.records.last_month import compare_with_last_month
from tests.ledgers import codes, layout, read

ROW = "{:06},架空太郎,{},2026,1,2026-06-30,1000,{},0,{},,,"


def _month(name: str, *rows: tuple[int, str, int]) -> pa.Table:
    """Lines of debtor, claim and what was paid of 1,000 yen."""
    cells = [ROW.format(debtor, kind, paid, 1000 - paid) for debtor, kind, paid in rows]
    found = read(*cells, name=name)
    assert found.findings == ()
    return found.tables["receivables"]


def _found(before: pa.Table, now: pa.Table) -> list[str]:
    return codes(compare_with_last_month(now, before, layout()))


def test_what_goes_on_as_it_should_is_not_remarked_on() -> None:
    before = _month("税_202609.csv", (1, "10", 0), (2, "10", 0), (3, "30", 0))
    now = _month("税_202610.csv", (1, "10", 100), (2, "10", 0), (3, "30", 500))
    assert _found(before, now) == []


def test_a_key_that_is_gone_is_counted_in_yen() -> None:
    before = _month(
        "税_202609.csv", (1, "10", 0), (2, "10", 400), (3, "10", 1000), (4, "10", 0), (5, "10", 0)
    )
    now = _month("税_202610.csv", (1, "10", 0), (4, "10", 0), (5, "10", 0))
    (finding,) = compare_with_last_month(now, before, layout())
    assert (finding.code, finding.severity) == ("vanished", Severity.WARNING)
    assert "1件（600円）" in finding.message  # the one that was paid owes nothing
    assert "2026年9月末" in finding.message


def _with_keys(table: pa.Table, *keys: str) -> pa.Table:
    at = table.schema.get_field_index("debtor_key")
    return table.set_column(at, table.schema.field(at), pa.array(keys, pa.string()))


def test_numbers_that_have_lost_their_zeros_stop_the_file() -> None:
    """To the product every debtor would be somebody new."""
    before = _month("税_202609.csv", *((n, "10", 0) for n in (11, 12, 13, 400000)))
    now = _month("税_202610.csv", *((n, "10", 0) for n in (11, 12, 13, 400000)))
    lost = [*compare_with_last_month(_with_keys(now, "11", "12", "13", "400000"), before, layout())]
    assert codes(lost) == ["zeros_lost", "vanished", "appeared"]
    assert lost[0].severity is Severity.ERROR
    assert "3件" in lost[0].message
    one = _with_keys(now, "000011", "12", "000013", "400000")  # that may be another debtor
    assert _found(before, one) == ["vanished", "appeared"]


def test_an_old_debt_that_was_not_there_before_is_remarked_on() -> None:
    before = _month("税_202609.csv", *((n, "10", 0) for n in range(1, 6)))
    now = _month("税_202610.csv", *((n, "10", 0) for n in range(1, 7)))
    assert _found(before, now) == ["appeared"]


def test_a_claim_of_which_nothing_is_left_stops_the_file() -> None:
    before = _month("税_202609.csv", (1, "10", 0), (2, "10", 0), (3, "10", 0), (3, "30", 0))
    now = _month("税_202610.csv", (1, "10", 0), (2, "10", 0), (3, "10", 0))
    (finding,) = compare_with_last_month(now, before, layout())
    assert (finding.code, finding.severity) == ("claim_gone", Severity.ERROR)
    assert "国民健康保険税" in finding.message
    known = layout(changes=[{"fiscal_year": 2026, "claim": "国民健康保険税", "reason": "廃止"}])
    assert codes(compare_with_last_month(now, before, known)) == []


def test_received_money_does_not_go_back() -> None:
    before = _month("税_202609.csv", (1, "10", 500), (2, "10", 0))
    now = _month("税_202610.csv", (1, "10", 400), (2, "10", 0))
    (finding,) = compare_with_last_month(now, before, layout())
    assert finding.code == "received_less"
    assert "1件（100円）" in finding.message


@pytest.mark.parametrize(("jump", "remarked"), [(0.3, ["jump"]), (0.6, [])])
def test_a_jump_is_what_the_city_calls_one(jump: float, remarked: list[str]) -> None:
    before = _month("税_202609.csv", (1, "10", 0), (2, "10", 0))
    now = _month("税_202610.csv", (1, "10", 0), (2, "10", 1000))
    found = compare_with_last_month(now, before, layout(checks={"jump": jump}))
    assert codes(found) == remarked


def test_last_months_file_sent_again_is_noticed() -> None:
    rows = [(n % 10, "10" if n < 10 else "30", 0) for n in range(20)]
    assert _found(_month("税_202609.csv", *rows), _month("税_202610.csv", *rows)) == ["unmoved"]


def test_a_first_month_has_nothing_beside_it() -> None:
    now = _month("税_202610.csv", (1, "10", 0))
    assert _found(now.slice(0, 0), now) == []
    assert now["as_of"].to_pylist() == [date(2026, 10, 31)]

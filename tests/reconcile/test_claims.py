"""Every line of the two settled tables of Komae, reproduced from the six published files by our own intake."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analytics.intake.layout import Layout
from analytics.intake.text import fold
from analytics.store.reader import Reader, open_reader
from tests.reconcile.published import KOMAE, mapping, rows_of, table

PARTS = {
    "現年分": "current",
    "滞納繰越分": "carried_over",
    "現年・滞納繰越の区分なし": "undivided",
}
Line = tuple[object, ...]
EVERY_YEAR = {"period_on": date.max, "is_month": False, "department": None, "claim_kind": None}


@pytest.fixture(scope="module")
def reader(komae_store: Path) -> Reader:
    return open_reader(komae_store)


@pytest.fixture(scope="module")
def accounts() -> dict[str, str]:
    named = rows_of(KOMAE / "claim_mapping.csv", "utf-8-sig")
    return {row["account_code"]: row["account_name"] for row in named}


@pytest.fixture(scope="module")
def our_receivables(reader: Reader, accounts: dict[str, str]) -> list[Line]:
    rows = reader.ask("receivables_by_claim", EVERY_YEAR).to_pylist()
    return [
        (
            row["fiscal_year"],
            accounts[row["account"]],
            row["claim_group"],
            row["claim_kind"],
            row["part"],
            row["department"],
            row["department_name"],
            row["booked_departments"],
            row["assessed_yen"],
            row["received_yen"],
            row["refund_pending_yen"],
            row["written_off_yen"],
            row["outstanding_yen"],
            row["is_debtor_claim"],
            row["line_count"],
        )
        for row in rows
    ]


def settled_receivables() -> list[Line]:
    return [
        (
            int(row["fiscal_year"]),
            row["account_name"],
            row["claim_group"],
            row["claim_name"],
            PARTS[row["year_class"]],
            row["dept_code"],
            row["dept_name"],
            row["dept_codes_in_source"],
            int(row["assessed_yen"]),
            int(row["collected_yen"]),
            int(row["refund_unpaid_yen"]),
            int(row["written_off_yen"]),
            int(row["uncollected_yen"]),
            row["is_debtor_claim"] == "True",
            int(row["source_rows"]),
        )
        for row in table("komae_receivables_by_claim_2018_2023.csv")
    ]


def test_every_settled_receivable_is_reproduced(our_receivables: list[Line]) -> None:
    settled = settled_receivables()
    assert len(settled) == 279
    assert [line for line in settled if line not in our_receivables] == []


def test_we_add_only_what_was_owed_a_year_before(our_receivables: list[Line]) -> None:
    """A line of ours that the settled table lacks: a claim kept per department, owed at the last year-end, paid since.

    Without it the bridge of that department would not close.
    """
    per_department = {rule.claim for rule in mapping() if rule.per_department}
    settled = settled_receivables()
    closing = {(line[0], line[3], line[5]): line[12] for line in settled}
    extra = [line for line in our_receivables if line not in settled]
    assert len(our_receivables) == len(settled) + len(extra)  # none twice
    assert {(line[0], line[3], line[5]) for line in extra} == {
        (2020, "市有地使用料", "300500"),
        (2020, "雑入", "110300"),
        (2020, "雑入", "400200"),
        (2021, "情報公開制度に基づく写しの交付手数料", "100100"),
        (2023, "雑入", "600400"),
    }
    for year, _, _, kind, part, department, *_, written_off, outstanding, _, _ in extra:
        assert kind in per_department
        assert part == "undivided"
        assert (written_off, outstanding) == (0, 0)
        assert closing[int(str(year)) - 1, kind, department] != 0


def optional(yen: str) -> int | None:
    return int(yen) if yen else None


@pytest.fixture(scope="module")
def our_rollforward(reader: Reader, accounts: dict[str, str]) -> dict[Line, Line]:
    rows = reader.ask("claim_rollforward", EVERY_YEAR).to_pylist()
    return {
        (row["fiscal_year"], accounts[row["account"]], row["claim"]): (
            row["claim_group"],
            row["department"],
            row["department_name"],
            row["opening_yen"],
            row["opening_basis"],
            row["new_assessed_yen"],
            row["collected_net_yen"],
            row["written_off_yen"],
            row["closing_yen"],
            row["previous_closing_yen"],
            row["opening_gap_yen"],
        )
        for row in rows
    }


def settled_rollforward() -> dict[Line, Line]:
    return {
        (int(row["fiscal_year"]), row["account_name"], row["claim_name"]): (
            row["claim_group"],
            row["dept_code"],
            row["dept_name"],
            optional(row["opening_yen"]),
            row["opening_basis"],
            optional(row["new_assessed_yen"]),
            int(row["collected_net_yen"]),
            int(row["written_off_yen"]),
            int(row["closing_yen"]),
            optional(row["prev_closing_yen"]),
            optional(row["opening_gap_vs_prev_closing_yen"]),
        )
        for row in table("komae_claim_rollforward_2018_2023.csv")
    }


def test_every_settled_rollforward_is_reproduced(our_rollforward: dict[Line, Line]) -> None:
    settled = settled_rollforward()
    assert len(settled) == 211
    # These two stand a year after a line that only we keep (closing 0): their last year-end is 0, not unknown.
    after_a_line_of_ours = {
        (2021, "一般会計", "雑入（福祉保健部・福祉相談課）"),
        (2022, "一般会計", "情報公開制度に基づく写しの交付手数料（企画財政部・政策室）"),
    }
    for key, says in settled.items():
        if key in after_a_line_of_ours:
            assert says[-2:] == (None, None)
            says = (*says[:-2], 0, 0)
        assert our_rollforward[key] == says, key


def test_we_add_only_rollforwards_that_end_at_nothing(our_rollforward: dict[Line, Line]) -> None:
    extra = our_rollforward.keys() - settled_rollforward().keys()
    assert len(extra) == 5
    for key in extra:
        *_, opening, _, _, _, written_off, closing, previous, gap = our_rollforward[key]
        assert (written_off, closing, gap) == (0, 0, 0)
        assert opening == previous != 0


def test_the_layout_holds_the_published_mapping(layouts: list[Layout]) -> None:
    """The product reads `komae_settlement.toml`, people read `claim_mapping.csv`: both say the same."""
    (layout,) = (each for each in layouts if each.name == "komae-settlement")
    shared = rows_of(KOMAE / "claim_mapping.csv", "utf-8-sig")
    assert shared == table("komae_claim_mapping.csv")
    ours = [
        (
            *(
                [fold(word) for word in rule.when.get(column, [""])]
                for column in ("account", "kan", "kou", "moku", "item")
            ),
            rule.kind,
            rule.group,
            rule.debtor,
            rule.per_department,
            rule.split,
        )
        for rule in layout.claims.rules
    ]
    assert ours == [
        (
            *([fold(each)] for each in (rule.account, rule.kan, rule.kou, rule.moku, rule.item)),
            rule.claim,
            rule.group,
            rule.is_debtor_claim,
            rule.per_department,
            not rule.item,
        )
        for rule in mapping()
    ]


def test_departments_are_those_of_the_settled_table(layouts: list[Layout]) -> None:
    (layout,) = (each for each in layouts if each.name == "komae-settlement")
    known = {(each.from_year, each.code, each.name) for each in layout.departments.known}
    settled = {
        (int(row["fiscal_year"]), row["dept_code"], row["dept_name"])
        for row in table("komae_departments_2018_2023.csv")
    }
    assert settled <= known
    assert known - settled == {(2023, "600300", "環境部・下水道課")}

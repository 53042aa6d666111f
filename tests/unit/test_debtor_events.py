"""How measures are read for one debtor (`debtor_events.toml`): what ships, and every mistake with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.errors import LayoutFault
from analytics.ledger import debtor_events
from analytics.ledger.measures import read as read_measures
from analytics.settings import DATA

GOOD = "".join(f'{meaning} = ["取組{n}"]\n' for n, meaning in enumerate(debtor_events.MEANINGS))


def written(folder: Path, text: str) -> Path:
    (folder / debtor_events.NAME).write_text(text, encoding="utf-8")
    return folder


def test_what_ships_names_measures_of_the_table_of_measures() -> None:
    rule = debtor_events.read(DATA / "rules")
    known = {*read_measures(DATA / "rules")}
    assert rule.written_demands | rule.demands | rule.contacts | rule.pledges <= known
    assert "電話催告" not in rule.written_demands  # no proof
    assert rule.written_demands <= rule.demands
    assert rule.confirmed_on is None


def test_rows_say_each_meaning(tmp_path: Path) -> None:
    rule = debtor_events.read(written(tmp_path, GOOD + "confirmed_on = 2026-04-01\n"))
    rows = debtor_events.rows(rule)
    assert len(rows) == len(debtor_events.MEANINGS)
    assert rows[3] == ("分納などの誓約", "取組3", "令和8年4月1日")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "pledges（分納などの誓約）は"),
        ("pledges = [", "読めません"),
        (GOOD.replace('["取組3"]', '"取組3"'), "pledges（分納などの誓約）は"),
        (GOOD.replace('["取組3"]', '[""]'), "pledges（分納などの誓約）は"),
        (GOOD.replace('["取組3"]', '["取組3", "取組3"]'), "pledges に同じ名前が2つ"),
        (GOOD + 'calls = ["電話"]', "calls は知らないキーです"),
        (GOOD + 'confirmed_on = "2026-04-01"', "confirmed_on は引用符なしの日付"),
    ],
)
def test_a_mistake_is_said(text: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(LayoutFault, match="取組の読み方") as problem:
        debtor_events.read(written(tmp_path, text))
    assert why in str(problem.value)

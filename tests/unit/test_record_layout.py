"""A layout of records that contradicts itself is refused, and the sentence says where and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.intake.layouts import read_layout
from tests.ledgers import LAYOUT
from tests.unit.test_layout import mistakes, read

RULE = '{ kind = "国民健康保険税", when = { kind = "30" } }'


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('state = "状況"', 'status = "状況"', "columns の「status」は知らない項目です"),
        ('kind = "科目"', 'kind = "科目"\nname = "名前"', "「name」が [columns] と [texts] の両方"),
        ('seized = "差押"', 'taken = "差押"', "states の「taken」は知らない状態です"),
        (
            'fill_down = ["debtor_key", "name"]',
            'fill_down = ["number"]',
            "file.fill_down の列「number」が [columns] にも [texts] にもありません",
        ),
        ('column = "debtor_key"', 'column = "number"', "set_aside の列「number」が"),
        (
            RULE,
            RULE.replace('{ kind = "30" }', '{ item = "30" }'),
            "claims.rules.when の列「item」",
        ),
        ('outstanding_yen = "未納額"', "", "[columns] に outstanding_yen（収入未済額）が必要です"),
        (
            'assessed_yen = "調定額"\nreceived_yen = "収納額"',
            "",
            "assessed_yen（調定額）か received_yen（収入済額）が必要です",
        ),
        ("by_levy_year = true", "", "現年・滞納繰越に分ける債権があるのに"),
        (
            'fixed = { code = "10", name = "税務課" }',
            "",
            "[departments] に fixed か known か table が必要です",
        ),
        (
            'fixed = { code = "10", name = "税務課" }',
            'known = [{ code = "10", name = "税務課" }, { code = "20", name = "収納課" }]',
            "課が2つ以上あるときは、どの行がどの課かの列を column に",
        ),
        (
            "[claims]",
            "[as_of]\nis_monthly = false\n\n[claims]",
            "is_monthly = false は、1行ずつに日付のある意識調査の配布数と結果、会議の資料だけに使えます",
        ),
        (
            'kind = "科目"',
            'kind = { header = "科目", heading = "税$" }',
            "texts の heading は決算の表",
        ),
        (
            "[claims]",
            '[claims]\nnet_within = ["kind"]',
            "claims.net_within は決算の表のための項目で",
        ),
        (
            "[claims]",
            '[claims]\nunmatched = "not_receivable"',
            "claims.unmatched は決算の表のための",
        ),
        ("[claims]", '[claims]\nexpected = ["市民税"]', "claims.expected は決算の表のための項目で"),
        (
            RULE,
            RULE[:-2] + ", per_department = true }",
            "claims.rules の per_department は決算の表",
        ),
    ],
)
def test_a_mistake_is_said(right: str, wrong: str, said: str, tmp_path: Path) -> None:
    assert LAYOUT.count(right) == 1
    assert said in mistakes(tmp_path, LAYOUT.replace(right, wrong))


def test_several_mistakes_are_said_at_once(tmp_path: Path) -> None:
    text = LAYOUT.replace("by_levy_year = true", "").replace('seized = "差押"', 'taken = "差押"')
    said = mistakes(tmp_path, text)
    assert "taken" in said
    assert "by_levy_year" in said


ACTIONS = """
layout = { record = "actions", name = "x", version = 1, title = "取組", municipality = "架空市" }
columns = { department = "課", done_on = "日", action = "取組" }
"""


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('department = "課", ', "", "[columns] に department（所管課）が必要です"),
        (', action = "取組"', "", "[columns] に action（取組）が必要です"),
        (
            'done_on = "日"',
            'done_on = { header = "日", optional = true }',
            "columns の done_on（実施日）は、どの行にも要ります",
        ),
    ],
)
def test_records_cannot_do_without_what_their_table_needs(
    right: str, wrong: str, said: str, tmp_path: Path
) -> None:
    """Without it the import would end in a fault of the store, of which no city could know the cause."""
    assert read(tmp_path, ACTIONS).name == "x"
    assert ACTIONS.count(right) == 1
    assert said in mistakes(tmp_path, ACTIONS.replace(right, wrong))


def test_one_department_that_changes_its_name_needs_no_column(tmp_path: Path) -> None:
    path = tmp_path / "sample.toml"
    renamed = (
        'known = [{ code = "10", name = "税務課", to_year = 2025 }, '
        '{ code = "10", name = "収納課", from_year = 2026 }]'
    )
    fixed = 'fixed = { code = "10", name = "税務課" }'
    path.write_text(LAYOUT.replace(fixed, renamed), encoding="utf-8")
    assert len(read_layout(path).departments.known) == 2


def test_a_changed_department_table_changes_the_fingerprint(tmp_path: Path) -> None:
    """Codes resolve to other names then: what was read by the old table is not there already."""
    path = tmp_path / "sample.toml"
    fixed = 'fixed = { code = "10", name = "税務課" }'
    path.write_text(LAYOUT.replace(fixed, 'table = "departments.csv"\ncolumn = "kind"'), "utf-8")
    prints = []
    for name in ("税務課", "収納課"):
        table = f"fiscal_year,dept_code,dept_name\n2026,10,{name}\n"
        (tmp_path / "departments.csv").write_text(table, encoding="utf-8")
        prints.append(read_layout(path).fingerprint)
    assert prints[0] != prints[1]

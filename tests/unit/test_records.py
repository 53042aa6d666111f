"""Rows of debtors: what a careful clerk takes in, puts right and keeps out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.intake.findings import Severity
from analytics.intake.records.layout import RecordLayout
from analytics.intake.records.reading import Records, read_rows
from tests.ledgers import GOOD, HEAD, MONTH, codes, layout, read, with_cell

SECOND = "000456,架空花子,30,2025,2,2025-09-30,8000,0,0,8000,,,"


def _line(read: Records, row: int = 0) -> dict[str, object]:
    return dict(read.tables["receivables"].to_pylist()[row])


def test_a_good_row_is_taken_in_as_it_is() -> None:
    found = read(GOOD, SECOND)
    assert found.findings == ()
    assert (found.rows_read, found.accepted_rows, found.rejected_rows, found.repaired_rows) == (
        2,
        2,
        0,
        0,
    )
    line = _line(found)
    assert (line["as_of"], line["fiscal_year"], line["part"]) == (MONTH, 2026, "current")
    assert (line["department_name"], line["claim"], line["debtor_key"]) == (
        "税務課",
        "市民税",
        "000123",
    )
    assert (line["due_on"], line["reminded_on"]) == (date(2026, 6, 30), date(2026, 7, 20))
    assert (line["assessed_yen"], line["received_yen"], line["outstanding_yen"]) == (
        10000,
        4000,
        6000,
    )
    assert (line["state"], line["basis"], line["source_row"]) == ("instalments", "due", 2)
    assert _line(found, 1)["part"] == "carried_over"
    assert found.tables["persons"].column("name").to_pylist() == ["架空太郎", "架空花子"]
    assert found.owed_yen == 14000


@pytest.mark.parametrize(
    ("column", "cell", "repair"),
    [
        ("調定額", "１００００", "width"),
        ("納期限", "R8.6.30", "era"),
        ("納期限", "令和8年6月30日", "era"),
        ("納期限", "5080630", "era"),
        ("賦課年度", "令和8", "era"),
        ("賦課年度", "令8", "era"),
        ("宛名番号", "123", "digits"),
        ("宛名番号", "００01２3", "width"),
    ],
)
def test_what_is_put_right_is_said(column: str, cell: str, repair: str) -> None:
    found = read(with_cell(column, cell), SECOND)
    assert codes(found.findings) == [repair]
    assert found.findings[0].severity is Severity.REPAIR
    assert (found.rejected_rows, found.repaired_rows) == (0, 1)
    assert _line(found) == _line(read(GOOD, SECOND))


def test_signs_of_less_than_nothing_are_put_right_alike() -> None:
    for written in ("▲500", "△500", "(500)"):
        row = "000123,架空太郎,10,2026,1,2026-06-30,▲1500,-1000,0,X,,,".replace("X", written)
        found = read(row)
        assert _line(found)["outstanding_yen"] == -500
        assert "sign" in codes(found.findings)
        assert found.rejected_rows == 0


def test_commas_and_yen_are_a_way_to_write_a_number() -> None:
    row = GOOD.replace("10000", "10 000円").replace("10 000", "10000")
    assert codes(read(row).findings) == []


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("宛名番号", "１２３４５６７", "key_digits"),
        ("宛名番号", "1.23E+11", "key_in_powers"),
        ("科目", "99", "unknown_claim"),
        ("賦課年度", "R", "not_a_year"),
        ("賦課年度", "2027", "levied_later"),
        ("賦課年度", "", "blank"),
        ("納期限", "2026-02-30", "not_a_day"),
        ("納期限", "8.6.30", "not_a_day"),
        ("納期限", "", "blank"),
        ("納期限", "0000-00-00", "blank"),
        ("納期限", "2026-03-31", "due_before_levy"),
        ("調定額", "一万", "not_an_amount"),
        ("調定額", "12,34", "not_an_amount"),
        ("調定額", "", "blank"),
        ("調定額", "#REF!", "formula_error"),
        ("期別", "#VALUE!", "formula_error"),
        ("宛名番号", "#N/A", "formula_error"),
        ("未納額", "6001", "identity"),
        ("督促日", "2026-11-01", "after_as_of"),
        ("督促日", "未送付", "not_a_day"),
        ("氏名", "架空\x00太郎", "damaged"),
        ("備考", "\ufffd", "damaged"),
    ],
)
def test_what_cannot_be_believed_is_kept_out_with_its_reason(
    column: str, cell: str, code: str
) -> None:
    cells = GOOD.split(",")
    cells[HEAD.split(",").index(column)] = cell
    rows = [HEAD.split(","), cells, SECOND.split(",")]
    found = read_rows("税_202610.csv", [(1, rows)], layout())
    errors = [finding for finding in found.findings if finding.severity is Severity.ERROR]
    assert codes(errors) == [code]
    assert errors[0].row == 2
    assert (found.accepted_rows, found.rejected_rows) == (1, 1)
    (kept_out,) = found.rejected
    assert (kept_out.row, kept_out.cells) == (2, cells)
    assert kept_out.reasons
    assert _line(found)["debtor_key"] == "000456"


def test_an_old_levy_called_current_is_taken_in_and_said() -> None:
    """What was not levied in its time is levied in this year; more often the word is wrong."""
    plain = layout().model_dump(exclude_unset=True)["columns"]
    del plain["state"]
    by = layout(columns={**plain, "part": "備考", "fiscal_year": "状況"}, part={"current": "現年"})
    by = by.model_copy(update={"ignored": []})
    (line, other) = (row.split(",") for row in (GOOD, SECOND))
    line[-2:], other[-2:] = ["2026", "現年"], ["2026", "現年"]
    found = read_rows("税_202610.csv", [(1, [HEAD.split(","), line, other])], by)
    (finding,) = found.findings
    assert (finding.code, finding.severity, finding.row) == ("current_of_old", Severity.WARNING, 3)
    assert found.rejected_rows == 0


def test_a_year_that_may_be_blank_leaves_the_part_open_and_keeps_the_row_out() -> None:
    whole = layout()
    columns = whole.columns | {
        "levy_year": whole.columns["levy_year"].model_copy(update={"optional": True})
    }
    rows = [HEAD.split(","), with_cell("賦課年度", "").split(","), SECOND.split(",")]
    found = read_rows("税_202610.csv", [(1, rows)], whole.model_copy(update={"columns": columns}))
    assert codes(found.findings) == ["unknown_part"]
    assert (found.accepted_rows, found.rejected_rows) == (1, 1)


def test_a_book_that_may_be_blank_is_the_one_that_is_open() -> None:
    columns = {
        **layout().model_dump(exclude_unset=True)["columns"],
        "fiscal_year": {"header": "備考", "optional": True},
    }
    found = read(GOOD, SECOND + "2026", by=layout(columns=columns, ignored=[]))
    assert found.tables["receivables"].column("fiscal_year").to_pylist() == [2026, 2026]


def test_of_a_row_that_may_lack_its_debtor_only_the_money_is_kept() -> None:
    columns = {
        **layout().model_dump(exclude_unset=True)["columns"],
        "debtor_key": {"header": "宛名番号", "optional": True},
    }
    by = layout(columns=columns, file={}, set_aside=[])
    found = read(with_cell("宛名番号", ""), with_cell("宛名番号", "", SECOND), GOOD, by=by)
    assert found.findings == ()
    assert found.tables["receivables"].num_rows == 3
    assert found.tables["persons"].column("debtor_key").to_pylist() == ["000123"]


def test_actions_of_one_department_need_not_name_it() -> None:
    by = RecordLayout.model_validate(
        {
            "layout": {
                "record": "actions",
                "name": "x",
                "version": 1,
                "title": "",
                "municipality": "",
            },
            "source": {"file_name": r"(?P<as_of>\d{6})"},
            "columns": {"done_on": "日", "action": "取組"},
            "departments": {"fixed": {"code": "10", "name": "税務課"}},
        }
    )
    (line,) = read("2026-10-05,催告", head="日,取組", by=by).tables["actions"].to_pylist()
    assert (line["department"], line["action"]) == ("10", "催告")


def test_a_sign_for_nothing_that_also_says_nought_says_nought_of_money() -> None:
    form = layout().file.model_copy(update={"missing": ["-"], "zero_marks": ["-"]})
    row = "000123,架空太郎,10,2026,1,2026-06-30,-,-,-,-,-,,"
    found = read_rows(
        "税_202610.csv",
        [(1, [HEAD.split(","), row.split(",")])],
        layout().model_copy(update={"file": form}),
    )
    assert found.findings == ()
    assert (_line(found)["assessed_yen"], _line(found)["reminded_on"]) == (0, None)


def test_an_unknown_state_is_said_and_the_money_is_taken_in() -> None:
    found = read(with_cell("状況", "謎"))
    assert (codes(found.findings), found.rejected_rows) == (["unknown_word"], 0)
    assert _line(found)["state"] is None


def test_the_same_row_again_is_kept_out_once() -> None:
    found = read(GOOD, SECOND, GOOD)
    assert codes(found.findings) == ["repeated"]
    assert [each.row for each in found.rejected] == [4]


def test_the_same_row_in_wide_letters_is_the_same_row() -> None:
    found = read(GOOD, with_cell("調定額", "１００００ "))
    assert "repeated" in codes(found.findings)
    assert [each.row for each in found.rejected] == [3]


@pytest.mark.parametrize(
    "cell", ["不明", "-", "架空太郎", '="000123"', "<b>000123", "1';--", "000123=1", "1\n2", "#N/A"]
)
def test_what_is_no_number_of_a_debtor_keeps_the_row_out(cell: str) -> None:
    """Two debtors with the same word instead of a number would become one."""
    whole = layout()
    columns = whole.columns | {
        "debtor_key": whole.columns["debtor_key"].model_copy(update={"digits": None})
    }
    by = whole.model_copy(update={"columns": columns})
    assert [each.row for each in read(with_cell("宛名番号", cell), SECOND, by=by).rejected] == [2]
    for good in ("J-000123", "住123", "12/34", "第3号(2)", "G.48_1"):
        assert read(with_cell("宛名番号", good), by=by).rejected_rows == 0


def test_a_name_that_is_a_formulas_error_is_left_blank_and_said() -> None:
    found = read(with_cell("氏名", "#REF!"))
    assert (codes(found.findings), found.rejected_rows) == (["formula_error"], 0)
    assert found.tables["persons"].column("name").to_pylist() == [None]


def test_wide_decimals_are_no_yen() -> None:
    found = read(with_cell("調定額", "１００００．０"), SECOND)
    assert sorted(codes(found.findings)) == ["fraction", "width"]
    assert _line(found) == _line(read(GOOD, SECOND))


def test_two_rows_that_disagree_on_one_claim_are_both_kept_out() -> None:
    found = read(GOOD, GOOD.replace("10000,4000,0,6000", "9000,4000,0,5000"), SECOND)
    assert codes(found.findings) == ["conflict"]
    assert [each.row for each in found.rejected] == [2, 3]


def test_one_key_written_in_two_ways_is_one_claim() -> None:
    found = read(GOOD, with_cell("宛名番号", "１２３"))
    assert "conflict" in codes(found.findings)


def test_a_blank_means_as_above_until_a_total_closes_the_group() -> None:
    again = with_cell("期別", "2", ",,10,2026,2,2026-08-31,5000,0,0,5000,,,")
    total = "小計,,,,,,15000,4000,0,11000,,,"
    found = read(GOOD, again, total, SECOND)
    assert codes(found.findings) == ["fill_down", "fill_down"]
    assert _line(found, 1)["debtor_key"] == "000123"
    assert (found.set_aside_rows, found.rejected_rows, found.repaired_rows) == (1, 0, 1)
    lost = read(GOOD, total.replace("15000", "10000").replace("11000", "6000"), again)
    assert codes(lost.findings) == ["blank"]  # whose row is it? Nobody above the total's
    assert [each.row for each in lost.rejected] == [4]


def test_a_new_name_is_not_filled_from_another_debtor() -> None:
    nameless = "000789,,10,2026,1,2026-06-30,5000,0,0,5000,,,"
    found = read(GOOD, nameless)
    assert found.findings == ()
    assert found.tables["persons"].column("name").to_pylist() == ["架空太郎", None]


def test_a_name_is_not_filled_from_another_debtor_whose_number_is_always_there() -> None:
    by = layout(file={"fill_down": ["kind", "name"], "missing": ["0000-00-00"]})
    other = "000789,,,2026,1,2026-06-30,5000,0,0,5000,,,"
    found = read(GOOD, GOOD.replace("架空太郎,10,2026,1", ",,2026,2"), other, by=by)
    assert found.tables["persons"].column("name").to_pylist() == ["架空太郎", None]
    filled = {finding.column: finding.rows for finding in found.findings}
    assert filled == {"科目": (3, 4), "氏名": (3,)}  # the claim goes on, the name does not
    assert found.rejected_rows == 0


def test_a_head_of_two_rows_is_set_aside_where_it_is_repeated() -> None:
    """Each page of a printed list begins with it."""
    upper = ["滞納者", "", "科目", *[""] * 3, "金額", *[""] * 6]
    lower = HEAD.split(",")
    lower[2] = ""
    names = {"宛名番号": "滞納者宛名番号", "氏名": "滞納者氏名"}
    names |= {
        name: f"金額{name}" for name in ("調定額", "収納額", "欠損額", "未納額", "督促日", "状況")
    }
    plain = layout().model_dump(exclude_unset=True)["columns"]
    columns = {
        key: {**column, "header": [names.get(header, header) for header in column["header"]]}
        for key, column in plain.items()
    }
    by = layout(columns=columns, file={"header_rows": 2})
    rows = [upper, lower, GOOD.split(","), upper, lower, SECOND.split(",")]
    found = read_rows("税_202610.csv", [(1, rows)], by)
    assert (found.rows_read, found.set_aside_rows, found.rejected_rows) == (4, 2, 0)
    alone = ["滞納者", *[""] * 12]  # one word of the head alone is no head
    assert read_rows("税_202610.csv", [(1, [*rows, alone])], by).rejected_rows == 1


def test_a_total_that_differs_says_by_how_much() -> None:
    found = read(GOOD, SECOND, "合計,,,,,,18000,4000,0,14001,,,")
    (total,) = found.findings
    assert (total.code, total.row, total.gaps) == ("total", 4, (1,))
    assert "14,001円" in total.message
    assert "14,000円" in total.message


@pytest.mark.parametrize("cells", ["18000,4000,0,#REF!", "18000,4000,0,(別紙)", ",,,", " ,,,　"])
def test_a_total_that_says_nothing_stops_the_file(cells: str) -> None:
    """With it a lost detail would go unseen."""
    found = read(GOOD, SECOND, f"合計,,,,,,{cells},,,")
    (finding,) = found.findings
    assert (finding.code, finding.row, finding.severity) == ("total_unread", 4, Severity.ERROR)


def test_a_total_of_some_of_the_amounts_is_held_against_these() -> None:
    assert read(GOOD, SECOND, "合計,,,,,,,,,14000,,,").findings == ()
    assert codes(read(GOOD, SECOND, "合計,,,,,,,,,14001,,,").findings) == ["total"]


def test_a_unit_that_the_file_prints_is_the_one_it_is_read_in() -> None:
    """Nothing else would show that every amount is a thousandth."""
    head, row = HEAD.split(","), GOOD.split(",")

    def said(line: str) -> list[str]:
        rows = [[line, *[""] * (len(head) - 1)], head, row]
        return codes(read_rows("税_202610.csv", [(1, rows)], layout()).findings)

    assert said("税務課　（単位：千円）") == ["other_unit"]
    assert said("税務課　単位：円") == said("千円単位の表ではない") == []
    columns = {
        **layout().model_dump(exclude_unset=True)["columns"],
        "assessed_yen": "調定額（千円）",
    }
    renamed = HEAD.replace("調定額", "調定額（千円）")
    assert codes(read(GOOD, head=renamed, by=layout(columns=columns)).findings) == ["other_unit"]


def test_notes_and_repeated_heads_are_set_aside() -> None:
    found = read(GOOD, HEAD, SECOND, "※ 延滞金は含みません,,,,,,,,,,,,")
    assert found.findings == ()
    assert (found.rows_read, found.set_aside_rows, found.accepted_rows) == (4, 2, 4)


def test_a_name_that_looks_like_a_total_is_a_person() -> None:
    found = read(with_cell("氏名", "合計"), with_cell("氏名", "※印", SECOND))
    assert (found.findings, found.set_aside_rows) == ((), 0)


def test_rows_of_another_width_are_kept_out_one_by_one() -> None:
    assert read(GOOD, SECOND + ",").findings == ()  # a blank cell too many says nothing
    found = read(GOOD, SECOND + ",余り", "000789,短い行")
    assert codes(found.findings) == ["width"]
    assert [each.row for each in found.rejected] == [3, 4]
    assert found.accepted_rows + found.rejected_rows == found.rows_read == 3
    assert found.owed_yen is None  # nobody knows what those rows say


def test_two_books_are_open_in_may_and_a_closed_one_is_kept_out() -> None:
    columns = {**layout().model_dump(exclude_unset=True)["columns"], "fiscal_year": "備考"}
    by = layout(columns=columns, ignored=[])
    spring = GOOD.replace("2026-06-30", "2026-04-30").replace("2026-07-20", "")
    rows = [
        spring + "2026",
        with_cell("賦課年度", "2025", SECOND) + "2025",
        spring.replace("000123", "9") + "2024",
    ]
    found = read(*rows, by=by, name="税_202605.csv")
    assert [each.row for each in found.rejected] == [4]
    assert "closed_book" in codes(found.findings)
    assert [_line(found, row)["fiscal_year"] for row in (0, 1)] == [2026, 2025]
    assert [_line(found, row)["part"] for row in (0, 1)] == ["current", "current"]


def test_the_file_names_its_month_and_a_wrong_one_is_noticed() -> None:
    assert codes(read(GOOD, name="税務課.csv").findings) == ["no_month"]
    assert read(GOOD, name="税務課.csv").tables == {}
    late = read(GOOD, name="税_202606.csv")
    assert set(codes(late.findings)) == {"after_as_of"}


def test_a_missing_column_is_said_and_the_rest_is_still_looked_at() -> None:
    found = read(GOOD.replace("4000", "四千"), head=HEAD.replace("納期限", "納付期限"))
    assert {"missing_column", "unknown_column", "not_an_amount"} == set(codes(found.findings))
    assert found.tables == {}


def test_a_separator_behind_the_last_header_begins_no_column() -> None:
    found = read(GOOD, f"{SECOND},,", head=f"{HEAD},,")
    assert (found.accepted_rows, codes(found.findings)) == (2, [])
    assert read(f"{GOOD},?", SECOND, head=f"{HEAD},").accepted_rows == 2  # a column without a name
    assert read(f"{GOOD},?", SECOND).rejected_rows == 1


def test_a_row_of_which_hardly_anything_is_there_is_told_in_one_sentence() -> None:
    """A title or a footnote that no rule knows: one thing to do, not one for each blank cell."""
    found = read(GOOD, "000789,10月分,10,,,,,,,,,,", "000789,（次の頁へ）,10,2026,,,,,,,,,", SECOND)
    (finding,) = (each for each in found.findings if each.severity is Severity.ERROR)
    assert (finding.code, finding.count) == ("hollow", 2)
    assert (found.accepted_rows, found.rejected_rows) == (2, 2)


def test_a_file_without_rows_is_no_delivery() -> None:
    assert codes(read().findings) == ["empty"]


CELL = st.one_of(
    st.sampled_from(
        GOOD.split(",") + SECOND.split(",") + ["", "合計", "R8.6.30", "▲1", "１２", "2026-10-31"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)


@given(st.lists(st.lists(CELL, min_size=11, max_size=15), max_size=12))
def test_every_row_is_accepted_or_rejected(rows: list[list[str]]) -> None:
    found = read_rows("税_202610.csv", [(1, [HEAD.split(","), *rows])], layout())
    assert found.rows_read == sum(any(cell.strip() for cell in row) for row in rows)
    assert found.accepted_rows + found.rejected_rows == found.rows_read
    kept_out = [each.row for each in found.rejected]
    assert kept_out == sorted(set(kept_out))
    taken = found.tables["receivables"].column("source_row").to_pylist() if found.tables else []
    assert not set(taken) & set(kept_out)
    assert len(taken) + found.set_aside_rows + found.rejected_rows == found.rows_read
    for each in found.rejected:
        delivered = rows[each.row - 2]
        is_ragged = len(each.cells) != len(HEAD.split(","))
        pairs = zip(each.cells, delivered, strict=is_ragged)
        assert all(cell == given or not given.strip() for cell, given in pairs)  # else filled down
        assert each.reasons

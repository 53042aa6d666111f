"""The plain table: every cell as the characters it is, numbers and their headers at the right."""

from __future__ import annotations

from pages.parts.grid import html


def test_a_header_stands_where_its_numbers_do() -> None:
    made = html("控え", ("課", "件数", "差（円）"), [("水道課", 1200, None), ("税務課", None, -5)])
    assert "<th>課</th>" in made
    assert '<th class="number">件数</th>' in made
    assert '<th class="number">差（円）</th>' in made
    assert '<td class="number">1,200</td><td class="number">－</td>' in made
    assert '<td class="number">−5</td>' in made


def test_a_column_with_nothing_in_it_and_a_table_without_rows_have_their_headers() -> None:
    assert "<th>金額</th>" in html("控え", ("課", "金額"), [("水道課", None)])
    assert "<th>課</th><th>金額</th>" in html("控え", ("課", "金額"), [])


def test_markup_is_shown_as_letters() -> None:
    made = html("<b>", ("<i>",), [("<script>",)])
    assert "<script>" not in made
    assert "&lt;script&gt;" in made
    assert "<th>&lt;i&gt;</th>" in made

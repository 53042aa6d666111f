"""Nobody's name, mail or thought is told or stored beside the file itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from analytics.store.snapshots import Store
from tests.pipeline.conftest import Done, Run
from tests.pipeline.surveys.forms import (
    ENGLISH,
    FORM,
    MAIL,
    NAME,
    THOUGHT,
    VERY,
    WORDS,
    Form,
    answered,
    change,
    invited,
    sentence,
    stored_warnings,
    to_number,
    with_numbers,
)


def test_no_personal_value_is_in_the_store_beside_the_file_itself(
    zangaku: Run, store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Names, addresses and opinions stand in columns that are not read; the file is kept as it came."""
    form = FORM.beside("名前", [NAME] * 48).beside("メール", [MAIL] * 48)
    form = form.cell(2, len(FORM.head) - 1, THOUGHT)
    done = zangaku("survey", "import", form.save(tmp_path), invited(tmp_path))
    assert done.code == 0
    said = done.said + caplog.text + str(stored_warnings(store))
    kept = {
        path.relative_to(store.root).parts[0]
        for path in store.root.rglob("*")
        if path.is_file()
        and any(word.encode() in path.read_bytes() for word in (NAME, MAIL, THOUGHT))
    }
    assert kept == {"sources"}
    assert not any(word in said for word in (NAME, MAIL, THOUGHT, "白鷺沢"))
    assert all(
        word not in str(row) for row in answered(store) for word in (NAME, MAIL, THOUGHT, "09:00")
    )


@pytest.mark.parametrize("column", [1, 2, 3, 12])
@pytest.mark.parametrize("word", [NAME, MAIL, THOUGHT])
def test_a_name_in_the_wrong_column_is_told_by_its_shape(
    column: int, word: str, kept_out: Callable[[Form], Done]
) -> None:
    done = kept_out(FORM.cell(7, column, word))
    said = sentence(done)
    assert "7行目" in said
    assert word not in done.said
    assert "白鷺沢" not in done.said
    assert "shirasagi" not in done.said


def test_a_file_without_a_head_tells_nobody(zangaku: Run, store: Store, tmp_path: Path) -> None:
    """Its first row would be one person's."""
    numbers = FORM.cells(to_number).beside("名前", [NAME] * 48)
    form = replace(numbers, head=numbers.rows[0], rows=numbers.rows[1:])
    done = zangaku("survey", "import", form.save(tmp_path))
    assert done.code == 3
    assert not store.versions()
    assert "白鷺沢" not in done.said
    assert not ENGLISH.search(done.said)


def test_warnings_that_are_stored_tell_how_nobody_answered(
    numbered: Path, zangaku: Run, store: Store, tmp_path: Path
) -> None:
    """Everything that may be remarked on at once: no warning holds an answer, or the words of one person."""
    change(numbered, "[answers]\n", '[answers]\ntwice = "last"\n')
    form = FORM.with_rows(*FORM.rows, ("2026/06/09 17:00:00", "一般職員", "水道課", *[""] * 26))
    form = form.with_rows(
        *form.rows, ("2026/06/09 18:00:00", "課長級", "会計課", *["そう思わない"] * 25, THOUGHT)
    )
    form = form.heads(lambda number, text: f"問{number}" if number == 3 else f"問{number}．{text}")
    form = with_numbers(form, (3, 17)).without(form.column(9)).beside("氏名", [NAME] * 50)
    done = zangaku("survey", "import", form.save(tmp_path))
    assert done.code == 0, done.said
    stored = stored_warnings(store)
    codes = {row["code"] for row in stored}
    assert codes >= {
        "unread_column",
        "missing_question",
        "bare_number",
        "no_answers",
        "answered_twice",
    }
    assert "straight_lines" not in codes  # one person's: it would tell all that this one answered
    for row in stored:
        told = f"{row['message']}{row['todo']}{row['column']}"
        assert not any(word in told for word in (*WORDS, *VERY, THOUGHT, NAME, "会計", "課長級"))
        assert row["row"] in (None, 1) or row["code"] == "answered_twice"

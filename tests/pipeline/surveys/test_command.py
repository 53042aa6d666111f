"""The command `zangaku survey`."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from pathlib import Path

from analytics.store.snapshots import Store
from tests.pipeline.conftest import Run
from tests.pipeline.surveys.forms import FORM, TEXTS, WORDS, ZANGAKU, invited, sentence, shown


def test_the_questionnaire_is_what_the_import_knows() -> None:
    """`zangaku survey questions`, in a process of its own: its bytes are a file for a spreadsheet."""
    done = subprocess.run([ZANGAKU, "survey", "questions"], capture_output=True, check=True)
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig"))))
    assert [row["設問の文"] for row in rows] == list(TEXTS)
    assert [row["設問"] for row in rows] == [f"問{number}" for number in range(1, 26)]
    assert {tuple(row["答えの選択肢"].split(" / ")) for row in rows} == {WORDS}


def test_a_named_layout_of_the_answers_leaves_the_list_of_the_invited_alone(
    zangaku: Run, store: Store, tmp_path: Path
) -> None:
    files = (FORM.save(tmp_path), invited(tmp_path))
    done = zangaku("survey", "import", *files, "--layout", "kakuu-survey")
    assert done.code == 0, done.said
    assert len(store.versions()) == 1
    assert shown(store, "survey_response").frame["invited_count"].iloc[0] == 60


def test_an_unknown_layout_is_answered_with_those_there_are(
    zangaku: Run, store: Store, tmp_path: Path
) -> None:
    done = zangaku("survey", "import", FORM.save(tmp_path), "--layout", "kakuu-servey")
    assert done.code == 3
    assert "レイアウト「kakuu-servey」はありません" in done.err


def test_check_says_the_same_and_writes_nothing(zangaku: Run, store: Store, tmp_path: Path) -> None:
    path = FORM.cell(5, 3, "そう思ふ").save(tmp_path)
    done = zangaku("check", path)
    assert "近いのは「そう思う」です" in sentence(done)
    told = json.loads(zangaku("check", path, "--json").out)
    assert (told["record"], told["rows_read"], told["rejected_rows"]) == ("survey", 48, 1)
    assert not store.root.exists() or not store.versions()

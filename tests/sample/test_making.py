"""Making a city: the same bytes for a seed, what stands beside the months, and folders that will not do."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from analytics.errors import InputFault
from analytics.intake.targets import read_targets
from analytics.ledger.survey_file import read_catalogue
from analytics.sample import Plan, first_month_of, make_city
from analytics.sample.answers import SMALL, WORDS
from analytics.sample.exports import delivery
from analytics.settings import DATA
from tests.sampled import (
    RECEIVABLES,
    RESIDENTS,
    UNTIL,
    answers_in,
    contents,
    layouts,
    made,
    read,
)

# The same seed, the same bytes ---------------------------------------------------------------------


def test_a_seed_makes_the_same_bytes_again(city: Path, tmp_path: Path) -> None:
    assert contents(made(tmp_path / "again")) == contents(city)


def test_so_it_does_however_few_lines_are_written_at_a_time(
    city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "AT_ONCE", 7)
    assert contents(made(tmp_path / "again")) == contents(city)


def test_another_seed_makes_another_city(city: Path, tmp_path: Path) -> None:
    other = contents(made(tmp_path / "other", months=2, seed=2))
    same = {name for name, digest in contents(city).items() if other.get(name) == digest}
    assert {Path(name).name for name in same} <= {"架空市_目標.csv", "架空市_徴収対策会議.csv"}


# Beside the months ---------------------------------------------------------------------------------


def test_targets_are_read_by_the_product_and_one_year_was_revised(city: Path) -> None:
    targets = read_targets(city / "目標").to_pylist()
    assert {row["municipality"] for row in targets} == {"架空市"}
    assert {row["status"] for row in targets} == {"架空"}
    versions = {(row["fiscal_year"], row["version"]): row["decided_on"] for row in targets}
    assert {year for year, version in versions if version == 2} == {2025}
    assert all(on.month < 6 for (_, version), on in versions.items() if version == 1)
    claims = {rule.kind for name in RECEIVABLES for rule in layouts()[name].claims.rules}
    assert {row["claim"] for row in targets if row["fiscal_year"] == 2026} == claims


def test_every_wave_of_the_survey_has_its_answers_and_who_was_asked(city: Path) -> None:
    names = [path.name for path in sorted((city / "意識調査").iterdir())]
    assert names == [  # two waves in fifteen months, as two form tools export them
        "架空市_意識調査_第1回.csv",
        "架空市_意識調査_第1回_配布数.csv",
        "架空市_意識調査_第2回.xlsx",
        "架空市_意識調査_第2回_配布数.csv",
    ]
    for number in (1, 2):
        (path,) = (city / "意識調査").glob(f"*第{number}回.*")
        wave = answers_in(path)
        assert len(wave.questions) == 25
        for question in wave.questions:
            assert set(wave.words_of(question)) <= {*WORDS, ""}
        said = {word for question in wave.questions for word in wave.words_of(question)}
        assert said == {*WORDS, ""}  # every answer, and some without one


def test_the_last_wave_asks_one_question_in_other_words(large: Path) -> None:
    """Of the city that is old enough for three waves: 問20, since 2026-04-01."""
    paths = sorted((large / "意識調査").glob("*回.*"))
    first, second, third = (answers_in(path).questions for path in paths)
    assert first == second
    changed = [(was, now) for was, now in zip(second, third, strict=True) if was != now]
    (question,) = [one for one in read_catalogue(DATA / "survey").questions if one.number == 20]
    assert changed == [tuple(each.text for each in question.wordings)]


def test_two_offices_are_too_small_to_be_shown_and_all_others_are_not(city: Path) -> None:
    for path in sorted((city / "意識調査").glob("*_配布数.csv")):
        rows = read(path).rows
        asked = {office: 0 for office in [row["department_group"] for row in rows]}
        for row in rows:
            asked[row["department_group"]] += int(row["invited_count"])
            assert row["started_on"] < row["fielded_on"]
        assert {office for office, count in asked.items() if count < 10} == {*SMALL}


def test_no_wave_has_more_answers_than_were_asked(city: Path) -> None:
    for path in sorted((city / "意識調査").glob("*回.*")):
        wave = answers_in(path)
        told = read(path.with_name(f"{path.stem}_配布数.csv")).rows
        asked = Counter[tuple[str, str]]()
        for row in told:
            asked[row["rank_group"], row["department_group"]] += int(row["invited_count"])
        ranks, offices = wave.words_of("職位"), wave.words_of("所属")
        answered = Counter(zip(ranks, offices, strict=True))
        assert 0.5 < answered.total() / asked.total() < 1
        assert answered <= asked


def test_practice_files_each_have_their_fault(city: Path) -> None:
    faults = {path.name for path in (city / "練習用").iterdir()}
    assert faults == {
        "金額に文字",
        "同じ行が2回",
        "納期限が賦課年度より前",
        "差引が合わない",
        "知らない科目コード",
        "合計の行がない",
        "基準月が違う",
        "途中で切れた",
    }
    digests = contents(city)
    for fault in faults:
        (path,) = (city / "練習用" / fault).iterdir()
        name = str(Path("2026-10") / path.name)
        assert digests[str(path.relative_to(city))] != digests[name]


# A folder that will not do -------------------------------------------------------------------------


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(InputFault, match=r"mine\.txt"):
        made(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_stopped_in_the_middle_it_leaves_whole_months_only(tmp_path: Path) -> None:
    def stop(words: str, share: float) -> None:
        if share > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_city(tmp_path / "city", Plan(RESIDENTS, *first_month_of(UNTIL, 4), 1), stop)
    left = {path.name for path in (tmp_path / "city").iterdir()}
    assert left == {"2026-07", "2026-08", "目標", "意識調査", "会議", "正解"}
    whole = contents(made(tmp_path / "whole", months=4))
    partly = contents(tmp_path / "city")
    assert partly.items() <= whole.items()

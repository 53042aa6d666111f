"""Making a city: the same bytes for a seed, what stands beside the months, and folders that will not do."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.errors import InputFault
from analytics.intake.targets import read_targets
from analytics.sample import Plan, first_month_of, make_city
from analytics.sample.exports import delivery
from tests.sampled import (
    RECEIVABLES,
    RESIDENTS,
    UNTIL,
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


def test_survey_waves_ask_the_same_and_have_small_groups(city: Path) -> None:
    waves = [read(path).rows for path in sorted((city / "意識調査").iterdir())]
    assert len(waves) == 2  # of fifteen months
    asked = [list(dict.fromkeys(row["question"] for row in rows)) for rows in waves]
    assert asked[0] == asked[1]
    assert {int(row["answer"]) for row in waves[0]} == {1, 2, 3, 4, 5}
    assert min(int(row["invited_count"]) for row in waves[0]) < 10


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

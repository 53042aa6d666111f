"""The catalogue and the table of staff as a city writes them: every mistake is said with its place, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.errors import LayoutFault
from analytics.ledger.survey import FLOOR, LEAST_ANSWERS
from analytics.ledger.survey_file import QUESTIONS_FILE, STAFF_FILE, read_catalogue, read_staff
from analytics.settings import DATA

QUESTIONS = """
[survey]
title = "ためし"
least_answers = 10
weight_by = "rank_group"

[[choices]]
name = "組"
words = [["はい"], ["ややはい"], ["中"], ["ややいいえ"], ["いいえ"]]

[no_answer]
words = ["無回答"]

[[scales]]
key = "own"
name = "責任"
direction = "grow"
about = "自分の責任だ"

[[questions]]
number = 1
scale = "own"
wordings = [{ version = 1, text = "責任がある" }]

[[questions]]
number = 2
scale = "own"
reversed = true
wordings = [
    { version = 1, text = "責任はない" },
    { version = 2, text = "責任はまったくない", since = 2026-04-01 },
]
"""
STAFF = """
[[ranks]]
name = "課長"
words = ["部長"]

[[groups]]
municipality = "ためし市"
name = "税"
words = ["税務課"]
departments = ["101"]
"""
FADING = ("無関係意識", "事なかれ意識", "義務完了意識", "一人勝ち意識", "現状維持意識")
GROWING = ("責任", "目標達成", "原因分析", "情報共有", "率先", "財源意識", "サービスと支払いの両輪")
FAULTS = [  # what is changed, into what, and what is said
    ("[survey]", "[survey", "設問の目録 questions.toml を読めません。UTF-8のTOMLで、[[questions]]"),
    ("[survey]", "[questionnaire]", "questionnaire は知らないキーです（survey、choices、"),
    ('title = "ためし"', 'titel = "ためし"', "[survey] titel は知らないキーです（title、"),
    ('title = "ためし"', "title = 1", "[survey] title は言葉で"),
    ("least_answers = 10", "least_answers = 4", "least_answers は 5 から 1,000 までの整数"),
    ("least_answers = 10", "least_answers = 10.0", "least_answers は 5 から 1,000 までの整数"),
    ('"rank_group"', '"rank"', "weight_by は rank_group か department_group と"),
    ('name = "組"', 'nam = "組"', "[[choices]] の1番目: nam は知らないキーです（name、words）"),
    ('name = "組"', "", "[[choices]] の1番目: name を書いて"),
    ('["いいえ"]]', "]", "[[choices]] の1番目: words は、5から1までの順に、5つの言葉の組"),
    ('["いいえ"]]', "[]]", "5つの言葉の組を書いて"),
    ('["いいえ"]]', '["はい"]]', "words の同じ言葉が、2つの番号にあります"),
    ("[[choices]]", "[choices]", "choices は、1つずつ [[choices]] の下に"),
    (
        "[no_answer]",
        "[[choices]]\nname = '組'\nwords = [['a'], ['b'], ['c'], ['d'], ['e']]\n[no_answer]",
        "[[choices]] の name「組」が2つ以上あります",
    ),
    ('words = ["無回答"]', 'words = "無回答"', "[no_answer] words は、無回答の言葉を並べて"),
    ('words = ["無回答"]', 'word = ["無回答"]', "[no_answer] word は知らないキーです（words）"),
    ('key = "own"', 'key = "you"', "scale の「own」は [[scales]] にありません（you）"),
    ('key = "own"', "", "[[scales]] の1番目: key を書いて"),
    ('"grow"', '"up"', "[[scales]] の1番目: direction は grow か decline と"),
    ("number = 2", "number = 1", "[[questions]] の number「1」が2つ以上あります"),
    ("number = 2", "number = 0", "[[questions]] の2番目: number は 1 から 999 まで"),
    ("reversed = true", 'reversed = "はい"', "[[questions]] の2番目: reversed は true か false"),
    ("責任はない", "責任がある", "設問の文「責任がある」が2つ以上あります"),
    ("責任はない", "責任 がある。", "設問の文「責任がある」が2つ以上あります"),
    ("責任はない", "※責任がある（必須）", "設問の文「責任がある」が2つ以上あります"),
    ('["いいえ"]]', '["は い"]]', "words の同じ言葉が、2つの番号にあります"),
    ('about = "自分の責任だ"', "about = 3", "[[scales]] の1番目: about は言葉で"),
    (
        "[[scales]]",
        "[[scales]]\nkey = 'you'\nname = '責任'\ndirection = 'grow'\n[[scales]]",
        "[[scales]] の name「責任」が2つ以上あります",
    ),
    ('text = "責任がある"', 'txt = "責任がある"', "[[wordings]] の1番目: txt は知らないキー"),
    (
        '[{ version = 1, text = "責任がある" }]',
        "[]",
        "[[questions]] の1番目: wordings に、設問の文を1つは",
    ),
    (
        '[{ version = 1, text = "責任がある" }]',
        '["責任がある"]',
        "wordings は、1つずつ [[questions.wordings]] の下に",
    ),
    (
        "since = 2026-04-01",
        'since = "2026-04-01"',
        "since は 2026-06-01 のように、引用符のない日付",
    ),
    (", since = 2026-04-01", "", "wordings は古い順に並べ、2つ目からは使い始めた日を since に"),
    ("version = 2", "version = 1", "wordings の version「1」が2つ以上あります"),
]
STAFF_FAULTS = [
    ("[[ranks]]", "[[ranks]", "職位と所属の表 staff.toml を読めません"),
    ("[[ranks]]", "[[rank]]", "rank は知らないキーです"),
    ("[[ranks]]", "[ranks]", "ranks は、1つずつ [[ranks]] の下に"),
    ('name = "課長"', "", "[[ranks]] の1番目: name を書いて"),
    ('words = ["部長"]', 'words = "部長"', '[[ranks]] の1番目: words は ["税務課"] のように'),
    ('words = ["部長"]', 'word = ["部長"]', "word は知らないキーです（municipality、name、words）"),
    ('words = ["部長"]', "municipality = 1", "[[ranks]] の1番目: municipality は引用符で"),
    ('municipality = "ためし市"', "", "[[groups]] の1番目: municipality に自治体の名前を"),
    (
        'departments = ["101"]',
        "departments = [101]",
        '[[groups]] の1番目: departments は ["税務課"]',
    ),
    (
        "[[groups]]",
        '[[ranks]]\nname = "係長"\nwords = ["部長"]\n[[groups]]',
        "[[ranks]] の言葉「部長」が2つ以上あります",
    ),
    (
        "[[groups]]",
        '[[ranks]]\nname = "係長"\nwords = ["部 長"]\n[[groups]]',
        "[[ranks]] の言葉「部長」が2つ以上あります",
    ),
    ('name = "税"', 'name = "全体"', "name の「全体」は画面で別のことに使います"),
    ('name = "課長"', 'name = "不明"', "name の「不明」は画面で別のことに使います"),
    (
        "[[groups]]",
        '[[groups]]\nmunicipality = "ためし市"\nname = "収納"\ndepartments = ["101"]\n[[groups]]',
        "[[groups]] のためし市の課の番号「101」が2つ以上あります",
    ),
]


def written(folder: Path, questions: str = QUESTIONS, staff: str = STAFF) -> Path:
    (folder / QUESTIONS_FILE).write_text(questions, encoding="utf-8")
    (folder / STAFF_FILE).write_text(staff, encoding="utf-8")
    return folder


def test_right_files_are_read(tmp_path: Path) -> None:
    catalogue, staff = read_catalogue(written(tmp_path)), read_staff(tmp_path)
    assert [one.name for one in catalogue.questions] == ["問1", "問2"]
    assert [catalogue.is_turned(one) for one in catalogue.questions] == [False, True]
    assert catalogue.questions[1].text == "責任はまったくない"
    assert staff.order("rank_group", "ためし市") == ["課長"]
    assert staff.order("department_group", "ほかの市") == []


def test_what_may_be_left_out_has_a_default(tmp_path: Path) -> None:
    short = QUESTIONS.replace("least_answers = 10\n", "").replace('weight_by = "rank_group"\n', "")
    short = short.replace('title = "ためし"\n', "").replace('[no_answer]\nwords = ["無回答"]\n', "")
    catalogue = read_catalogue(written(tmp_path, short.replace('about = "自分の責任だ"\n', "")))
    assert (catalogue.title, catalogue.weight_by) == ("職員意識調査", "rank_group")
    assert catalogue.least_answers == LEAST_ANSWERS
    assert catalogue.no_answer == ()


def test_no_city_may_show_fewer_than_the_floor(tmp_path: Path) -> None:
    text = QUESTIONS.replace("least_answers = 10", f"least_answers = {FLOOR}")
    assert read_catalogue(written(tmp_path, text)).least_answers == FLOOR


def test_the_files_that_ship_are_right() -> None:
    """The scales that the model city named: those that should fade, and those that should grow."""
    catalogue = read_catalogue(DATA / "survey")
    assert [(one.name, one.direction) for one in catalogue.scales] == [
        *[(name, "decline") for name in FADING],
        *[(name, "grow") for name in GROWING],
    ]
    assert len(catalogue.questions) == 25
    assert {one.number for one in catalogue.questions if one.is_reversed} == {3}
    assert all(catalogue.questions_of(one.key) for one in catalogue.scales)
    assert len(read_staff(DATA / "survey").groups_in("架空市")) == 9


@pytest.mark.parametrize(("old", "new", "says"), FAULTS, ids=[each[2] for each in FAULTS])
def test_a_fault_of_the_catalogue_is_said(old: str, new: str, says: str, tmp_path: Path) -> None:
    assert old in QUESTIONS
    with pytest.raises(LayoutFault) as fault:
        read_catalogue(written(tmp_path, QUESTIONS.replace(old, new, 1)))
    assert str(fault.value).startswith("設問の目録 questions.toml ")
    assert says in str(fault.value)


@pytest.mark.parametrize(
    ("old", "new", "says"), STAFF_FAULTS, ids=[each[2] for each in STAFF_FAULTS]
)
def test_a_fault_of_the_table_of_staff_is_said(
    old: str, new: str, says: str, tmp_path: Path
) -> None:
    assert old in STAFF
    with pytest.raises(LayoutFault) as fault:
        read_staff(written(tmp_path, staff=STAFF.replace(old, new, 1)))
    assert str(fault.value).startswith("職位と所属の表 staff.toml ")
    assert says in str(fault.value)


def test_every_fault_is_said_at_once(tmp_path: Path) -> None:
    wrong = QUESTIONS.replace("= 10", "= 1").replace('"grow"', '"up"').replace("= true", "= 1")
    with pytest.raises(LayoutFault) as fault:
        read_catalogue(written(tmp_path, wrong))
    assert str(fault.value).count("\n- ") == 3


@pytest.mark.parametrize(
    ("name", "read"), [(QUESTIONS_FILE, read_catalogue), (STAFF_FILE, read_staff)]
)
def test_a_file_that_is_missing_or_in_other_letters_is_said(
    name: str, read: object, tmp_path: Path
) -> None:
    assert callable(read)
    with pytest.raises(LayoutFault, match=f"{name} を開けません（見つかりません）"):
        read(tmp_path)
    (tmp_path / name).write_bytes("# 表".encode("cp932"))
    with pytest.raises(LayoutFault, match="UTF-8"):
        read(tmp_path)


def test_a_city_with_ranks_of_its_own_has_no_others() -> None:
    staff = read_staff(DATA / "survey")
    assert "所管課長" in staff.order("rank_group", "架空市")
    assert "所管課長" not in staff.order("rank_group", "英国国家公務員")

"""自己診断: works with no data at all; its answers stand in the address and nowhere else."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

import app
from analytics.figures import diagnosis as outcome
from analytics.figures.export import to_csv
from analytics.ledger import diagnosis as check
from analytics.settings import DATA
from pages import diagnosis as page_of
from tests.pages.test_pages import charts, fine, tables, words

OpenPage = Callable[..., AppTest]
QUESTIONS = check.read(DATA / "survey")
HALF_DONE = "yn" + "-" * 8 + "uh"
GOOD = "".join(each.good[0] for each in QUESTIONS)


@pytest.fixture
def ask(open_page: OpenPage, tmp_path: Path) -> Callable[..., AppTest]:
    """Open the page where nothing was ever taken in, with *answers* in the address."""

    def opened(answers: str = "", code: str = "") -> AppTest:
        asked = code or (check.code(QUESTIONS, answers) if answers else "")
        choices = {"answers": asked} if asked else {}
        return open_page("diagnosis", store=tmp_path / "nothing", **choices)

    return opened


def chosen(page: AppTest) -> str:
    return "".join(group.value or check.NOT_YET for group in page.button_group)


def code_in(page: AppTest) -> str:
    """The answers in the address: a word of its own, or the only one of a list, as Streamlit hands it over."""
    told = page.query_params["answers"]
    return str(told if isinstance(told, str) else told[-1])


def links(page: AppTest) -> list[tuple[str, str]]:
    """Address and words of what is to be read next."""
    return [(each.proto.page, each.proto.label.replace("\\", "")) for each in page.page_link]


def test_it_opens_without_any_data_and_says_that_nothing_is_stored(
    ask: Callable[..., AppTest],
) -> None:
    page = ask()
    assert fine(page)
    assert page.title[0].value == "自己診断"
    told = words(page)
    assert (
        "答えは保管庫に残りません。アドレスにだけ入るので、それを送れば同じ結果が開きます" in told
    )
    assert page.header[0].value == "まだ答えがありません。12問に答えると、気になる分野が分かります"
    assert [group.proto.label.replace("\\", "") for group in page.button_group] == [
        each.text for each in QUESTIONS
    ]
    assert {tuple(group.options) for group in page.button_group} == {
        ("はい", "一部", "いいえ", "分からない")
    }
    assert [each.value for each in page.subheader] == [
        *dict.fromkeys(each.theme for each in QUESTIONS)
    ]
    assert not charts(page)
    assert not links(page)
    assert not page.get("download_button")
    assert page.button(key="diagnosis-clear").disabled
    assert "answers" not in page.query_params


def test_it_is_the_same_with_data(open_page: OpenPage) -> None:
    page = open_page("diagnosis")
    assert fine(page)
    assert len(page.button_group) == 12
    assert "狛江市「決算書歳出データ・決算書歳入データ」" in words(page)


def test_a_damaged_store_does_not_keep_a_city_from_asking_itself(
    open_page: OpenPage, komae_store: Path, tmp_path: Path
) -> None:
    damaged = Path(shutil.copytree(komae_store, tmp_path / "damaged"))
    shutil.rmtree(damaged / "marts")
    page = open_page("diagnosis", store=damaged)
    assert fine(page)
    assert len(page.button_group) == 12
    assert "狛江市" not in words(page)


def test_an_answer_goes_into_the_address_and_another_reader_sees_it(
    ask: Callable[..., AppTest],
) -> None:
    page = ask()
    page.button_group[0].set_value("y").run()
    page.button_group[4].set_value("h").run()
    assert fine(page)
    code = code_in(page)
    assert code == check.code(QUESTIONS, "y---h" + "-" * 7)
    theirs = ask(code=code)
    assert chosen(theirs) == chosen(page) == "y---h" + "-" * 7
    assert theirs.header[0].value == page.header[0].value
    assert page.header[0].value.startswith("12問のうち2問に答えたところでは、")
    page.button_group[0].set_value(None).run()
    assert code_in(page) == check.code(QUESTIONS, "----h" + "-" * 7)


def test_part_of_the_answers_has_a_picture_in_words_too(ask: Callable[..., AppTest]) -> None:
    page = ask(HALF_DONE)
    assert fine(page)
    (picture,) = charts(page)
    finding = page.header[0].value.replace("\\", "")
    assert finding == "12問のうち4問に答えたところでは、「人ごとの意識」がいちばん気になる"
    assert picture.proto.alt.startswith(f"{finding}。人ごとの意識はよい1問、気になる1問。")
    assert "よい1問、途中1問、気になる1問、分からない1問、未回答8問" in words(page)


def test_what_to_read_next_begins_with_the_concerns(ask: Callable[..., AppTest]) -> None:
    page = ask(HALF_DONE)
    assert links(page) == [
        ("ranking", "**目標と順位**　（気になる：課の関わり）どの課にいくら残り、目標まであといくらか"),
        ("makeup", "**残額の内訳**　（途中：支払いの説明）古さの見方で、新しい滞納がどれだけ生まれているか"),
        ("survey", "**意識調査**　（分からない：財源の意識）職位と所属で、財源についての答えがどう違うか"),
    ]  # fmt: skip


def test_all_good_has_nothing_to_read(ask: Callable[..., AppTest]) -> None:
    page = ask(GOOD)
    assert page.header[0].value == "気になる問いはない"
    assert links(page) == []
    assert page_of.NONE_TO_READ in words(page)


def test_each_link_leads_to_a_page_of_the_frame(ask: Callable[..., AppTest]) -> None:
    page = ask("u" * 12)
    addresses = {address for address, _ in links(page)}
    assert addresses == {each.read for each in QUESTIONS}
    assert addresses <= {*app.CONTENTS}


def test_the_answers_are_a_table_and_a_file(ask: Callable[..., AppTest]) -> None:
    page = ask(HALF_DONE)
    (on_paper,) = tables(page)
    assert on_paper[0] == ["分野", "問い", "答え", "見立て"]
    page.session_state["table-diagnosis"] = True
    page.run()
    both = tables(page)
    unfolded = next(table for table in both if len(table[0]) == 7)
    assert unfolded[0] == list(outcome.LABELS.values())
    assert [row[2:4] for row in unfolded[1:3]] == [["はい", "気になる"], ["いいえ", "よい"]]
    assert [row[:4] for row in unfolded] == on_paper
    assert len(page.get("download_button")) == 1


def test_the_file_is_safe_to_open() -> None:
    frame = pd.DataFrame(outcome.rows(check.answered(QUESTIONS, HALF_DONE)))
    frame.loc[0, "question"] = "=1+1"
    told = to_csv(frame, outcome.LABELS).decode("utf-8-sig").splitlines()
    assert told[0] == "分野,問い,答え,見立て,なぜ問うか,次に読むもの,そこで見ること"
    assert len(told) == 13
    assert "'=1+1" in told[1]


def test_the_button_takes_every_answer_back(ask: Callable[..., AppTest]) -> None:
    page = ask(HALF_DONE)
    page.button(key="diagnosis-clear").click().run()
    assert fine(page)
    assert chosen(page) == "-" * 12
    assert "answers" not in page.query_params
    assert not charts(page)


@pytest.mark.parametrize("code", ["yyyy", "<b>", "y" * 12, "y" * 12 + ".0000"])
def test_a_faulty_link_is_said_and_not_followed(code: str, ask: Callable[..., AppTest]) -> None:
    page = ask(code=code)
    assert not page.exception
    assert [each.value.replace("\\", "") for each in page.warning] == [check.UNREADABLE]
    assert chosen(page) == "-" * 12
    page.button_group[1].set_value("n").run()
    assert not page.warning
    assert code_in(page) == check.code(QUESTIONS, "-n" + "-" * 10)


def test_a_citys_own_questions_are_asked_as_they_are_and_a_fault_is_said(
    ask: Callable[..., AppTest], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(DATA / "survey", tmp_path / "survey"))
    monkeypatch.setenv("ZANGAKU_SURVEY", str(folder))
    file = folder / check.NAME
    shipped = file.read_text(encoding="utf-8")
    file.write_text(shipped.replace(QUESTIONS[0].text, "<b>*人ごと*</b>か"), encoding="utf-8")
    page = ask()
    assert page.button_group[0].proto.label == r"\<b\>\*人ごと\*\</b\>か"
    assert "&lt;b&gt;*人ごと*&lt;/b&gt;か" in words(page)
    assert ask(HALF_DONE).warning  # a link made for the questions as they were
    file.write_text(re.sub(r'good = "\w+"', "good = 1", shipped), encoding="utf-8")
    page.run()
    assert not page.exception
    assert page.title[0].value == "自己診断"
    said = page.error[0].value.replace("\\", "")
    assert said.startswith("自己診断の問い diagnosis.toml に誤りがあります。")
    assert said.count('good は "yes"') == 12

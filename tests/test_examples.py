"""The worked examples on the page 用語と算式 are those of `tests/spec/`, and every one is read as it was written."""

from __future__ import annotations

from analytics.figures.definitions import FIGURE_TITLES
from analytics.figures.examples import FOLDER, worked
from tests.settlement import read
from tools.examples import examples, files

RULES = {
    "calendar",
    "late_charge",
    "transfer",
    "lead_rule",
    "cases",
    "measures",
}  # what is shown by examples and is no figure


def test_the_files_are_those_of_the_tests() -> None:
    """Else run `make examples`."""
    shipped = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert shipped == files()


def test_every_example_belongs_to_a_figure_or_to_a_rule() -> None:
    assert set(examples()) - {*FIGURE_TITLES} == RULES
    reckoned = {"balance_by_year", "balance_index", "bridge", "ranking", "ways_down"}
    assert reckoned < set(examples())


def test_examples_are_read_as_they_were_written() -> None:
    for figure, listed in examples().items():
        made = worked(figure)
        assert [one.title for one in made] == [each["title"] for each in listed]
        for one, each in zip(made, listed, strict=True):
            assert one.words
            for name in ("books", "targets", "shows"):
                head, *body = getattr(one, name) or ((),)
                lines = "\n".join(each.get(name, ()))
                wanted = [tuple(row.values()) for row in read(lines)] if lines else []
                assert body == wanted
                assert not lines or head == tuple(
                    cell.strip() for cell in lines.splitlines()[0].split("|")
                )


def test_titles_tell_the_examples_of_a_figure_apart() -> None:
    for listed in examples().values():
        titles = [each["title"] for each in listed]
        assert len(set(titles)) == len(titles)


def test_a_figure_without_examples_has_none() -> None:
    assert worked("sources") == ()

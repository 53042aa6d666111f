"""Made-up surveys of small staffs: each seed makes the same one."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tests.answers import (
    GROUPS,
    QUESTIONS,
    RANKS,
    UNKNOWN,
    Person,
    Wave,
    people,
)

Cell = tuple[str, str]
SIZES = [0, 1, 2, 3, 5, 6, 8, 9, 10, 12, 15, 20]
STYLES = [
    *["any"] * 6,
    "missing",
    "missing",
    "near",
    "near",
    "best",
    "good",
    "middle",
    "bad",
    "few",
]
STYLES += ["by cell", "by rank", "by group"]
MIXED = [
    *STYLES,
    *["by both"] * 12,
]  # of further surveys: so that the rank tells one thing and the group another
CELLS = [(rank, group) for rank in RANKS.values() for group in GROUPS.values()]
LISTS = ["none", "all", "all", "even", "more", "short", "by rank", "by group"]


def given_by(style: str, drawn: random.Random, cell: Cell, seed: int) -> int:
    """One person's answer to one question, in the *style* in which all of a wave answer it."""
    of_cell = random.Random(f"{seed} {cell}")
    of_rank = random.Random(f"{seed} {cell[0]}")
    of_group = random.Random(f"{seed} {cell[1]}")
    return {
        "any": lambda: drawn.choice([1, 2, 3, 4, 5]),
        "missing": lambda: drawn.choice([0, 0, 1, 2, 3, 4, 5]),
        "best": lambda: 5,
        "good": lambda: drawn.choice([4, 5]),
        "middle": lambda: 3,
        "bad": lambda: drawn.choice([1, 2, 3]),
        "near": lambda: 1 if drawn.random() < 0.04 else 5,
        "by cell": lambda: of_cell.choice([1, 5]),
        "by rank": lambda: of_rank.choice([1, 5, drawn.choice([1, 2, 3, 4, 5])]),
        "by group": lambda: of_group.choice([1, 5, drawn.choice([1, 2, 3, 4, 5])]),
        "by both": lambda: (of_rank if drawn.random() < 0.4 else of_group).choice([1, 2, 3, 4, 5]),
        "few": lambda: drawn.choice([0, 0, 0, 0, 0, 0, 3, 5]),
    }[style]()


FALLEN = {30, 61, 68, 117, 135, 157, 199}  # surveys that told something before it was mended
SURVEYS = 800


def waves(seed: int) -> list[Wave]:
    """Up to three waves, the same ones for the same *seed*; in every other survey some leave out a question or two."""
    drawn, careless = random.Random(seed), random.Random(f"careless {seed}")
    left_out = careless.choice([0, 0, 0.01, 0.03, 0.1])
    styles = STYLES if seed < 600 else MIXED
    made = [made_up(drawn, styles) for _ in range(drawn.randint(1, 3))]
    return [with_gaps(wave, left_out, careless) for wave in made]


def with_gaps(wave: Wave, left_out: float, careless: random.Random) -> Wave:
    """The same wave, in which such a part of the answers is missing."""
    made = [
        replace(
            one,
            answers={
                question: 0 if careless.random() < left_out else given
                for question, given in one.answers.items()
            },
        )
        for one in wave.people
    ]
    return replace(
        wave, people=tuple(one for one in made if any(one.answers.values())) or wave.people
    )


def made_up(drawn: random.Random, of: Sequence[str]) -> Wave:
    """A wave of some cells, many of them small or alone in their rank or group."""
    chosen = drawn.sample(CELLS, drawn.randint(drawn.choice([1, 4, 6]), 10))
    if drawn.randrange(4) == 0:
        chosen += [drawn.choice([(UNKNOWN, "税"), ("一般職員", UNKNOWN), (UNKNOWN, UNKNOWN)])]
    sizes = {cell: drawn.choice(SIZES) for cell in chosen}
    styles = {question: drawn.choice(of) for question in QUESTIONS}
    seed = drawn.randrange(10_000)
    made = [
        Person(*cell, {q: given_by(style, drawn, cell, seed) for q, style in styles.items()})
        for cell, size in sizes.items()
        for _ in range(size)
    ]
    answering = tuple(one for one in made if any(one.answers.values()))
    return Wave(
        answering or people("一般職員", "税", 3, 4),
        invited_by(drawn.choice(LISTS), sizes, drawn),
        drawn.random() < 0.5,
    )


def invited_by(
    kind: str, sizes: Mapping[Cell, int], drawn: random.Random
) -> dict[Cell, int] | None:
    """How many of each cell were asked, as the list tells it."""
    known = {cell: size for cell, size in sizes.items() if UNKNOWN not in cell}
    if kind == "none" or not known:
        return None
    asked = {cell: size + drawn.randrange(1, 8) for cell, size in known.items()}
    if kind == "even":
        asked = {cell: max(1, 2 * size) for cell, size in known.items()}
    if kind == "more":  # of nobody who answered
        asked |= {cell: 4 for cell in CELLS if cell not in sizes}
    if kind == "short":  # more answered than were asked
        asked = {cell: max(1, size // 2) for cell, size in known.items()}
    if kind in ("by rank", "by group"):
        at = ("by rank", "by group").index(kind)
        whole: dict[Cell, int] = {}
        for cell, count in asked.items():
            key = (cell[0], "") if at == 0 else ("", cell[1])
            whole[key] = whole.get(key, 0) + count
        return whole
    return asked

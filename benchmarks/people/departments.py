"""How each department writes down its debtors: the six that are usual, and two more for a whole city."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from benchmarks.people.words import CITY, PREFECTURE


@dataclass(frozen=True)
class Style:
    """How one department writes; what most do is the default. Shares are between 0 and 1."""

    key: str
    kana: str  # wide, half, old (half, large and voiceless), hiragana, mixed
    numbers: str  # of the address: counted, dashed, wide, lots, any
    building: str  # wide, half, some, any
    phone: tuple[str, ...]
    postal: tuple[str, ...]
    weight: float  # how often a debtor is one of theirs
    forms: str = "kept"  # of characters: kept, plain, lost (〓 or ?), typed
    blank: tuple[str, ...] = ("　",)
    where: tuple[str, ...] = ("",)  # before the town
    birth_missing: float = 0.11
    kana_missing: float = 0.0
    phone_missing: float = 0.2
    landline_first: float = 0.6
    stale: float = 0.12  # of moved persons, still at the old address
    slips: float = 0.014
    ages: tuple[int, int] = (18, 120)
    kinds: tuple[str, ...] = ("resident", "foreign")
    only_kana: bool = False
    numbered: bool = False  # has the city's own number of a resident


_ALL: Final = ("resident", "foreign", "corporate")
DEPARTMENTS: Final = {
    "tax": Style(
        "{:010}", "half", "counted", "wide", ("plain",), ("plain",), 1.0,
        kana_missing=0.02, phone_missing=0.35, landline_first=0.7, slips=0.01, kinds=_ALL, numbered=True,
    ),
    "insurance": Style(
        "K{:08}", "wide", "counted", "half", ("bare", "plain"), ("bare",), 0.9, "plain",
        where=(PREFECTURE + CITY, CITY), phone_missing=0.3, ages=(18, 74), numbered=True,
    ),
    "water": Style(
        "{:09}", "half", "dashed", "half", ("plain", "brackets"), ("plain", "none"), 0.9, blank=(" ",),
        birth_missing=1.0, phone_missing=0.06, landline_first=0.4, stale=0.15, kinds=_ALL, only_kana=True,
    ),
    "housing": Style(
        "住{:06}", "hiragana", "wide", "wide", ("wide", "plain"), ("mark", "none"), 0.4, "typed",
        ("", "", "　"), ("", CITY), 0.18, 0.2, phone_missing=0.12, landline_first=0.4, stale=0.25, slips=0.03,
    ),
    "care": Style(
        "{:08}", "old", "lots", "some", ("bare",), ("wide", "bare"), 1.5, "lost", (" ",), (CITY,),
        birth_missing=0.13, landline_first=0.9, ages=(65, 120),
    ),
    "lunch": Style(
        "S-{:06}", "mixed", "any", "any", ("plain", "bare", "wide"), ("none", "mark", "plain"), 0.5, "typed",
        ("", "　", " "), ("", "", CITY), 1.0, 0.35, 0.06, 0.05, stale=0.15, slips=0.035, ages=(24, 58),
    ),
}  # fmt: skip
EIGHT: Final = {
    **DEPARTMENTS,
    "nursery": Style(
        "N{:07}", "wide", "dashed", "any", ("plain", "wide"), ("plain",), 0.5, "plain", ("　", " "), (CITY,),
        birth_missing=0.25, phone_missing=0.1, landline_first=0.1, stale=0.14, slips=0.02, ages=(20, 50),
    ),
    "welfare": Style(
        "{:07}", "hiragana", "counted", "some", ("brackets", "bare"), ("mark",), 0.4, "typed", ("　",), ("", CITY),
        birth_missing=0.06, kana_missing=0.3, phone_missing=0.3, stale=0.18, slips=0.03,
    ),
}  # fmt: skip

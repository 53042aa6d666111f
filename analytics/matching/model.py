"""What is compared about two debtors, and how finely: the comparisons that Splink weighs.

A comparison says nothing (null) where one of the two lacks it, so that no department is thought different for what its
system does not hold. What agrees together counts once: a reading only where letters are missing, a telephone only where
the address does not agree. A household shares surname, address and telephone: so the given name counts on its own, and
an address counts for less where the surname is the same, and for more where it is not. Labels are Japanese, since the
page that explains a weight shows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa
from splink import SettingsCreator, block_on

VERSION = 1  # changes with what is compared; a model of another version is not used
COMPARISONS = {
    "given": "名の字",
    "given_kana": "名の読み",
    "surname": "氏の字",
    "surname_kana": "氏の読み",
    "born": "生年月日",
    "place": "住所（氏が同じ）",
    "other_place": "住所（氏が違う）",
    "phone": "電話（氏が同じ）",
    "other_phone": "電話（氏が違う）",
}
# how often each level is met: m among the records of one person, u among those of two
START: Final[dict[str, dict[str, tuple[float, ...]]]] = {
    "given": {"m": (0.97, 0.02, 0.01), "u": (0.008, 0.002, 0.99)},
    "given_kana": {"m": (0.9, 0.05, 0.01, 0.04), "u": (0.006, 0.06, 0.004, 0.93)},
    "surname": {"m": (0.95, 0.005, 0.045), "u": (0.007, 0.0005, 0.9925)},
    "surname_kana": {"m": (0.92, 0.03, 0.01, 0.04), "u": (0.007, 0.02, 0.003, 0.97)},
    "born": {"m": (0.95, 0.03, 0.005, 0.015), "u": (0.0001, 0.0015, 0.02, 0.9784)},
    "place": {"m": (0.88, 0.01, 0.01, 0.02, 0.08), "u": (0.01, 0.001, 0.001, 0.03, 0.958)},
    "other_place": {
        "m": (0.78, 0.01, 0.01, 0.02, 0.18),
        "u": (0.00005, 0.0001, 0.001, 0.03, 0.96885),
    },
    "phone": {"m": (0.59, 0.01, 0.4), "u": (0.002, 0.0002, 0.9978)},
    "other_phone": {"m": (0.49, 0.01, 0.5), "u": (0.00005, 0.0002, 0.99975)},
}
FREQUENT = ("given", "given_kana", "surname", "surname_kana")  # a common one is weaker evidence
AT_HOME = (
    "((coalesce(block_l = block_r, false) AND coalesce(house_l = house_r, true))"
    " OR coalesce(line_l = line_r, false))"
)
LEAST_LETTERS = 3  # a shorter reading is not called similar
_GRAMS = "list_transform(range(1, length({0}) - 1), lambda i: {0}[i:i + 2])"  # three letters each
_LEFT, _RIGHT = _GRAMS.format("line_l"), _GRAMS.format("line_r")
ONE_OFF = (  # of Japanese addresses: one digit of the numbers is wrong
    "(town_l = town_r AND damerau_levenshtein(concat(block_l, '-', house_l), concat(block_r, '-', house_r)) <= 1)"
)
NEARLY = (  # of addresses that are not Japanese: most of the letters are the same
    "(jaro_winkler_similarity(line_l, line_r) >= 0.88"
    f" OR len(list_intersect({_LEFT}, {_RIGHT})) >= 0.6 * greatest(least(len({_LEFT}), len({_RIGHT})), 4))"
)
ABROAD = (  # addresses that are not Japanese are compared as they are written
    "l.line[1:10] = r.line[1:10]",
    "l.line[4:12] = r.line[4:12]",
    "l.line[-10:] = r.line[-10:]",
    "l.line[3:7] = r.line[3:7] AND l.postal = r.postal",
    "l.given_kana[1:3] = r.given_kana[1:3] AND l.surname_kana[1:3] = r.surname_kana[1:3] AND l.line IS NOT NULL",
    "l.given_kana = r.surname_kana AND l.surname_kana = r.given_kana AND l.line IS NOT NULL",
    "l.line[1:5] = r.line[1:5] AND l.born = r.born",
    "l.line[1:5] = r.line[1:5] AND l.postal = r.postal",
    "l.surname_kana = r.surname_kana AND l.postal = r.postal AND l.line IS NOT NULL",
    "l.given_kana = r.given_kana AND l.postal = r.postal AND l.line IS NOT NULL",
    "l.whole_kana = r.whole_kana AND l.line IS NOT NULL",
)
NOTHING_ELSE = (  # the name is all there is to compare
    "l.whole = r.whole AND (l.born IS NULL OR r.born IS NULL)"
    " AND (l.block IS NULL OR r.block IS NULL) AND (l.phone IS NULL OR r.phone IS NULL)"
)
Level = dict[str, Any]


def _level(label: str, condition: str, frequent: str = "") -> Level:
    """A level that is weaker evidence where the value of *frequent* is a common one."""
    level: Level = {"sql_condition": condition, "label_for_charts": label}
    if frequent:
        level |= {"tf_adjustment_column": frequent, "disable_tf_exact_match_detection": True}
    return level


def _comparison(name: str, told: str, *levels: Level) -> dict[str, Any]:
    """The comparison *name* where *told* holds; where it does not, it says nothing."""
    silent = {
        "sql_condition": f"NOT coalesce({told}, false)",
        "label_for_charts": "比べられない",
        "is_null_level": True,
    }
    return {
        "output_column_name": name,
        "comparison_levels": [silent, *levels, _level("違う", "ELSE")],
    }


def _known(column: str) -> str:
    return f"({column}_l IS NOT NULL AND {column}_r IS NOT NULL)"


def _same(column: str) -> str:
    return f"coalesce({column}_l = {column}_r, false)"


def _similar(column: str, least: int) -> str:
    shortest = f"least(length({column}_l), length({column}_r)) >= {least}"
    return f"(damerau_levenshtein({column}_l, {column}_r) <= 1 AND {shortest})"


def _read_alike(name: str) -> str:
    """Whether a part of the name may be read the same in both."""
    readings = f"list_has_any({name}_readings_l, {name}_readings_r)"
    return f"({_same('whole_kana')} OR coalesce({readings}, false))"


def _letters(name: str) -> dict[str, Any]:
    """A part of the name in its letters; the whole name tells of it too, where it is not written apart."""
    return _comparison(
        name,
        f"({_known(name)} OR {_known('whole')})",
        _level("同じ", f"({_same('whole')} OR {_same(name)})", name),
        _level("字が違い読みが同じ", _read_alike(name), f"{name}_kana"),
    )


def _reading(name: str) -> dict[str, Any]:
    """A part of the name in its reading, where one of the two has no letters."""
    reading = f"{name}_kana"
    return _comparison(
        reading,
        f"(({_known(reading)} OR {_same('whole_kana')}) AND NOT {_known(name)} AND NOT {_same('whole')})",
        _level("同じ", _read_alike(name), reading),
        _level("1字違い", _similar(reading, LEAST_LETTERS)),
        _level("似ている・氏と名が逆", f"({_resembling(reading)} OR {_swapped()})"),
    )


def _resembling(column: str) -> str:
    """Longer names in Latin letters, some letters apart."""
    return f"(jaro_winkler_similarity({column}_l, {column}_r) >= 0.85 AND {column}_l SIMILAR TO '[A-Z]{{4,}}')"


def _swapped() -> str:
    """One writes the surname where the other writes the given name."""
    return "coalesce(given_kana_l = surname_kana_r OR given_kana_r = surname_kana_l, false)"


OTHER_SURNAME = (
    f"(NOT {_same('whole')} AND NOT {_same('whole_kana')} AND coalesce(surname_l <> surname_r, true)"
    " AND NOT coalesce(list_has_any(surname_readings_l, surname_readings_r), false)"
    f" AND ({_known('surname')} OR {_known('surname_kana')}))"
)


def comparisons() -> list[dict[str, Any]]:
    """The comparisons, each from its strongest level to its weakest."""
    year, day = "born_l[1:4] = born_r[1:4]", "born_l[5:8] = born_r[5:8]"
    swapped = f"({year} AND born_l[5:6] = born_r[7:8] AND born_l[7:8] = born_r[5:6])"
    born = _comparison(
        "born",
        _known("born"),
        _level("同じ", _same("born")),
        _level("1字違い・月日が逆", f"(damerau_levenshtein(born_l, born_r) <= 1 OR {swapped})"),
        _level("年か月日が同じ", f"({year} OR {day})"),
    )
    names = [each(name) for name in ("given", "surname") for each in (_letters, _reading)]
    at_home = [
        _at_home(*each) for each in (("", f"NOT {OTHER_SURNAME}"), ("other_", OTHER_SURNAME))
    ]
    return [*names, born, *(each for pair in at_home for each in pair)]


def _at_home(prefix: str, where: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Address and telephone of two records *where* the surname is the same, or is not."""
    place = _comparison(
        f"{prefix}place",
        f"({_known('block')} OR {_known('town')} OR {_known('line')} OR {_known('postal')}) AND {where}",
        _level("同じ", AT_HOME),
        _level("ほとんど同じ", f"(coalesce({ONE_OFF}, false) OR {NEARLY})"),
        _level("郵便番号が同じ（日本の住所でない）", f"{_same('postal')} AND {_known('line')}"),
        _level("町名か郵便番号が同じ", f"({_same('town')} OR {_same('postal')})"),
    )
    phone = _comparison(
        f"{prefix}phone",
        f"{_known('phone')} AND NOT {AT_HOME} AND {where}",
        _level("同じ", _same("phone")),
        _level("1字違い", "damerau_levenshtein(phone_l, phone_r) <= 1"),
    )
    return place, phone


def blocking() -> list[Any]:
    """Which pairs are looked at: those that have at least this in common."""
    found = ("born", "block", "phone")
    names = ("whole", "whole_kana", "given", "given_kana")
    return [
        *(block_on(name, other) for name in names for other in found),
        *(block_on("surname_kana", other) for other in ("born", "phone")),
        *(f"l.whole = r.whole AND l.born[{part}] = r.born[{part}]" for part in ("1:4", "5:8")),
        block_on("surname_kana", "block", "house"),
        *(block_on(name, "town") for name in ("whole", "whole_kana")),
        block_on("block", "born"),
        block_on("postal", "born"),
        block_on("phone", "born"),
        *ABROAD,
        NOTHING_ELSE,
    ]


def settings() -> SettingsCreator:
    """The settings that Splink starts from, untrained."""
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="record",
        comparisons=[*comparisons()],
        blocking_rules_to_generate_predictions=blocking(),
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=True,
        max_iterations=50,
    )


@dataclass(frozen=True)
class Model:
    """What weighs a pair: Splink's settings with what was learnt, and how frequent each name is.

    `record_count` records taught it, of which about `expected_pairs` pairs are one person; 0: the start values alone.
    """

    settings: dict[str, Any]
    frequencies: dict[str, pa.Table]
    record_count: int
    expected_pairs: int

"""Debtors of a made-up (架空) city as its departments write them, with the truth of who is who, to judge 名寄せ.

Independent on purpose of `analytics.sample` and of `analytics.matching`: a matcher that was tuned on the sample's way
of varying names is measured here on another one. Written from general knowledge of municipal systems; no real person,
town, postal code (all 000-) or telephone number (all 000…) is in it. One seed gives the same rows every time.

A variation is *soft* where only the style of writing differs (half-width, order of digits, 髙 for 高), and *hard*
(`HARD`) where something is wrong, old or lost. Some 10–15 % of the records carry a hard one.
"""

from __future__ import annotations

from benchmarks.people.departments import DEPARTMENTS, EIGHT
from benchmarks.people.names import GIVEN_NAMES, SURNAMES
from benchmarks.people.table import HARD, Key, People, people

__all__ = ["DEPARTMENTS", "EIGHT", "GIVEN_NAMES", "HARD", "SURNAMES", "Key", "People", "people"]

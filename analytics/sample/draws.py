"""Chance that is the same on every machine: a hash of the seed and of what is drawn for, never a running stream.

The numbers of a debtor do not depend on who was drawn before, so a city can be made block by block, in any order. Only
integer arithmetic on 64 bits is used (the finaliser of SplitMix64): it is exact everywhere, while the streams of
numpy's generators may change from one of its versions to the next.
"""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import ArrayLike, NDArray

Bits = NDArray[np.uint64]
MASK = (1 << 64) - 1
STEP = 0x9E3779B97F4A7C15  # 2**64 divided by the golden ratio
_FIRST, _SECOND = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


def name_bits(name: str) -> int:
    """A number for the *name* of what is drawn; not `hash`, which differs from process to process."""
    return zlib.crc32(name.encode()) * STEP & MASK


def bit(seed: int, name: str, *ids: int) -> int:
    """64 random bits for one thing, as a plain number; equal to `bits` of the same."""
    state = _mixed_one(seed ^ name_bits(name))
    for each in ids:
        state = _mixed_one(state ^ (each * STEP & MASK))
    return state


def one_below(most: int, seed: int, name: str, *ids: int) -> int:
    """A number from 0 to *most* − 1 for one thing."""
    return (bit(seed, name, *ids) >> 32) * most >> 32


def bits(seed: int, name: str, *ids: ArrayLike) -> Bits:
    """64 random bits for each of *ids* (broadcast against each other)."""
    state = _mixed(np.asarray(seed ^ name_bits(name), dtype=np.uint64))
    for each in ids:
        state = _mixed(state ^ (np.asarray(each).astype(np.uint64) * np.uint64(STEP)))
    return state


def below(most: int, drawn: Bits) -> NDArray[np.int64]:
    """*drawn* as numbers from 0 to *most* − 1; *most* under 2**32."""
    upper = drawn >> np.uint64(32)
    return ((upper * np.uint64(most)) >> np.uint64(32)).astype(np.int64)


def share(drawn: Bits) -> NDArray[np.float64]:
    """*drawn* as shares from 0 up to 1, exact on every machine."""
    return (drawn >> np.uint64(11)).astype(np.float64) * 2.0**-53


def spread(places: ArrayLike, start: float) -> NDArray[np.float64]:
    """Shares spread evenly over 0 to 1 for *places* 0, 1, 2…: their mean varies far less than that of free draws."""
    golden = STEP / 2.0**64
    return (np.asarray(places, dtype=np.float64) * golden + start) % 1.0


def _mixed(state: Bits) -> Bits:
    with np.errstate(over="ignore"):
        state = state + np.uint64(STEP)
        state = (state ^ (state >> np.uint64(30))) * np.uint64(_FIRST)
        state = (state ^ (state >> np.uint64(27))) * np.uint64(_SECOND)
        return state ^ (state >> np.uint64(31))


def _mixed_one(state: int) -> int:
    state = (state + STEP) & MASK
    state = (state ^ (state >> 30)) * _FIRST & MASK
    state = (state ^ (state >> 27)) * _SECOND & MASK
    return state ^ (state >> 31)

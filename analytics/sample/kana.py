"""Readings as systems write them: with and without voicing marks, half-width, in hiragana."""

from __future__ import annotations

import unicodedata


def without_voice(kana: str) -> str:
    """Kana without the marks for voiced sounds: ``ワタナベ`` → ``ワタナヘ``."""
    taken_apart = unicodedata.normalize("NFD", kana)
    return "".join(letter for letter in taken_apart if letter not in "\u3099\u309a")


def half_width(kana: str) -> str:
    """Kana as old systems have it: ``ﾀﾅﾍﾞ``."""
    apart = unicodedata.normalize("NFD", kana)
    return "".join(_HALF.get(letter, letter) for letter in apart)


_HALF = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)} | {
    "\u3099": "ﾞ",
    "\u309a": "ﾟ",
}


def hiragana(kana: str) -> str:
    """Kana as a register has its readings: ``たなべ``."""
    return "".join(chr(ord(each) - 0x60) if "ァ" <= each <= "ヶ" else each for each in kana)

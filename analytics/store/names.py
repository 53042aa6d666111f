"""What a version may be called: a short name that is seen, is no number, and is neither a path nor a formula."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from analytics.errors import InputFault

LONGEST_NAME, LONGEST_NOTE = 60, 400  # letters
_REFUSED = re.compile(r'[\\/<>|"`]')  # what paths and markup are made of
_FORMULA = re.compile(r"^[=+\-@＝＋－＠−'.]")
_UNSEEN = {"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"}
_NUMBER = re.compile(r"^[\d.,]+$")
_OF_A_SHELL = re.compile(r"[\s&;()$!#]")


def version_number(asked: str) -> int | None:
    """The number that *asked* is, or None when it is a name."""
    text = unicodedata.normalize("NFKC", asked).strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None


def checked_name(name: str) -> str:
    """*name* as it is kept. Raises `InputFault` for one that could be taken for something else."""
    said = unicodedata.normalize("NFC", name).strip()
    wrong = ""
    if not said:
        wrong = "空です"
    elif len(said) > LONGEST_NAME:
        wrong = f"{len(said)}文字あります（{LONGEST_NAME}文字まで）"
    elif any(unicodedata.category(letter) in _UNSEEN for letter in said):
        wrong = "見えない文字が入っています"
    elif found := _REFUSED.search(unicodedata.normalize("NFKC", said)):
        wrong = f"使えない記号「{found[0]}」があります"
    elif found := _FORMULA.search(said):
        wrong = f"「{found[0]}」で始まっています"
    elif _NUMBER.search(unicodedata.normalize("NFKC", said)):
        wrong = "数字だけで、版の番号と区別がつきません"
    if wrong:
        raise InputFault(
            f"この名前は付けられません（{wrong}）。「第43回徴収対策会議」のような短い名前にしてください。"
        )
    return said


def checked_note(note: str) -> str:
    """*note* as it is kept: on one line. Raises `InputFault` for one that is too long."""
    said = unicodedata.normalize("NFC", note).strip()
    if len(said) > LONGEST_NOTE:
        raise InputFault(
            f"メモが長すぎます（{len(said)}文字）。{LONGEST_NOTE}文字までにしてください。"
        )
    return "".join(" " if unicodedata.category(letter) in _UNSEEN else letter for letter in said)


def as_typed(name: str) -> str:
    """*name* as it is given to a command."""
    return f'"{name}"' if _OF_A_SHELL.search(name) else name


def key_of(name: str) -> str:
    """The same for names that differ in width or case only, and never a path, whatever stands in the name."""
    meant = unicodedata.normalize("NFKC", name).strip().casefold()
    return hashlib.sha256(meant.encode("utf-8", "surrogatepass")).hexdigest()[:24]

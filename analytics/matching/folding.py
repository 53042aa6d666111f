"""How a name, a reading, an address or a number is folded, so that two ways of writing one thing become equal.

What was delivered stays as it is; folded forms are made for comparing and are never shown as somebody's name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

import jaconv
import joyokanji

_SMALL = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_VOICE = re.compile("[\u3099\u309a]")
_LONG = re.compile("[\u30fc\uff70\u2010-\u2015\u2212-]")
_ROWS = {  # which vowel a syllable ends in
    vowel: f"[{row}]"
    for vowel, row in zip(
        "アイウエオ",
        (
            "アカサタナハマヤラワ",
            "イキシチニヒミリ",
            "ウクスツヌフムユル",
            "エケセテネヘメレ",
            "オコソトノホモヨロ",
        ),
        strict=True,
    )
}
_LONGER = [  # how a long vowel is written after each row: オオノ, オーノ and オウノ become one
    (re.compile(f"(?<={_ROWS['ア']})ー"), "ア"),
    (re.compile(f"(?<={_ROWS['イ']})ー"), "イ"),
    (re.compile(f"(?<={_ROWS['ウ']})ー"), "ウ"),
    (re.compile(f"(?<={_ROWS['エ']})ー"), "イ"),
    (re.compile(f"(?<={_ROWS['オ']})[ーオ]"), "ウ"),
]
_BLANK = re.compile(r"\s+")
_COMPANY = re.compile(
    r"株式会社|有限会社|合同会社|合資会社|合名会社|一般社団法人|社会福祉法人|医療法人|宗教法人|学校法人|\(株\)|\(有\)|\(同\)"
)
_COMPANY_KANA = re.compile(
    "カフシキカイシヤ|ユウケンカイシヤ|コウトウカイシヤ|シヤカイフクシホウシン|イリヨウホウシン"
)
_HEAD = re.compile(r"\s(代表|理事長|取締役).*$")
_LOST = re.compile("[〓?？�■□]")  # what a letter becomes that a system does not have
_NUMERALS = "〇一二三四五六七八九"
_NUMERAL_RUN = re.compile("[〇一二三四五六七八九十百]+")
_COUNTED = re.compile(r"丁目|番|号|の\d|[-−－‐]")  # what follows numerals that are a number
_STREET = re.compile(r"\d(?=条)")  # 北3条西: part of the town's name
_COUNTERS = re.compile(
    r"丁目|番地の|番地|番町(?=\d)|番|号室|号|の(?=\d)|ノ(?=\d)|[‐-―−ー－~〜/,、]"
)
_WIDER = re.compile(
    r"^(?:..府|..道|...?県|東京都)?(?:[^\d]{1,7}?郡)?(?:[^\d]{1,6}?[市町村])?(?:大字|字)?"
)
_AREA = re.compile(r"大字|(?<=..)字.*$")  # 字 is often left out
_CARE_OF = re.compile(r"\s*\S+様方$|\(.*?\)")


def name(written: str, letters: Mapping[int, str]) -> str:
    """*written* with one form for each letter and one blank between its parts; *letters* are the city's own pairs.

    >>> name("髙橋　恵子", {})
    '高橋 恵子'
    """
    wide = unicodedata.normalize("NFKC", written).translate(letters)
    whole = joyokanji.convert(wide, variants=True).translate(letters)
    return _BLANK.sub(" ", whole).strip().upper()


def company(folded: str) -> str:
    """What a folded *folded* name is called when it is a company's, without the words for its kind; else "".

    >>> company("(株)見本商事"), company("見本 花子")
    ('見本商事', '')
    """
    if not _COMPANY.search(folded):
        return ""
    return _BLANK.sub("", _COMPANY.sub("", _HEAD.sub("", folded)))


def company_kana(folded: str) -> str:
    """The same for a reading as `kana` folds it.

    >>> company_kana("カフシキカイシヤ ミホン"), company_kana("ミホン ハナコ")
    ('ミホン', '')
    """
    plain = folded.replace(" ", "")
    return _COMPANY_KANA.sub("", plain) if _COMPANY_KANA.search(plain) else ""


def lost_letters(written: str) -> bool:
    """Whether letters of *written* were lost on the way, as 外字 are (〓)."""
    return bool(_LOST.search(written))


def kana(written: str) -> str:
    """A reading in katakana without voicing, long vowels and small letters; blanks between its parts are kept.

    >>> kana("わたなべ　じゅんこ"), kana("ﾜﾀﾅﾍﾞ ｼﾞﾕﾝｺ")
    ('ワタナヘ シユンコ', 'ワタナヘ シユンコ')
    """
    full = jaconv.hira2kata(unicodedata.normalize("NFKC", written))
    plain = _VOICE.sub("", unicodedata.normalize("NFD", full)).translate(_SMALL)
    plain = _LONG.sub("ー", plain.replace("ヲ", "オ").replace("・", " "))
    for long, vowel in _LONGER:
        plain = long.sub(vowel, plain)
    return _BLANK.sub(" ", plain.replace("ー", "")).strip().upper()


def digits(written: str) -> str:
    """The digits of a telephone number or postal code; "" where they are too few, or all nought.

    >>> digits("０１２-３４５-６７８９"), digits("-")
    ('0123456789', '')
    """
    found = "".join(re.findall(r"\d", unicodedata.normalize("NFKC", written)))
    return found if len(found) >= 7 and found.strip("0") else ""


def postal(written: str) -> str:
    """The digits of a postal code; "" where they are all nought.

    >>> postal("〒１２３-4567"), postal("000-0000")
    ('1234567', '')
    """
    found = "".join(re.findall(r"\d", unicodedata.normalize("NFKC", written)))
    return found if found.strip("0") else ""


def address(written: str) -> str:
    """A whole address that has no Japanese in it, in capitals without blanks; "" for any other.

    >>> address("12 Main St, Springfield"), address("見本町1-2")
    ('12MAINSTSPRINGFIELD', '')
    """
    wide = unicodedata.normalize("NFKC", written).upper()
    return "".join(re.findall("[0-9A-Z]+", wide)) if wide.isascii() else ""


def place(written: str) -> tuple[str, str, str]:
    """The town of an address, the town with its first two numbers, and the third; "" for what is not written.

    Prefecture and city are left out (they are the city's own), and so are the building and who lives with whom.

    >>> place("架空市見本町１丁目２番３号　ﾊｲﾂ見本 101"), place("見本町一丁目２－３")
    (('見本町', '見本町 1-2', '3'), ('見本町', '見本町 1-2', '3'))
    """
    wide = _CARE_OF.sub("", unicodedata.normalize("NFKC", written)).strip()
    modern = _STREET.sub(
        lambda each: _NUMERALS[int(each[0])], joyokanji.convert(wide, variants=True)
    )
    plain = _NUMERAL_RUN.sub(_as_digits, modern)
    plain = _COUNTERS.sub("-", plain)
    found = re.match(r"^([^\d-]*)([\d-]*)", plain)
    if found is None:
        return "", "", ""
    town = _AREA.sub("", _WIDER.sub("", _BLANK.sub("", found[1]), count=1)) or _BLANK.sub(
        "", found[1]
    )
    numbers = [number.lstrip("0") for number in re.findall(r"\d+", found[2])]
    town = town.replace("ケ", "ヶ").replace("が", "ヶ")
    block = f"{town} {'-'.join(numbers[:2])}" if town and numbers else ""
    return town, block, numbers[2] if block and len(numbers) > 2 else ""


def _as_digits(run: re.Match[str]) -> str:
    """Numerals before a counter as digits; elsewhere they are part of a name (三島, 八幡)."""
    after = run.string[run.end() :]
    if not _COUNTED.match(after):
        return run[0]
    total, current = 0, 0
    for letter in run[0]:
        if letter in "十百":
            total += (current or 1) * (10 if letter == "十" else 100)
            current = 0
        else:
            current = current * 10 + _NUMERALS.index(letter)
    return str(total + current)

"""A mistake in a layout file, said so that whoever edits it can mend it: where it stands and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from pydantic import ValidationError

SAID = {  # kind of mistake, as pydantic names it → what to say
    "missing": "書かれていません",
    "string_too_long": "1文字で書いてください",
    "string_too_short": "1文字で書いてください",
    "too_short": "1つ以上書いてください",
    "string_type": "引用符で囲んだ文字を書いてください",
    "list_type": '[ ] で囲んだ並びを書いてください（例: ["あ", "い"]）',
    "dict_type": "{ } で囲んだ組を書いてください",
    "int_type": "引用符を付けずに整数を書いてください",
    "int_parsing": "引用符を付けずに整数を書いてください",
    "int_from_float": "整数を書いてください",
    "greater_than_equal": "小さすぎます",
    "less_than_equal": "大きすぎます",
    "bool_type": "true か false を書いてください",
    "bool_parsing": "true か false を書いてください",
    "model_type": "表（[名前] か { } ）を書いてください",
    "model_attributes_type": "表（[名前] か { } ）を書いてください",
}

PATTERN = {  # how Python begins to say what is wrong with a pattern → what to say
    "missing ), unt": "ここで開いた半角のかっこ ( が閉じていません",
    "unbalanced parenthesis": "対応する ( のない ) があります",
    "unterminated character set": "ここで開いた [ が閉じていません",
    "bad character range": "[ ] のなかの範囲が逆か、- の前後が範囲になりません",
    "nothing to repeat": "くり返す文字が * や + や ? の前にありません",
    "multiple repeat": "* や + や ? が続いています",
    "min repeat": "{ } のなかの回数が逆です",
    "bad escape": "\\ の後ろの文字が使えません",
    "incomplete escape": "\\ の後ろが足りません",
    "redefinition of group name": "同じ名前の (?P<…>…) が2つあります",
    "unknown extension": "( の後ろの ? が使えません",
    "unexpected end of pattern": "( の後ろが足りません",
    "bad character in group name": "(?P<…>…) の名前は半角の英字で書いてください",
    "missing group name": "(?P<…>…) の名前がありません",
    "missing >": "(?P<…>…) の > がありません",
}


def mistakes(problem: ValidationError, top: Collection[str]) -> list[str]:
    """Each mistake as place and sentence. *top* are the keys that stand above the first ``[table]``."""
    return [f"{_where(item['loc'])}: {_said(item, top)}" for item in problem.errors()]


def _where(location: tuple[int | str, ...]) -> str:
    steps = [f"{step + 1}番目" if isinstance(step, int) else step for step in location]
    return ".".join(steps) or "全体"


def _bad_pattern(problem: re.error) -> str:
    """Where a pattern cannot be read, and why; signs like ( stand for themselves after a backslash or full-width."""
    begun = (said for start, said in PATTERN.items() if problem.msg.startswith(start))
    place = "" if problem.pos is None else f"{problem.pos + 1}文字目: "
    return (
        f"パターン「{problem.pattern!s}」を読めません（{place}{next(begun, '正規表現になっていません')}）。"
        "直すか、その記号そのものを表すなら前に \\ を付けてください"
    )


def _said(item: Any, top: Collection[str]) -> str:
    match item["type"]:
        case "value_error":  # one of our own checks
            cause = item["ctx"]["error"].__cause__
            if isinstance(cause, re.error):
                return _bad_pattern(cause)
            return str(item["msg"]).removeprefix("Value error, ")
        case "literal_error":
            choices = str(item["ctx"]["expected"]).replace(" or ", "、").replace(", ", "、")
            return f"使える値ではありません（{choices}）"
        case "extra_forbidden" if item["loc"][-1] in top:
            return (
                f"{item['loc'][-1]} はここには書けません。[ ] の付く最初の行より上に書いてください"
            )
        case "extra_forbidden":
            return "知らない項目です。綴りを確かめてください"
    return SAID.get(item["type"], "書き方が違います")

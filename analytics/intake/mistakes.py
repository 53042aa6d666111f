"""A mistake in a layout file, said so that whoever edits it can mend it: where it stands and what to write instead."""

from __future__ import annotations

import re
import tomllib
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


def mistakes(problem: ValidationError, top: Collection[str]) -> list[str]:
    """Each mistake as place and sentence. *top* are the keys that stand above the first ``[table]``."""
    return [f"{_where(item['loc'])}: {_said(item, top)}" for item in problem.errors()]


def toml_place(problem: tomllib.TOMLDecodeError) -> str:
    """Where the file stops being TOML: ``2行目の8文字目``."""
    place = re.search(r"line (\d+), column (\d+)", str(problem))
    return f"{place[1]}行目の{place[2]}文字目" if place else "終わり"


def _where(location: tuple[int | str, ...]) -> str:
    steps = [f"{step + 1}番目" if isinstance(step, int) else step for step in location]
    return ".".join(steps) or "全体"


def _said(item: Any, top: Collection[str]) -> str:
    match item["type"]:
        case "value_error":  # one of our own checks
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

"""What is wrong with a command line, in Japanese: the library that reads it knows English only."""

from __future__ import annotations


def misuse(problem: Exception) -> str:
    """The sentence for a command line that was not understood; "" when its help has already been shown instead."""
    option = getattr(problem, "option_name", "")
    called = _called(getattr(problem, "param", None))
    match type(problem).__name__:  # the library keeps the classes to itself
        case "NoArgsIsHelpError":
            return ""
        case "MissingParameter":
            said = f"{called} の指定がありません"
        case "NoSuchOption":
            said = f"{option} という指定はありません"
        case "BadOptionUsage":
            said = f"{option} の値がないか、要らない値が付いています"
        case "BadParameter":
            hint = getattr(getattr(problem, "param", None), "help", None)
            said = f"{called} に指定した値は使えません" + (f"（{hint}）" if hint else "")
        case _:
            said = "そのようなコマンドや引数はありません"
    return f"使い方の誤り: {said}。`zangaku コマンド --help` で使い方を確かめてください。"


def _called(parameter: object) -> str:
    """What a person calls the parameter: ``--store``, or ``FILE…`` for an argument."""
    options = [name for name in getattr(parameter, "opts", []) if name.startswith("-")]
    return "／".join(options) or getattr(parameter, "metavar", None) or ""

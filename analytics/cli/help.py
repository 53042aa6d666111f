"""Help in Japanese throughout: Typer has hooks for most of its English words, and two small classes for the rest."""

from __future__ import annotations

from typing import Any

import typer
from typer import rich_utils
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

rich_utils.ARGUMENTS_PANEL_TITLE = "引数"
rich_utils.OPTIONS_PANEL_TITLE = "オプション"
rich_utils.COMMANDS_PANEL_TITLE = "コマンド"
rich_utils.DEFAULT_STRING = "［既定: {}］"
rich_utils.REQUIRED_LONG_STRING = "［必須］"
# an argument's name and words say enough; `<list[Path]>` is for programmers
TyperArgument.display_type_rich = lambda self, ctx: None  # type: ignore[method-assign]

USAGE = {
    "Usage:": "使い方:",
    "[OPTIONS]": "［オプション］",
    "COMMAND [ARGS]...": "コマンド …",
}


def in_japanese(app: typer.Typer) -> typer.Typer:
    """*app* with every command and every group of commands explained in Japanese."""
    app.info.cls = _Group
    for command in app.registered_commands:
        command.cls = _Command
    for group in app.registered_groups:
        if group.typer_instance is not None:
            in_japanese(group.typer_instance)
    return app


class _Command(TyperCommand):
    def get_usage(self, ctx: Any) -> str:
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> TyperOption | None:
        return _explained(super().get_help_option(ctx))


class _Group(TyperGroup):
    def get_usage(self, ctx: Any) -> str:
        return _usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> TyperOption | None:
        return _explained(super().get_help_option(ctx))


def _usage(line: str) -> str:
    for english, japanese in USAGE.items():
        line = line.replace(english, japanese, 1)
    return line


def _explained(option: TyperOption | None) -> TyperOption | None:
    if option is not None:
        option.help, option.metavar = "この説明を出します。", ""
    return option

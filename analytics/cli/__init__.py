"""The command `zangaku`: the same figures and jobs with no screen."""

from analytics.cli.commands import main

__all__ = ["main"]

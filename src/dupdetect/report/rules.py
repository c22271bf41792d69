"""The names of the licence rules that a pair breaks, keeps or leaves open, as all reports print them."""

from __future__ import annotations

from dupdetect.records import Comparison


def broken_rules(pair: Comparison) -> list[str]:
    """The names of the rules that a copy breaks."""
    return [check.rule for check in pair.rules if check.kept is False]


def kept_rules(pair: Comparison) -> list[str]:
    """The names of the rules that a copy keeps."""
    return [check.rule for check in pair.rules if check.kept]


def unjudged_rules(pair: Comparison) -> list[str]:
    """The names of the rules that could not be judged."""
    return [check.rule for check in pair.rules if check.kept is None]

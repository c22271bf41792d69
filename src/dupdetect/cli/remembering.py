"""--remember: an archive keeps the related pairs that a check finds, for `dupdetect ledger`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dupdetect.cli.licence import apply_rules
from dupdetect.cli.talk import say
from dupdetect.desk.rules import Rules
from dupdetect.records import Findings
from dupdetect.report.wording import count_noun

if TYPE_CHECKING:
    from dupdetect.pipeline import Index

Command = TypeVar("Command", bound=Callable[..., Any])


def remember_option(command: Command) -> Command:
    """--remember, for every command that asks an archive."""
    text = "Let the archive remember the related pairs, for ledger. A page counts once, however often it is checked."
    return click.option("--remember", is_flag=True, help=text)(command)


def judge_and_remember(index: Index, paths: Sequence[str], rules: Rules | None, findings: Findings) -> Findings:
    """Judge the findings of a check by the rules, if there are any, and let the archive remember them."""
    judged = apply_rules(findings, rules)
    say(f"{count_noun(index.remember(judged, paths), 'related pair')} remembered for dupdetect ledger")
    return judged

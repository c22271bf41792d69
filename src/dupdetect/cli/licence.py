"""`dupdetect licence`: which rules of a licence does each copy keep, and which does it break?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from dupdetect.cli.helptext import command
from dupdetect.cli.options import output_options
from dupdetect.cli.output import Output
from dupdetect.desk.rules import PRESETS, Rules
from dupdetect.errors import UsageError
from dupdetect.records import Findings
from dupdetect.report import load

Command = TypeVar("Command", bound=Callable[..., Any])


def rules_option(command: Command) -> Command:
    """--rules, for every command that can judge copies by a licence."""
    text = f"Judge copies by the rules of a licence: a TOML file, or {', '.join(PRESETS)}."
    return click.option("--rules", "rules_file", metavar="RULES.toml", help=text)(command)


def load_rules(rules_file: str | None) -> Rules | None:
    """The rules named by --rules; None without it.

    Raises:
        InputError: the file cannot be read.
        SettingsError: it holds faults; all are listed.
        UsageError: it sets no rule.
    """
    if rules_file is None:
        return None
    rules = Rules.load(rules_file)
    if not rules.any_asked:
        raise UsageError(f"{rules_file}: sets no rule; docs/editors.md lists them")
    return rules


def apply_rules(findings: Findings, rules: Rules | None) -> Findings:
    """Judge the findings by the rules, if there are any."""
    if rules is None:
        return findings
    from dupdetect.desk.licence import check_findings  # numba is slow to import; --help need not wait

    return check_findings(findings, rules)


@command(epilog="Example: dupdetect licence findings.json --rules rules.toml --format csv -o rules.csv")
@click.argument("findings", metavar="FINDINGS.json")
@rules_option
@output_options
def licence(findings: str, rules_file: str | None, form: str | None, output: str | None, details: int | None) -> None:
    """Judge findings kept as JSON by the rules of a licence. Nothing is compared again.

    FINDINGS.json was written by scan --ours or compare; - is standard input. Each rule is kept, broken, or cannot be
    judged; the report quotes the evidence.
    """
    rules = load_rules(rules_file)
    if rules is None:
        raise UsageError(f"licence: name the rules with --rules, a TOML file or one of {', '.join(PRESETS)}")
    out = Output.from_options(output, form, details or 0)
    out.check([findings, str(rules_file)])
    out.write(apply_rules(load(findings), rules))

"""`dupdetect compare`: how are these two texts related, and what is the evidence?"""

from __future__ import annotations

import click

from dupdetect.cli.exits import fail_on_met
from dupdetect.cli.helptext import command
from dupdetect.cli.licence import apply_rules, load_rules, rules_option
from dupdetect.cli.options import choose_settings, fail_on_option, output_options, reading_options, settings_options
from dupdetect.cli.output import Output
from dupdetect.errors import UsageError


@command(epilog="Example: dupdetect compare original.txt suspect.txt")
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@rules_option
@output_options
@fail_on_option
@reading_options
@settings_options
@click.pass_context
def compare(
    ctx: click.Context,
    a: str,
    b: str,
    rules_file: str | None,
    form: str | None,
    output: str | None,
    details: int | None,
    fail_on: str | None,
    jobs: int | None,
    config: str | None,
    preset: str | None,
    changes: tuple[str, ...],
) -> None:
    """Compare two files, sentence by sentence.

    A and B are files of any format that is read; one of them may be - for standard input. With --rules, A is the
    original.
    """
    if a == b == "-":
        raise UsageError("compare - -: standard input can be read only once; name a file for A or B")
    settings, rules = choose_settings(config, preset, changes), load_rules(rules_file)
    out = Output.from_options(output, form, details)
    out.check([a, b, *(item for item in (config, rules_file) if item)])

    from dupdetect import pipeline  # slow to import; --help need not wait

    findings = pipeline.compare_files(a, b, settings)
    out.write(apply_rules(findings, rules))
    ctx.exit(fail_on_met(findings, fail_on))

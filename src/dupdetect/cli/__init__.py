"""The command line: it reads the options, makes one call, hands the findings to a writer and exits.

Standard output is data, standard error is talk. Nothing heavy is imported before a command runs.
"""

from __future__ import annotations

import gc
import os
import warnings
from collections.abc import Iterable
from typing import TextIO

import click

from dupdetect.cli import check, compare, corrections, dedup, evidence, index, licence, report, scan, serve
from dupdetect.cli.options import DEBUG
from dupdetect.errors import DupdetectError, SettingsError
from dupdetect.report.visible import make_visible

INTERRUPTED = 130
"""The exit status after Ctrl-C, as shells give it: 128 and the number of the signal."""

_GARBAGE = 50_000
"""Objects made before Python looks for rings of garbage among them. At its own 700 it looks hundreds of times while
packages are imported and a small folder is scanned, and finds next to none."""


class Commands(click.Group):
    """The one place where an error becomes a line on standard error and an exit status."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            with warnings.catch_warnings():
                warnings.showwarning = _warn
                return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            _end(ctx, ["interrupted"], INTERRUPTED)
        except DupdetectError as error:
            if ctx.meta.get(DEBUG):
                raise
            _end(ctx, error.faults if isinstance(error, SettingsError) else [str(error)], error.exit_status)
        except Exception as error:
            if ctx.meta.get(DEBUG):
                raise
            kind = f"{type(error).__name__}: {error}".removesuffix(": ")
            _end(ctx, [f"internal error: {kind}; run again with --debug and report it"], 1)
        return None


def run() -> None:
    """The program: a process of its own, in which kernels may be alone and garbage may wait a little."""
    os.environ.setdefault("DUPDETECT_KERNELS", "alone")
    gc.set_threshold(_GARBAGE)
    main(prog_name="dupdetect")


def _warn(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """A warning as one line, each text once."""
    if (text := str(message)) not in _WARNED:
        _WARNED.add(text)
        click.echo(f"dupdetect: warning: {make_visible(text)}", err=True)


_WARNED: set[str] = set()


def _end(ctx: click.Context, lines: Iterable[str], status: int) -> None:
    for line in lines:
        click.echo(f"dupdetect: {make_visible(line)}", err=True)
    ctx.exit(status)


def _version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if not asked or ctx.resilient_parsing:
        return
    from importlib.metadata import PackageNotFoundError, version

    try:
        number = version("dupdetect")
    except PackageNotFoundError:
        number = "(not installed: run from its source)"
    click.echo(f"dupdetect {number}")
    ctx.exit()


@click.group(cls=Commands, epilog="Example: dupdetect scan articles/")
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version and exit."
)
def main() -> None:
    """Find copied, rewritten and partly reused articles, with the evidence.

    \b
    Exit status: 0 done; 1 an error, told in one line; 2 wrong usage;
    3 --fail-on was met; 130 interrupted.
    """


main.add_command(scan.scan)
main.add_command(compare.compare)
main.add_command(report.report)
main.add_command(licence.licence)
main.add_command(evidence.evidence)
main.add_command(corrections.corrections)
main.add_command(index.index)
main.add_command(check.check)
main.add_command(dedup.dedup)
main.add_command(serve.serve)

"""The command line: parse options, make one call, pass the findings to a writer, exit.

Standard output carries data, standard error messages. Nothing heavy is imported before a command runs.
"""

from __future__ import annotations

import gc
import os
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any, NamedTuple, NoReturn, TextIO

import click
from click.shell_completion import CompletionItem

from dupdetect.cli import streams
from dupdetect.cli.talk import ARGUMENTS, DEBUG, say
from dupdetect.errors import DupdetectError, SettingsError
from dupdetect.report.visible import make_visible

_GARBAGE = 50_000
"""Allocations between runs of the garbage collector. At Python's default of 700 it runs hundreds of times during
imports and the scan of a small folder, and finds almost nothing."""


class Entry(NamedTuple):
    """A command: the module below `dupdetect.cli` that has it, its name there, and its summary."""

    module: str
    name: str
    summary: str


COMMANDS = {
    "scan": Entry("scan", "scan", "Compare all articles in files and folders with one another."),
    "compare": Entry("compare", "compare", "Compare two files, sentence by sentence."),
    "report": Entry("report", "report", "Convert findings saved as JSON to another format."),
    "licence": Entry("licence", "licence", "Judge findings kept as JSON by the rules of a licence."),
    "evidence": Entry("evidence", "evidence", "Put the evidence of one pair into a folder: B as a copy of A."),
    "corrections": Entry(
        "corrections", "corrections", "List the copies that still carry the old facts of a corrected article."
    ),
    "index": Entry("index", "index", "Remember articles in an archive, for check and scan --index."),
    "check": Entry("check", "check", "Ask an archive which of its articles these are made from."),
    "ledger": Entry(
        "ledger",
        "ledger",
        "Sum up what an archive remembers, by outlet and month: copies, rewrites, credit, broken rules.",
    ),
    "dedup": Entry("dedup", "dedup", "Keep one article of each group of similar ones."),
    "serve": Entry(
        "serve", "serve", "Serve a page to compare texts, to search files for copies, and to ask an archive."
    ),
    "mcp": Entry("mcp", "mcp", "Serve agents that speak the Model Context Protocol, over standard input and output."),
    "compile": Entry("compiling", "compile_ahead", "Compile the kernels now, so that no later command waits for that."),
}
"""The commands in the order of use. Each is loaded when it is asked for, so that none waits for the others."""


class Commands(click.Group):
    """The command group, which turns errors into a line on standard error and an exit status."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command, from its module, which is loaded now."""
        if (entry := COMMANDS.get(cmd_name)) is None:
            return None
        command: click.Command = getattr(import_module(f"dupdetect.cli.{entry.module}"), entry.name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands with their summaries; no module is loaded for that."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in COMMANDS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands that begin so, and the options; no module is loaded for that."""
        commands = [
            CompletionItem(name, help=entry.summary) for name, entry in COMMANDS.items() if name.startswith(incomplete)
        ]
        return [*commands, *click.Command.shell_complete(self, ctx, incomplete)]

    def make_context(self, info_name: str | None, args: list[str], *more: Any, **options: Any) -> click.Context:
        arguments = list(args)  # click empties the list
        with _translate_errors({}):  # help and the version are written here
            context = super().make_context(info_name, args, *more, **options)
        context.meta[ARGUMENTS] = arguments
        return context

    def invoke(self, ctx: click.Context) -> object:
        with _translate_errors(ctx.meta), warnings.catch_warnings():
            warnings.showwarning = _warn
            return super().invoke(ctx)


def run() -> None:
    """Entry point: tunes numba import and garbage collection."""
    os.environ.setdefault("DUPDETECT_KERNELS", "alone")
    gc.set_threshold(_GARBAGE)
    streams.hold_streams()
    streams.raise_on_signals()
    try:
        main(prog_name="dupdetect")
    except SystemExit as leaving:
        if not leaving.code:  # else Python looks for garbage among all objects, which end with the process anyway
            gc.freeze()
        raise
    finally:
        streams.leave_quietly()


@contextmanager
def _translate_errors(meta: Mapping[str, object]) -> Iterator[None]:
    """Turn errors into lines and an exit status, unless `meta` asks for a traceback."""
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except KeyboardInterrupt:
        line, status = streams.describe_interrupt()
        _end([line], status)
    except DupdetectError as error:
        if meta.get(DEBUG):
            raise
        _end(error.faults if isinstance(error, SettingsError) else [str(error)], error.exit_status)
    except Exception as error:
        if meta.get(DEBUG):
            raise
        kind = f"{type(error).__name__}: {error}".removesuffix(": ")
        _end([f"internal error: {kind}; run again with --debug and report it"], 1)


def _end(lines: Iterable[str], status: int) -> NoReturn:
    for line in lines:
        click.echo(f"dupdetect: {make_visible(line)}", err=True)
    raise click.exceptions.Exit(status)


def _warn(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Print a warning as one line, each text once."""
    if (text := str(message)) not in _WARNED:
        _WARNED.add(text)
        say(f"dupdetect: warning: {make_visible(text)}")


_WARNED: set[str] = set()


def _version(ctx: click.Context, _: click.Parameter, is_set: bool) -> None:
    if not is_set or ctx.resilient_parsing:
        return
    from dupdetect.cli.version import read_version  # the metadata of packages is slow to import

    click.echo(f"dupdetect {read_version()}")
    ctx.exit()


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: dupdetect scan articles/",
)
@click.option(
    *("-V", "--version"),
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the version and exit.",
)
def main() -> None:
    """Find copied, rewritten and partly reused articles, with the evidence.

    \b
    Exit status: 0 done; 1 error; 2 wrong usage;
    3 --fail-on was met; 130 interrupted (Ctrl-C); 143 terminated.
    """

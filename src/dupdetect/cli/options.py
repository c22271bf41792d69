"""The options that commands share, and the settings that they add up to."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from dupdetect.cli.streams import read_standard_input
from dupdetect.cli.talk import COLOR, COLUMNS, DEBUG, QUIET, silence_library
from dupdetect.engines import NAMES as ENGINES
from dupdetect.errors import InputError, UsageError
from dupdetect.records import Verdict
from dupdetect.report import FORMATS
from dupdetect.settings import PRESETS, Settings

VERDICTS = [verdict.value for verdict in Verdict]

Command = TypeVar("Command", bound=Callable[..., Any])


def output_options(command: Command) -> Command:
    """--format, -o, --columns, --details and --color; and --quiet and --debug, which every command takes."""
    for option in reversed(
        (
            click.option(
                "--format",
                "form",
                type=click.Choice(FORMATS),
                help="How to write the findings; without it the ending of -o's FILE decides, else terminal.",
            ),
            click.option("-o", "--output", metavar="FILE", help="Write to FILE instead of standard output."),
            columns_option(
                "Write only these columns of csv and parquet, in this order: NAME,NAME...",
                expose_value=False,
                key=COLUMNS,
            ),
            click.option(
                "--details", type=click.IntRange(min=0), metavar="N", help="Pairs to show side by side in a terminal."
            ),
            color_option,
            talk_options,
        )
    ):
        command = option(command)
    return command


def color_option(command: Command) -> Command:
    """--color, for every command that writes colours."""
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        help="Whether the terminal form has colours; with auto, NO_COLOR in the environment means never.",
        expose_value=False,
        callback=_remember_color,
    )(command)


def _remember_color(ctx: click.Context, _: click.Parameter, choice: str) -> None:
    ctx.meta[COLOR] = choice


def columns_option(text: str, *, expose_value: bool = True, key: str = "") -> Callable[[Command], Command]:
    """--columns; stored in the context under `key` as well, if there is one."""

    def split(ctx: click.Context, _: click.Parameter, names: str | None) -> tuple[str, ...]:
        columns = tuple(name.strip() for name in names.split(",") if name.strip()) if names else ()
        if key:
            ctx.meta[key] = columns
        return columns

    return click.option("--columns", metavar="NAMES", help=text, callback=split, expose_value=expose_value)


def engine_options(command: Command) -> Command:
    """--engine and --master."""
    where = click.option(
        "--engine", type=click.Choice(ENGINES), default="local", help="Where the work runs; local by default."
    )
    master = "The Spark cluster, such as spark://host:7077, yarn or local[4]."
    return where(click.option("--master", metavar="URL", help=master)(command))


def settings_options(command: Command) -> Command:
    """--config, --preset, --set, --thesaurus and --meaning."""
    for option in reversed(
        (
            click.option("--config", metavar="FILE.toml", help="Read settings from a TOML file."),
            click.option("--preset", type=click.Choice(tuple(PRESETS)), help="Start from settings made for a purpose."),
            click.option(
                "--set", "changes", multiple=True, metavar="SECTION.NAME=VALUE", help="Change one setting; repeatable."
            ),
            _short("--thesaurus", "judging.thesaurus", "FOLDER", "Look up swaps in WordNet, MyThes or Moby files."),
            meaning_option,
        )
    ):
        command = option(command)
    return command


def reading_options(command: Command) -> Command:
    """Options for reading: which files, which columns of records, and how many processes."""
    for option in reversed(
        (
            _short("--include", "reading.include", "GLOB", "Read only such files in folders; repeatable.", True),
            _short("--exclude", "reading.exclude", "GLOB", "Leave such files and folders alone; repeatable.", True),
            _switch("--follow-links", "reading.follow_links", "Follow links to folders that lie in a folder."),
            _short("--text-column", "reading.text_column", "NAME", "The column or key with the text of a record."),
            _short("--id-column", "reading.id_column", "NAME", "The column or key with the id of a record."),
            encoding_option,
            max_size_option,
            click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Processes to use at once."),
        )
    ):
        command = option(command)
    return command


def paths_argument(required: bool = True) -> Callable[[Command], Command]:
    """PATH..., and --files-from, which names more of them."""

    def add_listed(ctx: click.Context, param: click.Parameter, paths: tuple[str, ...]) -> tuple[str, ...]:
        every = (*paths, *ctx.meta.get(_LISTED, ()))
        if required and not every:
            raise click.MissingParameter(ctx=ctx, param=param)
        return every

    def decorate(command: Command) -> Command:
        listing = "Read the names of more files and folders from LIST, one a line, or from - for standard input."
        command = click.argument("paths", metavar="PATH...", nargs=-1, callback=add_listed)(command)
        return click.option(
            "--files-from", metavar="LIST", help=listing, is_eager=True, expose_value=False, callback=_remember_list
        )(command)

    return decorate


def _remember_list(ctx: click.Context, _: click.Parameter, name: str | None) -> None:
    if name:
        ctx.meta[_LISTED] = _read_list(name)


def _read_list(name: str) -> tuple[str, ...]:
    """The names in a list: one a line; or each before a NUL, as `find -print0` writes names that have line ends."""
    try:
        data = read_standard_input() if name == "-" else Path(name).read_bytes()
    except (OSError, ValueError) as error:  # ValueError: NUL in the name
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"--files-from {name}: cannot be read ({reason}); check the name") from error
    names = data.split(b"\0") if b"\0" in data else data.splitlines()
    return tuple(os.fsdecode(line) for line in names if line.strip())


_LISTED = "dupdetect.listed"
"""Where a context keeps the paths that --files-from named."""


def _short(
    option: str, setting: str, metavar: str, text: str, multiple: bool = False, kind: Any = None
) -> Callable[[Command], Command]:
    """An option that is short for `--set SETTING=...`; it is stored in the context, not passed to the command."""

    def remember(ctx: click.Context, _: click.Parameter, value: object) -> None:
        if value:
            ctx.meta.setdefault(_SHORT, {})[setting] = value

    parameters: dict[str, Any] = {"metavar": metavar, "help": text, "multiple": multiple, "type": kind}
    return click.option(option, **parameters, expose_value=False, callback=remember)


def _switch(option: str, setting: str, text: str) -> Callable[[Command], Command]:
    """A flag that is short for `--set SETTING=true`; it is stored in the context, not passed to the command."""

    def remember(ctx: click.Context, _: click.Parameter, is_set: bool) -> None:
        if is_set:
            ctx.meta.setdefault(_SHORT, {})[setting] = True

    return click.option(option, is_flag=True, expose_value=False, callback=remember, help=text)


_SHORT = "dupdetect.short"
"""Where a context keeps the settings that have options of their own, by dotted name."""


encoding_option = _short(
    "--encoding", "reading.encoding", "NAME", "The encoding of the files; detected when not given."
)

max_size_option = _short(
    "--max-size",
    "reading.max_size",
    "BYTES",
    "The largest file, archive member or record to read.",
    kind=click.IntRange(min=1),
)


class _Size(click.ParamType):  # type: ignore[type-arg]  # generic in some versions only
    """A number of bytes, such as 4G, 512M or 1073741824; K, M and G count by 1,024."""

    name = "size"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        match = re.fullmatch(r"(\d{1,15})([KMG]?)(?:i?B)?", str(value).strip(), re.IGNORECASE)
        if match is None:
            self.fail(f"{value!r:.100} is no size; give a number of bytes, such as 4G or 512M", param, ctx)
        return int(match[1]) << _SHIFTS[match[2].upper()]


_SHIFTS = {"": 0, "K": 10, "M": 20, "G": 30}
"""By how many bits the letters of a size shift it."""

memory_option = _short(
    "--memory",
    "running.memory",
    "SIZE",
    "The most memory of all processes, such as 4G; the rest goes to temporary files, and fewer processes may start. "
    "Default: what is free.",
    kind=_Size(),
)


def meaning_option(command: Command) -> Command:
    """--meaning."""

    def remember(ctx: click.Context, _: click.Parameter, is_set: bool) -> None:
        if is_set:
            ctx.meta.setdefault(_SHORT, {})["meaning.enabled"] = "true"

    text = "Compare what sentences mean where wording leaves a pair open: retold and translated copies."
    return click.option("--meaning", is_flag=True, expose_value=False, callback=remember, help=text)(command)


def fail_on_option(command: Command) -> Command:
    """--fail-on."""
    text = "Exit with status 3 when a pair has this verdict or a stronger one."
    return click.option("--fail-on", type=click.Choice(VERDICTS), help=text)(command)


def _flag(name: str, key: str, meaning: str) -> Callable[[Command], Command]:
    """A flag that is stored in the context under `key`, not passed to the command."""

    def remember(ctx: click.Context, _: click.Parameter, is_set: bool) -> None:
        ctx.meta[key] = is_set
        if key == QUIET and is_set:
            silence_library()

    return click.option(name, is_flag=True, is_eager=True, expose_value=False, callback=remember, help=meaning)


def talk_options(command: Command) -> Command:
    """--quiet and --debug, which every command takes."""
    quiet = _flag("--quiet", QUIET, "Say nothing on standard error but errors.")
    return quiet(_flag("--debug", DEBUG, "Show the traceback of an error.")(command))


def choose_settings(
    config: str | None,
    preset: str | None,
    changes: tuple[str, ...],
    min_verdict: str | None = None,
) -> Settings:
    """The settings that the options add up to: a file or a preset, then every change."""
    if config and preset:
        raise UsageError("--config and --preset both choose the settings; give one of them, and --set for the rest")
    start = Settings.load(Path(config)) if config else Settings.preset(preset or "default")
    return _apply_changes(start, changes, min_verdict)


def _apply_changes(start: Settings, changes: tuple[str, ...], min_verdict: str | None) -> Settings:
    wanted: dict[str, object] = dict(map(_parse_change, changes))
    wanted |= click.get_current_context().meta.get(_SHORT, {})
    if min_verdict:
        wanted["reporting.min_verdict"] = min_verdict
    return start.updated(wanted)


def stored_settings(
    archive: str,
    config: str | None,
    preset: str | None,
    changes: tuple[str, ...],
    min_verdict: str | None = None,
) -> Settings:
    """The settings of an archive, or of the preset `archive` for a new one, with the requested changes.

    An archive refuses those that would change a score.
    """
    if config or preset:
        return choose_settings(config, preset, changes, min_verdict)
    from dupdetect.archive import FileStore, is_there

    if not is_there(archive):
        return choose_settings(None, "archive", changes, min_verdict)
    with FileStore(archive, writing=False) as store:
        return _apply_changes(store.settings, changes, min_verdict)


def require_archive(archive: str) -> None:
    """Refuse an archive that does not exist; only `index add` creates one.

    Raises:
        InputError: there is none.
    """
    from dupdetect.archive import is_there

    if not is_there(archive):
        raise InputError(f"{archive}: no such archive; make it with dupdetect index add {archive} PATH...")


def check_reach(fail_on: str | None, min_verdict: str) -> None:
    """Refuse a --fail-on verdict that would never be reported."""
    if fail_on and Verdict(fail_on) < min_verdict:
        raise UsageError(
            f"--fail-on {fail_on}: weaker than the weakest verdict reported, {min_verdict}; add --min-verdict {fail_on}"
        )


def _parse_change(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"--set {text}: not of the form SECTION.NAME=VALUE, such as aligning.min_words=30")
    return name.strip(), value.strip()

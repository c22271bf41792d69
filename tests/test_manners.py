"""The manners of every command: help, quiet, colours, defaults, and what happens where there is nothing to read."""

from __future__ import annotations

import os
import re
from importlib.metadata import version
from pathlib import Path

import click
import pytest
from cli_page import list_commands
from click.testing import CliRunner, Result

import dupdetect
from dupdetect.cli import COMMANDS, main

SAMPLES = Path(__file__).parents[1] / "samples" / "articles"
OURS, THEIRS = (str(SAMPLES / f"ferry-{name}.txt") for name in ("original", "near-copy"))


EVERY = {tuple(name.split()[1:]): command for name, command in list_commands(main)}
"""Every command by the words that call it."""
every_command = pytest.mark.parametrize("words", EVERY, ids=" ".join)


def run(*arguments: str | Path, **variables: str | None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], env=variables)


def list_options(words: tuple[str, ...]) -> dict[str, click.Option]:
    options = [parameter for parameter in EVERY[words].params if isinstance(parameter, click.Option)]
    return {name: option for option in options for name in option.opts}


# ---- help -------------------------------------------------------------------------------------------------------


@every_command
def test_h_is_help(words: tuple[str, ...]) -> None:
    short, long = run(*words, "-h"), run(*words, "--help")
    assert (short.exit_code, short.stdout) == (0, long.stdout)
    assert short.stdout.startswith(f"Usage: main {' '.join(words)}")
    example = short.stdout.partition("Example: ")[2]
    assert example.startswith("RUN dupdetect compile" if words == ("compile",) else f"dupdetect {' '.join(words)} ")


@pytest.mark.parametrize("words", [("-V",), ("--version",)])
def test_v_is_the_version(words: tuple[str, ...]) -> None:
    assert run(*words).stdout == f"dupdetect {version('dupdetect')}\n"


@every_command
def test_every_option_stands_under_a_heading(words: tuple[str, ...]) -> None:
    assert "\nOptions:\n" not in run(*words, "--help").stdout


@every_command
def test_every_default_is_shown(words: tuple[str, ...]) -> None:
    context = click.Context(EVERY[words], **EVERY[words].context_settings)
    for option in list_options(words).values():
        default = option.get_default(context)
        if isinstance(default, str | int | float) and default not in ("", False):
            record = option.get_help_record(context)
            assert record
            assert f"[default: {default}" in record[1], option.name


@every_command
def test_every_option_is_explained_in_a_sentence(words: tuple[str, ...]) -> None:
    for option in list_options(words).values():
        assert re.fullmatch(r"[A-Z0-9].*\.", option.help or "", flags=re.DOTALL), option.name


def test_commands_of_a_group_stand_in_the_order_of_use() -> None:
    shown = run("index", "--help").stdout.partition("Commands:")[2]
    assert re.findall(r"^  (\w+) ", shown, flags=re.MULTILINE) == ["add", "remove", "list", "info", "verify"]
    assert [words[0] for words in EVERY if words[0] != "index"] == [name for name in COMMANDS if name != "index"]


# ---- talk and colours -------------------------------------------------------------------------------------------


@every_command
def test_every_command_can_be_quiet_and_can_show_a_traceback(words: tuple[str, ...]) -> None:
    assert {"--quiet", "--debug"} <= set(list_options(words))


COLORED = {("scan",), ("compare",), ("report",), ("licence",), ("check",), ("ledger",)}
"""Commands whose terminal form has colours."""


def test_commands_with_colours_let_them_be_chosen() -> None:
    assert {words for words in EVERY if "--color" in list_options(words)} == COLORED


@pytest.fixture(scope="module")
def remembering(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An archive that remembers a copy."""
    place = str(tmp_path_factory.mktemp("archive") / "a.dupdetect")
    assert run("index", "add", place, OURS).exit_code == 0
    assert run("check", THEIRS, "--index", place, "--remember", "--quiet").exit_code == 0
    return place


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> str:
    place = str(tmp_path_factory.mktemp("findings") / "f.json")
    assert run("scan", THEIRS, "--ours", OURS, "-o", place).exit_code == 0
    return place


@pytest.mark.parametrize("words", sorted(COLORED), ids=" ".join)
@pytest.mark.parametrize(
    ("choice", "no_color", "expected"),
    [
        ("always", None, True),
        ("always", "1", True),
        ("never", None, False),
        ("auto", None, False),
        ("auto", "1", False),
    ],
)
def test_colours_are_a_choice(
    words: tuple[str, ...], choice: str, no_color: str | None, expected: bool, remembering: str, findings: str
) -> None:
    given = {
        "scan": [OURS, THEIRS],
        "compare": [OURS, THEIRS],
        "report": [findings],
        "licence": [findings, "--rules", "cc-by-nd"],
        "check": [THEIRS, "--index", remembering],
        "ledger": [remembering],
    }[words[0]]
    done = run(*words, *given, "--color", choice, NO_COLOR=no_color)
    assert done.exit_code == 0
    assert ("\x1b[" in done.stdout) == expected


# ---- nothing to read --------------------------------------------------------------------------------------------


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with an empty folder, and one whose files cannot be read."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "unreadable").mkdir()
    (tmp_path / "unreadable" / "a.txt").write_text("", encoding="utf-8")
    (tmp_path / "unreadable" / "b.txt").write_bytes(b"\0\1\2\3" * 100)
    monkeypatch.chdir(tmp_path)
    return tmp_path


READING = [
    "scan {}",
    "scan {} --ours " + OURS,
    "check {} --index {archive}",
    "scan {} --index {archive}",
    "index add {archive} {}",
    "index add new.dupdetect {}",
    "dedup {} -o out",
    "dedup {} -o out --unit paragraph",
    f"dedup {OURS} -o out --against {{}}",
    f"corrections {OURS} {THEIRS} {{}}",
]
"""Every command that searches folders for files."""

HINTS = ("there are no files to read; name files one by one", "no article was read there beside ours; name the files")
CAUSES = ("nothing could be read: a.txt and 1 other skipped (empty); name other files", HINTS[1])


@pytest.mark.parametrize("line", READING)
@pytest.mark.parametrize(("folder", "hints"), [("empty", HINTS), ("unreadable", CAUSES)])
def test_nothing_that_was_named_could_be_read(
    line: str, folder: str, hints: tuple[str, ...], folders: Path, remembering: str
) -> None:
    done = run(*line.format(folder, archive=remembering).split(), "--quiet")
    assert done.exit_code == 1
    assert done.stderr.startswith("dupdetect: ")
    assert done.stderr.count("\n") == 1
    assert any(hint in done.stderr for hint in hints), done.stderr
    assert {path.name for path in folders.iterdir()} - {"empty", "unreadable"} <= {"new.dupdetect"}


@pytest.mark.parametrize(
    "line",
    [
        "scan none.txt",
        "compare none.txt none.txt",
        "report none.json",
        "licence none.json --rules cc-by-nd",
        "evidence none.json a b -o out",
        "corrections none.txt none.txt none",
        "index add new.dupdetect none.txt",
        "index remove none.dupdetect a",
        "index list none.dupdetect",
        "index info none.dupdetect",
        "index verify none.dupdetect",
        "check none.txt --index none.dupdetect",
        "ledger none.dupdetect",
        "dedup none.txt -o out",
        "serve --index none.dupdetect --port 0",
        "mcp none",
        "mcp --index none.dupdetect",
    ],
)
def test_what_is_not_there_is_named_in_one_line_with_what_to_do(line: str, folders: Path) -> None:
    done = run(*line.split(), "--quiet")
    assert (done.exit_code, done.stdout) == (1, "")
    assert re.fullmatch(r"dupdetect: none\S*: .+; .+\n", done.stderr), done.stderr
    assert set(os.listdir()) - {"empty", "unreadable"} <= {"new.dupdetect"}


def test_every_command_that_reads_is_asked_for_what_is_not_there() -> None:
    """`compile` reads nothing."""
    marks = test_what_is_not_there_is_named_in_one_line_with_what_to_do.pytestmark  # type: ignore[attr-defined]
    lines = next(mark.args[1] for mark in marks if mark.name == "parametrize")
    assert {" ".join(words) for words in EVERY} - {"compile"} == {
        " ".join(words) for words in EVERY for line in lines if line.startswith(" ".join(words))
    }


def test_the_library_can_be_asked_too() -> None:
    assert version("dupdetect") == dupdetect.__version__

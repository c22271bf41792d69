"""Completion in real shells, with the script that the program prints for each, in the way each shell calls it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import click
import pytest
from cli_page import list_commands

from dupdetect.cli import main
from dupdetect.cli.completion import FILES, FOLDERS

INSTALLATION = Path(__file__).parents[2] / "docs" / "installation.md"

SCRIPTS = {
    # What the line editor would do with the answer is printed: compopt hands file names back to bash itself.
    "bash": """
        compopt() { echo "names: $2"; }
        eval "$(_DUPDETECT_COMPLETE=bash_source dupdetect)"
        complete -p dupdetect | grep -q -- "-F _dupdetect_completion" || exit 1
        answer() {
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
            _dupdetect_completion dupdetect
            printf '%s\n' "${COMPREPLY[@]}"
        }
    """,
    "zsh": """
        compdef() { [[ "$*" == "_dupdetect_completion dupdetect" ]] || exit 1 }
        _describe() { print -rl -- "${completions_with_descriptions[@]%%:*}" }
        compadd() { print -rl -- "${completions[@]}" }
        _path_files() { print "names: ${1/-f/default}" }
        eval "$(_DUPDETECT_COMPLETE=zsh_source dupdetect)"
        answer() {
            words=("$@") CURRENT=$#
            _dupdetect_completion
        }
    """,
    "fish": """
        _DUPDETECT_COMPLETE=fish_source dupdetect | source
        function answer
            complete --do-complete (string join -- " " $argv)
        end
    """,
}
START = {"bash": ["--norc", "-c"], "zsh": ["-f", "-c"], "fish": ["--no-config", "-c"]}

OFFERED = {
    "sc": ["scan"],
    "co": ["compare", "corrections", "compile"],
    "--ver": ["--version"],
    "index re": ["remove"],
    "scan --min": ["--min-verdict"],
    "scan --fail-on pa": ["partial"],
    "dedup x --unit ": ["article", "paragraph"],
    "no-such-command x": [],
}
"""What stands after `dupdetect`, and what a shell offers for the last word."""

NAMES = {
    "scan art": "default",
    "compare a.txt ": "default",
    "index add arch": "default",
    "scan x -o out": "default",
    "mcp fol": "folders",
}
"""Where a file or a folder is expected. For folders, bash says `dirnames`, and zsh `-/`."""


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A search path on which `dupdetect` is the program under test."""
    program = tmp_path / "bin" / "dupdetect"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dupdetect "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return f"{program.parent}{os.pathsep}{os.environ['PATH']}"


def complete(shell: str, lines: Iterable[str], path: str, folder: Path) -> list[list[str]]:
    """What a shell offers for the last word of each line."""
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    calls = [f"answer dupdetect {shlex.join(line.split(' '))}; echo =" for line in lines]
    command = [shell, *START[shell], "\n".join([SCRIPTS[shell], *calls])]
    variables = os.environ | {"PATH": path, "HOME": str(folder)}
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    answers = done.stdout.split("=\n")[:-1]
    return [[line.partition("\t")[0] for line in answer.splitlines() if line] for answer in answers]


@pytest.mark.parametrize("shell", SCRIPTS)
def test_the_line_for_a_shell_stands_in_the_documentation(shell: str) -> None:
    (line,) = (line.strip() for line in SCRIPTS[shell].splitlines() if "_DUPDETECT_COMPLETE" in line)
    assert f"`{line}`" in INSTALLATION.read_text(encoding="utf-8").replace("\\|", "|")


@pytest.mark.parametrize("shell", SCRIPTS)
def test_a_shell_completes_commands_options_and_choices(shell: str, path: str, tmp_path: Path) -> None:
    answers = complete(shell, OFFERED, path, tmp_path)
    assert list(map(sorted, answers)) == list(map(sorted, OFFERED.values()))


@pytest.mark.parametrize(("shell", "folders"), [("bash", "dirnames"), ("zsh", "-/")])
def test_a_shell_completes_the_names_of_files_itself(shell: str, folders: str, path: str, tmp_path: Path) -> None:
    expected = [[f"names: {kind.replace('folders', folders)}"] for kind in NAMES.values()]
    assert complete(shell, NAMES, path, tmp_path) == expected


def test_fish_completes_the_names_of_files(path: str, tmp_path: Path) -> None:
    (tmp_path / "articles.txt").write_text("x", encoding="utf-8")
    assert complete("fish", ["scan art"], path, tmp_path) == [["articles.txt"]]


@pytest.mark.parametrize(("line", "place"), [("dupdetect ", 1), ("dupdetect sc", 1), ("dupdetect --", 1)])
def test_completing_the_command_loads_no_command(line: str, place: int) -> None:
    """The answer is written before the program ends, so what is loaded then is what the user waited for."""
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: print(*sys.modules, file=sys.stderr))\n"
        "from dupdetect.cli import main\n"
        "main(prog_name='dupdetect')\n"
    )
    variables = {"_DUPDETECT_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(place)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=os.environ | variables, capture_output=True, encoding="utf-8", check=False)
    assert done.stdout
    assert not {"dupdetect.cli.scan", "dupdetect.settings", "dupdetect.records", "numpy"} & set(done.stderr.split())


def test_every_parameter_that_names_a_file_says_so_to_shells() -> None:
    """A new metavariable has to be listed: among those of files, or here."""
    others = {
        *("BYTES", "COLUMN", "GLOB", "ID...", "N", "NAME", "NAMES", "RANK", "SIZE", "SECTION.NAME=VALUE", "URL"),
        None,
    }
    named = {
        parameter.metavar
        for _, command in list_commands(main)
        for parameter in command.params
        if not isinstance(parameter.type, click.Choice) and not getattr(parameter, "is_flag", False)
    }
    assert named - others == FILES | FOLDERS

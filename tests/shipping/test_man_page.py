"""The manual page: readers of manual pages take it without a word, and it says what --help says."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import click
import man_page
import pytest
from cli_page import list_commands

from dupdetect.cli import COMMANDS, main

PAGE = Path(__file__).parents[2] / "docs" / "dupdetect.1"
UNDATED = "missing date"
"""The page is the same on each day; releases have dates, and the changelog names them."""


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    if not shutil.which(words[0]):
        pytest.skip(f"{words[0]} is not installed")
    return subprocess.run(list(map(str, words)), capture_output=True, encoding="utf-8", check=False)


def read_plain() -> str:
    """The page as a terminal shows it, without its layout."""
    done = run("mandoc", "-T", "utf8", "-O", "width=500", PAGE)
    return " ".join(re.sub(r".\x08", "", done.stdout).replace("‐", "-").split())


def test_mandoc_has_no_complaint() -> None:
    done = run("mandoc", "-T", "lint", "-W", "warning", PAGE)
    assert [line for line in done.stdout.splitlines() if UNDATED not in line] == []


def test_groff_has_no_complaint() -> None:
    done = run("groff", "-man", "-ww", "-z", PAGE)
    assert (done.returncode, done.stderr) == (0, "")


def test_man_shows_it() -> None:
    done = run("man", "--warnings", "-l", PAGE)
    assert (done.returncode, done.stderr) == (0, "")
    assert "find copied, rewritten and partly reused articles" in done.stdout


def test_every_command_and_option_stands_in_it() -> None:
    shown = read_plain()
    for name, entry in COMMANDS.items():
        assert f"dupdetect {name}" in shown
        assert name == "index" or entry.summary in shown
    for _, command in list_commands(main):
        for parameter in command.params:
            for record in filter(None, [parameter.get_help_record(click.Context(command))]):
                assert all(" ".join(part.split()) in shown for part in record), record


def test_every_exit_status_stands_in_it() -> None:
    status = read_plain().partition("EXIT STATUS")[2].partition("ENVIRONMENT")[0]
    assert re.findall(r"\d+", status) == ["0", "1", "2", "3", "130", "143"]


def test_no_line_is_taken_for_a_request() -> None:
    assert list(man_page.fill(".SH is a heading")) == [r"\&.SH is a heading"]
    assert list(man_page.fill(r"'tis C:\new --ours")) == [r"\&'tis C:\enew \-\-ours"]

"""What `--help` shows, and whether there are colours."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from dupdetect.cli import helptext, main

SAMPLES = Path(__file__).parents[1] / "samples" / "articles"
PAIR = [str(SAMPLES / f"ferry-{name}.txt") for name in ("original", "near-copy")]


def every_command(group: click.Group) -> list[click.Command]:
    inside = [command for command in group.commands.values() if isinstance(command, click.Group)]
    plain = [command for command in group.commands.values() if not isinstance(command, click.Group)]
    return plain + [command for one in inside for command in every_command(one)]


def test_commands_stand_in_the_order_of_use() -> None:
    shown = CliRunner().invoke(main, ["--help"]).stdout.partition("Commands:")[2]
    assert re.findall(r"^  (\w+) ", shown, flags=re.MULTILINE)[:3] == ["scan", "compare", "report"]


def test_options_stand_under_headings() -> None:
    shown = CliRunner().invoke(main, ["scan", "--help"]).stdout
    headings = [line for line in re.findall(r"^(\S.*):$", shown, flags=re.MULTILINE) if line in helptext.HEADINGS]
    assert headings == ["What is compared", "Output", "Reading", "Where it runs", "Settings", "Talk"]
    assert shown.index("Reading:") < shown.index("--encoding") < shown.index("Where it runs:")


def test_every_heading_names_options_that_exist() -> None:
    options = {
        name.lstrip("-")
        for command in every_command(main)
        for parameter in command.params
        for name in (*parameter.opts, "--help")
    }
    assert {name for names in helptext.HEADINGS.values() for name in names.split()} - options == set()


@pytest.mark.parametrize(("choice", "colors"), [("always", True), ("never", False), ("auto", False)])
def test_colors_are_a_choice(choice: str, colors: bool) -> None:
    done = CliRunner().invoke(main, ["compare", *PAIR, "--color", choice])
    assert ("\x1b[" in done.stdout) == colors

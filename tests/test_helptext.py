"""What `--help` shows, and whether there are colours."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from cli_page import list_commands
from click.testing import CliRunner

from dupdetect.cli import COMMANDS, helptext, main

SAMPLES = Path(__file__).parents[1] / "samples" / "articles"
PAIR = [str(SAMPLES / f"ferry-{name}.txt") for name in ("original", "near-copy")]


def load(group: click.Group) -> dict[str, click.Command]:
    context = click.Context(group)
    loaded = {name: group.get_command(context, name) for name in group.list_commands(context)}
    return {name: command for name, command in loaded.items() if command}


def test_the_summaries_are_those_of_the_commands() -> None:
    loaded = load(main)
    assert {name: entry.summary for name, entry in COMMANDS.items()} == {
        name: command.get_short_help_str(200) for name, command in loaded.items()
    }


def test_help_loads_no_command() -> None:
    code = "import sys; from dupdetect.cli import main; main(['--help'], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"dupdetect.cli.scan", "dupdetect.records", "dupdetect.settings.sections"} & set(done.stdout.split())


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
        for _, command in list_commands(main)
        for parameter in command.params
        for name in (*parameter.opts, "--help")
    }
    assert {name for names in helptext.HEADINGS.values() for name in names.split()} - options == set()


@pytest.mark.parametrize(("choice", "colors"), [("always", True), ("never", False), ("auto", False)])
def test_colors_are_a_choice(choice: str, colors: bool) -> None:
    done = CliRunner().invoke(main, ["compare", *PAIR, "--color", choice])
    assert ("\x1b[" in done.stdout) == colors

"""The manual for editors does what it says: its commands run in order, its rules are those that exist."""

from __future__ import annotations

import re
import shlex
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner

from dupdetect.cli import main
from dupdetect.desk.rules import Rules
from tests.desk.corpus import CREDIT, PARAGRAPHS, strip_markup, write_original, write_page

MANUAL = (Path(__file__).parents[2] / "docs/editors.md").read_text(encoding="utf-8")
JOBS = MANUAL.partition("## Who took ours?")[2].partition("## The report")[0]


def blocks(language: str) -> list[str]:
    fenced = re.findall(r"^```(\w*)\n(.*?)^```", JOBS, re.MULTILINE | re.DOTALL)
    return [text for name, text in fenced if name == language]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the manual speaks of."""
    monkeypatch.chdir(tmp_path)
    for name in ("mine", "pages"):
        (tmp_path / name).mkdir()
    (tmp_path / "mine/ferry.html").write_text(write_original(), encoding="utf-8")
    corrected = write_original().replace("6.2 million", "8.4 million").replace("/news/ferry", "/news/ferry-corrected")
    (tmp_path / "mine/ferry-corrected.html").write_text(corrected, encoding="utf-8")
    (tmp_path / "pages/harbour.html").write_text(write_page([CREDIT, *PARAGRAPHS]), encoding="utf-8")
    (tmp_path / "draft.txt").write_text("\n\n".join(map(strip_markup, PARAGRAPHS[:4])), encoding="utf-8")
    (tmp_path / "rules.toml").write_text(blocks("toml")[0], encoding="utf-8")
    return tmp_path


def test_the_commands_of_the_manual_run_in_order(desk: Path) -> None:
    commands = [line for block in blocks("") for line in block.splitlines()]
    assert len(commands) >= 8
    for command in commands:
        program, *arguments = shlex.split(command)
        done = CliRunner().invoke(main, arguments)
        assert (program, done.exit_code) == ("dupdetect", 0), f"{command}: {done.output}"
    written = {path.name for path in desk.iterdir()} - {"mine", "pages", "rules.toml", "draft.txt"}
    archive = {name for name in written if name.startswith(("archive.dupdetect", "ours.dupdetect"))}
    assert written - archive == {
        "findings.json",
        "report.html",
        "rules.csv",
        "judged.json",
        "evidence",
        "copies.csv",
        "ledger.html",
        "ledger.csv",
    }
    assert "6.2 million" in (desk / "copies.csv").read_text(encoding="utf-8")
    assert "\nHarbour Weekly,2026-05,1,1,0," in (desk / "ledger.csv").read_text(encoding="utf-8")


def test_the_manual_names_every_rule_and_no_other() -> None:
    rows = "\n".join(line.split("|")[1] for line in JOBS.splitlines() if line.startswith("| `"))
    in_prose = {"outlet", "exchanges", "partners"}
    files = {"summary", "original", "copy", "urls", "letter", "evidence"}
    named = set(re.findall(r"`(\w+)(?:\.\w+)?`", rows)) - files
    assert named | in_prose == {field.name for field in fields(Rules)}
    assert all(f"`{name}`" in JOBS for name in in_prose)

"""README.md does what it says: its commands run, its Python runs and prints what it claims."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE)


COMMANDS = [line[2:] for block in blocks("console") for line in block.splitlines() if line.startswith("$ ")]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that has what the commands name, and that they may write to."""
    folder = tmp_path_factory.mktemp("clone")
    (folder / "samples").symlink_to(ROOT / "samples")
    return folder


def run(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], cwd=folder, capture_output=True, encoding="utf-8", check=False)


def test_the_readme_has_commands_of_every_kind() -> None:
    assert {shlex.split(command)[1] for command in COMMANDS} == {
        "compare",
        "scan",
        "report",
        "index",
        "check",
        "dedup",
        "evidence",
    }


@pytest.mark.slow
def test_its_commands_run_one_after_the_other(clone: Path) -> None:
    for command in COMMANDS:
        done = run(["-m", *shlex.split(command)], clone)
        assert done.returncode == 0, f"{command}: {done.stderr}"
        assert done.stdout or "-o " in command, f"{command} says nothing"


@pytest.mark.slow
def test_its_python_runs_and_prints_what_it_claims(clone: Path) -> None:
    for block in blocks("python"):
        done = run(["-c", block], clone)
        assert done.returncode == 0, done.stderr
        claims = re.findall(r"^print\(.*\)  # (.+)$", block, flags=re.MULTILINE)
        assert claims
        assert all(claim in done.stdout.splitlines() for claim in claims), done.stdout[:300]


def test_the_first_screen_names_the_two_commands() -> None:
    first_screen = "\n".join(README.splitlines()[:25])
    assert "make demo" in first_screen
    assert "make test" in first_screen


PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "benchmarks/README.md", "samples/README.md")
"""Pages outside of the site, whose own build checks its links."""


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for link in re.findall(r"\]\(([^)#\s]+)", (ROOT / page).read_text(encoding="utf-8")):
        assert link.startswith("https://") or ((ROOT / page).parent / link).exists(), link


@pytest.mark.parametrize("page", PAGES)
def test_files_and_targets_that_a_page_names_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)", text)) <= targets
    for name in re.findall(r"`((?:docs|tests|src|samples|benchmarks)/[\w./-]+)`", text):
        assert (ROOT / name).exists(), name

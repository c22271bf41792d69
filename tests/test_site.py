"""The documentation: its site builds, its links lead somewhere, and what its pages show runs."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = ("tutorial", "engineers")


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)


def commands(page: str) -> list[str]:
    return [line[2:] for block in blocks(page, "console") for line in block.splitlines() if line.startswith("$ ")]


def run(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], cwd=folder, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built from a copy of the pages."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    zensical = Path(sys.executable).with_name("zensical")
    done = subprocess.run([zensical, "build", "--strict"], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr  # also where a link leads nowhere
    return folder / "site"


def test_every_page_is_in_the_menu(site: Path) -> None:
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for page in (ROOT / "docs").glob("*.md"):
        assert f" {page.name}" in menu, page.name
        assert (site / "index.html" if page.stem == "index" else site / page.stem / "index.html").exists()


def test_the_site_loads_nothing_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        loaded = re.findall(
            r'<(?:script|img|link)[^>]+(?:src|href)="?(https?:[^" >]+)', page.read_text(encoding="utf-8")
        )
        assert loaded == [], page.name


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_its_commands_run_one_after_the_other(page: str, tmp_path: Path) -> None:
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    for command in commands(page):
        words = shlex.split(command)
        done = run(words[1:] if words[0] == "python" else ["-m", *words], tmp_path)
        assert done.returncode == 0, f"{command}: {done.stderr}"


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_its_python_runs_and_prints_what_it_claims(page: str, tmp_path: Path) -> None:
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    for block in blocks(page, "python"):
        if "redis" in block:  # tests/search/test_datasketch.py runs it, against a server
            continue
        done = run(["-c", block], tmp_path)
        assert done.returncode == 0, done.stderr
        claims = re.findall(r"^print\(.*\)  # (.+)$", block, flags=re.MULTILINE)
        assert [claim for claim in claims if claim not in done.stdout.splitlines()] == []

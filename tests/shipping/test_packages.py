"""What is published has the right contents, and the wheel works in an empty environment."""

from __future__ import annotations

import re
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.shipping.processes import PAIR, ROOT, SAMPLES, run

pytestmark = pytest.mark.slow


LISTED = {
    "dupdetect-0.dist-info/METADATA",
    "dupdetect-0.dist-info/RECORD",
    "dupdetect-0.dist-info/WHEEL",
    "dupdetect-0.dist-info/entry_points.txt",
    "dupdetect-0.dist-info/licenses/LICENSE",
    "dupdetect-0.data/data/share/man/man1/dupdetect.1",
}
"""What the wheel has beside the package; for the version stands 0."""

VERSION = re.compile(r"^dupdetect-\d+(\.\w+)*\.(?=dist-info/|data/)")

FOLDERS = {"src", "tests", "samples", "benchmarks", "docs"}
FILES = {"CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile", "PKG-INFO", "README.md", "pyproject.toml"}
"""What the source archive has at its top; hatchling adds .gitignore."""


def list_sources() -> set[str]:
    every = (path for path in (ROOT / "src" / "dupdetect").rglob("*") if path.is_file())
    return {str(path.relative_to(ROOT / "src")) for path in every if "__pycache__" not in path.parts}


def test_the_wheel_holds_the_package_its_licence_and_its_manual(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {VERSION.sub("dupdetect-0.", name) for name in archive.namelist()}
    assert names - list_sources() == LISTED
    assert list_sources() - names == set()


def test_the_source_archive_holds_what_builds_tests_and_explains_it(packages: Path) -> None:
    with tarfile.open(next(packages.glob("*.tar.gz"))) as archive:
        names = [name.partition("/")[2] for name in archive.getnames()]
    assert {name for name in names if "/" not in name} == FILES | {".gitignore"}
    assert {name.partition("/")[0] for name in names if "/" in name} == FOLDERS
    assert {name.removeprefix("src/") for name in names if name.startswith("src/")} == list_sources()
    assert not [name for name in names if name.endswith((".pyc", ".nbi", ".nbc")) or "__pycache__" in name]


def test_the_index_would_take_them(packages: Path) -> None:
    done = run([sys.executable, "-m", "twine", "check", "--strict", *packages.iterdir()], packages)
    assert done.returncode == 0, done.stdout


def test_the_wheel_works_in_an_empty_environment(installed: Path, tmp_path: Path) -> None:
    program = installed / "dupdetect"
    for words, expected in (
        (["--version"], "dupdetect 0."),
        (["compare", *PAIR], "near_copy"),
        (["scan", SAMPLES, "--format", "csv"], "near_copy"),
        (["dedup", SAMPLES, "-o", tmp_path / "unique"], ""),
        (["serve", "--help"], "--port"),
    ):
        done = run([program, *words], tmp_path)
        assert done.returncode == 0, done.stderr
        assert expected in done.stdout
    assert any((tmp_path / "unique").iterdir())


TALK = """
import asyncio, sys
from mcp import Client, StdioServerParameters, stdio_client

async def talk():
    async with Client(stdio_client(StdioServerParameters(command=sys.argv[1], args=["mcp"]))) as client:
        answer = await client.call_tool("compare_texts", {"a": "It rained all day. We stayed in.", "b": "It snowed."})
        print(answer.structured_content["verdict"])

asyncio.run(talk())
"""


def test_the_wheel_answers_an_agent(installed: Path, tmp_path: Path) -> None:
    done = run([installed / "python", "-c", TALK, installed / "dupdetect"], tmp_path)
    assert done.stdout == "independent\n", done.stderr

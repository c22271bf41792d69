"""What is published has the right contents, and the wheel works in an empty environment."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples" / "articles"
PAIR = [str(SAMPLES / f"ferry-{name}.txt") for name in ("original", "near-copy")]

pytestmark = pytest.mark.slow


def run(words: list[str | Path], folder: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        list(map(str, words)), cwd=folder, env=clean, input=stdin, capture_output=True, encoding="utf-8", check=False
    )


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source archive."""
    folder = tmp_path_factory.mktemp("dist")
    done = run([sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT], ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(packages: Path) -> Path:
    return next(packages.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that has the wheel and what it asks for, and nothing else."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    programs = folder / "bin"
    done = run([programs / "python", "-m", "pip", "install", "--quiet", f"{wheel}[web,mcp]"], folder)
    assert done.returncode == 0, done.stderr
    return programs


def test_what_is_published_is_complete_and_nothing_more(packages: Path, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.split("/")[0] for name in names}
    assert {re.sub(r"-\d+(\.\d+)*", "", top) for top in tops} == {"dupdetect", "dupdetect.dist-info"}
    source = {str(path.relative_to(ROOT / "src")) for path in (ROOT / "src" / "dupdetect").rglob("*") if path.is_file()}
    source = {name for name in source if "__pycache__" not in name}
    assert {name for name in names if name.startswith("dupdetect/")} == source
    with tarfile.open(next(packages.glob("*.tar.gz"))) as archive_:
        folders = {name.split("/")[1] for name in archive_.getnames() if "/" in name}
    assert {"src", "tests", "samples", "benchmarks", "docs", "pyproject.toml", "README.md", "LICENSE"} <= folders
    assert not folders & {".venv", "site", "build", "dist"}


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


def test_the_image_is_described_as_it_is_built() -> None:
    """Without Docker the steps are read: what they copy is there, and the command is the one of the wheel."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    for line in re.findall(r"^COPY (?!--from)(.+)$", text, flags=re.MULTILINE):
        *sources, _ = [word for word in line.split() if not word.startswith("--")]
        assert all((ROOT / source).exists() for source in sources)
    assert "USER reader" in text
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert all((ROOT / name.removeprefix("!")).exists() for name in kept if name.startswith("!"))

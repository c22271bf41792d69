"""Each way to install that the documentation names, from the wheel as it was built.

Nothing is published yet, so the tools are given the folder of the wheel as one more place to look for packages: then
`uvx dupdetect` and the others run as they will be written.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import venv
from pathlib import Path

import pytest

from tests.shipping.processes import PAIR, ROOT, find_tool, run

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

pytestmark = pytest.mark.slow


@pytest.fixture
def places(packages: Path, tmp_path: Path) -> dict[str, str]:
    """Variables by which uv and pip look among the built packages too, and pipx keeps its things in our folder."""
    pip_links = f"{os.environ.get('PIP_FIND_LINKS', '')} {packages}".strip()
    homes = {name: str(tmp_path / name) for name in ("PIPX_HOME", "PIPX_BIN_DIR", "PIPX_MAN_DIR")}
    return {"UV_FIND_LINKS": str(packages), "PIP_FIND_LINKS": pip_links, **homes}


def assert_scans(words: list[str | Path], folder: Path, variables: dict[str, str]) -> None:
    done = run([*words, "scan", *PAIR, "--format", "csv"], folder, variables=variables)
    assert done.returncode == 0, done.stderr
    assert "near_copy" in done.stdout


def test_uvx_runs_the_wheel(wheel: Path, places: dict[str, str], tmp_path: Path) -> None:
    assert_scans([find_tool("uvx"), "--from", wheel, "dupdetect"], tmp_path, places)


def test_uvx_runs_it_by_name(places: dict[str, str], tmp_path: Path) -> None:
    assert_scans([find_tool("uvx"), "dupdetect"], tmp_path, places)


def test_pipx_runs_the_wheel(wheel: Path, places: dict[str, str], tmp_path: Path) -> None:
    assert_scans([find_tool("pipx"), "run", "--spec", wheel, "dupdetect"], tmp_path, places)


def test_pipx_runs_it_by_name(places: dict[str, str], tmp_path: Path) -> None:
    assert_scans([find_tool("pipx"), "run", "dupdetect"], tmp_path, places)


def test_pipx_installs_the_program_and_its_manual(wheel: Path, places: dict[str, str], tmp_path: Path) -> None:
    done = run([find_tool("pipx"), "install", wheel], tmp_path, variables=places)
    assert done.returncode == 0, done.stderr
    done = run([tmp_path / "PIPX_BIN_DIR" / "dupdetect", "compare", *PAIR], tmp_path)
    assert "near_copy" in done.stdout, done.stderr
    manual = (tmp_path / "PIPX_MAN_DIR" / "man1" / "dupdetect.1").read_text(encoding="utf-8")
    assert manual.startswith(".TH DUPDETECT 1")


def test_pip_puts_the_manual_where_man_looks_for_it(installed: Path) -> None:
    assert (installed.parent / "share" / "man" / "man1" / "dupdetect.1").exists()


PAGE = (ROOT / "docs" / "installation.md").read_text(encoding="utf-8")
COMMANDS = [line[2:] for line in PAGE.splitlines() if line.startswith("$ ")]
SENT = ("pyproject.toml", "README.md", "LICENSE", "src", "docs", "samples")
"""What the commands need of the source."""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A copy of the source, in which commands may build."""
    folder = tmp_path / "source"
    folder.mkdir()
    for name in SENT:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    return folder


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """The environment of somebody who has uv and pipx, works in a new environment, and has nothing installed yet."""
    venv.create(tmp_path / "venv", with_pip=True)
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("uv", "uvx", "pipx"):
        (tools / name).symlink_to(find_tool(name))
    homes = ("PIPX_HOME", "PIPX_BIN_DIR", "PIPX_MAN_DIR", "UV_TOOL_DIR", "UV_TOOL_BIN_DIR")
    return {
        "PATH": os.pathsep.join([str(tmp_path / "venv" / "bin"), str(tools), os.environ["PATH"]]),
        "VIRTUAL_ENV": str(tmp_path / "venv"),
        **{name: str(tmp_path / name) for name in homes},
    }


def test_the_page_s_commands_run_one_after_the_other(source: Path, shell: dict[str, str]) -> None:
    """Those of docker aside: test_image.py carries out what they would do."""
    for command in COMMANDS:
        if not command.startswith("docker "):
            done = run(["bash", "-c", command], source, variables=shell)
            assert done.returncode == 0, f"{command}: {done.stderr}"


def test_the_page_names_docker_s_commands_as_the_dockerfile_does() -> None:
    named = re.findall(r"^#   (docker .+)$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert [command for command in COMMANDS if command.startswith("docker ")] == named


def test_the_page_lists_every_extra() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    listed = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`[^|]+) \|", PAGE, flags=re.MULTILINE)))
    assert set(extras) - {"dev", "all", "html"} <= set(listed)


@pytest.mark.parametrize("command", ["uvx dupdetect", "pipx run dupdetect", "pip install dupdetect"])
def test_the_page_says_how_it_will_be_once_it_is_published(command: str) -> None:
    assert "not on PyPI yet" in PAGE
    assert f"`{command}`" in PAGE

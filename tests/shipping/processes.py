"""How the tests of packages start programs: in the environment of a user, not in that of the tests."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples" / "articles"
PAIR = [str(SAMPLES / f"ferry-{name}.txt") for name in ("original", "near-copy")]


def run(
    words: Sequence[str | Path], folder: Path, stdin: str = "", variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a program in a folder; `variables` are added to the environment."""
    return subprocess.run(
        list(map(str, words)),
        cwd=folder,
        env=clean_variables() | dict(variables or {}),
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def clean_variables() -> dict[str, str]:
    """The environment without what is set for the tests: their Python's settings, and kernels compiled at once."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DUPDETECT_"))}


def find_tool(name: str) -> Path:
    """A program that the tools of development bring; tests need it, so that none passes for the lack of it."""
    tool = Path(sys.executable).with_name(name)
    assert tool.exists(), f"{name} is not beside {sys.executable}; run make setup"
    return tool

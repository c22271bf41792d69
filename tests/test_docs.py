"""The documentation says what the code does: no error and no setting without its entry."""

from __future__ import annotations

import inspect
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from dupdetect import errors, report
from dupdetect.errors import DupdetectError, FindingsError, InputError, SettingsError
from dupdetect.settings import PRESETS, Settings

DOCS = Path(__file__).parents[1] / "docs"
ERRORS = [found for _, found in inspect.getmembers(errors, inspect.isclass) if issubclass(found, DupdetectError)]


def entries(page: str) -> dict[str, str]:
    """The text below each second-level heading of a page."""
    parts = re.split(r"^## (.+)$", (DOCS / page).read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_every_error_has_an_entry(error: type[DupdetectError]) -> None:
    entry = entries("errors.md")[error.__name__]
    assert f"Exit status {error.exit_status}." in entry
    for part in ("**When:**", "**Example:**", "**What to do:**"):
        assert part in entry


def test_every_entry_is_of_an_error_that_exists() -> None:
    assert set(entries("errors.md")) == {error.__name__ for error in ERRORS}


@pytest.mark.parametrize(
    ("error", "mistake"),
    [
        (InputError, lambda: Settings.load("settings.toml")),
        (FindingsError, lambda: report.load("old.json")),
        (SettingsError, lambda: Settings().updated({"pairing.recall": 1.5, "aligning.min_words": 0})),
    ],
)
def test_the_example_is_what_is_said(
    error: type[DupdetectError], mistake: Callable[[], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("settings.toml").write_text("[aligning]\nmin_words 20\n", encoding="utf-8")
    Path("old.json").write_text('{"schema": "dupdetect-findings/9"}', encoding="utf-8")
    with pytest.raises(error) as told:
        mistake()
    assert f"`dupdetect: {told.value}`" in entries("errors.md")[error.__name__]


@pytest.mark.parametrize("name", Settings().values())
def test_every_setting_has_a_row(name: str) -> None:
    section, _, setting = name.partition(".")
    assert re.search(rf"^\|[^|]*`{setting}`", entries("settings.md")[section], flags=re.MULTILINE)


def test_every_section_and_preset_stands_in_the_page() -> None:
    found = entries("settings.md")
    assert set(found) == {part.name for part in fields(Settings)} | {"Presets"}
    for changes in PRESETS.values():
        assert all(f"`{name}`" in found["Presets"] for name in changes)


def generate(script: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, script, *arguments], capture_output=True, text=True, check=False)


def test_the_generated_pages_are_up_to_date() -> None:
    done = generate(DOCS / "generate.py", "--check")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_page_that_lies_is_told_and_written_anew(tmp_path: Path) -> None:
    script = Path(shutil.copy(DOCS / "generate.py", tmp_path))
    page = tmp_path / "settings.md"
    page.write_text("# Settings\n\nThere are none.\n", encoding="utf-8")

    checked = generate(script, "--check")
    assert (checked.returncode, checked.stderr) == (1, "docs/settings.md: out of date; run make docs\n")
    assert "There are none" in page.read_text(encoding="utf-8")

    assert generate(script).returncode == 0
    assert page.read_text(encoding="utf-8") == (DOCS / "settings.md").read_text(encoding="utf-8")
    assert generate(script, "--check").returncode == 0

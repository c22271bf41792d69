"""The documentation says what the code does: no error and no setting without its entry."""

from __future__ import annotations

import inspect
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import generate
import pytest

from benchmarks.corpora import sample_truth
from benchmarks.measures import verdict_accuracy
from dupdetect import errors, report
from dupdetect.errors import DupdetectError, FindingsError, InputError, SettingsError
from dupdetect.settings import PRESETS, Settings, list_settings

DOCS = Path(__file__).parents[1] / "docs"
GENERATED = tuple(generate.PAGES)
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


@pytest.mark.parametrize("name", list_settings())
def test_every_setting_has_a_row(name: str) -> None:
    section, _, setting = name.partition(".")
    assert re.search(rf"^\|[^|]*`{setting}`", entries("settings.md")[section], flags=re.MULTILINE)


def test_every_section_and_preset_stands_in_the_page() -> None:
    found = entries("settings.md")
    assert set(found) == {name.partition(".")[0] for name in list_settings()} | {"Presets", "Constants"}
    for changes in (Settings.preset(name).list_changes() for name in PRESETS):
        assert all(f"`{name}`" in found["Presets"] for name in changes)


def run_generator(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, DOCS / "generate.py", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_generated_pages_are_up_to_date() -> None:
    done = run_generator("--check")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", GENERATED)
def test_a_page_that_lies_is_told_and_written_anew(name: str, tmp_path: Path) -> None:
    for other in GENERATED:
        shutil.copy(DOCS / other, tmp_path)
    page = tmp_path / name
    page.write_text("There is nothing to say.\n", encoding="utf-8")

    checked = run_generator("--check", tmp_path)
    assert (checked.returncode, checked.stderr) == (1, f"docs/{name}: out of date; run make docs\n")
    assert "There is nothing" in page.read_text(encoding="utf-8")

    assert run_generator(tmp_path).returncode == 0
    assert page.read_text(encoding="utf-8") == (DOCS / name).read_text(encoding="utf-8")


def keys(value: Any) -> Iterator[str]:
    """Every key that a JSON Schema knows, however deep."""
    if isinstance(value, dict):
        yield from value.get("properties", {})
        for one in value.values():
            yield from keys(one)


def test_every_key_of_findings_stands_in_the_page() -> None:
    page = (DOCS / "json-schema.md").read_text(encoding="utf-8")
    schema = json.loads((DOCS / "findings.schema.json").read_text(encoding="utf-8"))
    assert {"replacements", "a_start", "isolated", "reason"} <= set(keys(schema))
    for key in keys(schema):
        assert f"\n| `{key}` |" in page


def test_the_benchmark_page_has_all_groups_and_the_floor() -> None:
    found = entries("benchmarks.md")
    for group in (*sample_truth.GROUPS, "all listed", "**standard, same story**"):
        assert f"\n| {group} |" in found["Verdicts"]
    assert f"at least {100 * verdict_accuracy.FLOOR:.0f} % right" in found["Verdicts"]

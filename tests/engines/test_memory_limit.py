"""The memory of a whole scan, measured from outside: within one and a half times its limit, where it needs far more."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks.measures import process_tree_meter

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")

LIMIT_MIB = 512
ARTICLES, WORDS = 60_000, 400


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unrelated articles, 170 MB of them, and a copy of every hundredth."""
    draw = np.random.default_rng(3)
    letters = np.array(list("abcdefghilmnoprstu"))
    vocabulary = np.array(["".join(row) for row in draw.choice(letters, (60_000, 6))])
    path = tmp_path_factory.mktemp("corpus") / "articles.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for place in range(ARTICLES):
            text = " ".join(vocabulary[draw.integers(0, len(vocabulary), WORDS)].tolist())
            out.write(json.dumps({"id": f"{place:05}", "text": text}) + "\n")
            if place % 100 == 0:
                out.write(json.dumps({"id": f"copy of {place:05}", "text": text}) + "\n")
    return path


def measure_peak(corpus: Path, limit: str, out: Path, monkeypatch: pytest.MonkeyPatch) -> float:
    """The peak memory of a scan in MiB, shared pages counted once."""
    monkeypatch.setattr(process_tree_meter, "WEIGHED", 1)
    monkeypatch.setattr(process_tree_meter, "LOOKS", 0.05)
    command = [sys.executable, "-m", "dupdetect", "scan", str(corpus), "--memory", limit, "-o", str(out)]
    return process_tree_meter.run(command, os.environ).memory


def test_a_scan_keeps_within_its_limit(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limited, free = tmp_path / "limited.jsonl", tmp_path / "free.jsonl"
    peak = measure_peak(corpus, f"{LIMIT_MIB}M", limited, monkeypatch)
    needed = measure_peak(corpus, "64G", free, monkeypatch)
    assert needed > 1.5 * LIMIT_MIB
    assert peak <= 1.5 * LIMIT_MIB
    assert limited.read_bytes() == free.read_bytes()

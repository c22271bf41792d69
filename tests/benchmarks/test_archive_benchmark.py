"""The archive is measured as it is and without the postings of wording, and the page shows both."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import readme_parts

from benchmarks.corpora import planted_copies
from benchmarks.corpora.stored_corpus import Corpus
from benchmarks.runs import archive


def test_both_archives_are_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planted_copies, "KEPT", tmp_path)
    corpus = Corpus(planted_copies.ensure_corpus(60))
    kept, bare = archive.measure_both(corpus, 50, 10)
    assert (kept["keeps_wording"], bare["keeps_wording"]) == (True, False)
    assert kept["disk"]["other_bytes"] > bare["disk"]["other_bytes"] > 0
    for figures in (kept, bare):
        assert figures["disk"]["text_bytes"] == kept["disk"]["text_bytes"]
        assert (figures["articles"], figures["checked"], figures["more"]["articles"]) == (50, 10, 10)
        assert figures["check"]["compared"] == kept["check"]["compared"] > 0  # each is at least near its own twin
        assert 0 < figures["check"]["cpu_p50_ms"] <= figures["check"]["cpu_p99_ms"]


def test_the_page_has_both_and_what_an_event_costs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readme_parts, "ARCHIVE", tmp_path / "archive.json")
    took = {"cpu": 0.04, "wall": 0.05}
    row = {
        "articles": 1200,
        "build": {"cpu": 1.0, "wall": 2.0},
        "disk": {"text_bytes": 1700.0, "other_bytes": 4000.0},
        "checked": 10,
        "check": {"compared": 2.0, "cpu_p50_ms": 1.0, "cpu_p99_ms": 2.0, "wall_p50_ms": 3.0, "wall_p99_ms": 4.0},
        "segments": 2,
        "more": {"articles": 100, "large": took, "empty": took},
    }
    bare = row | {"disk": {"text_bytes": 1700.0, "other_bytes": 3200.0}}
    event = {"articles": 150, "mean_s": 0.26, "most_s": 0.91}
    (tmp_path / "archive.json").write_text(json.dumps({"rows": [row, bare], "event": event}), encoding="utf-8")
    text = readme_parts.archive()
    assert "| 1,200 articles | as it is | without who holds which wording |" in text
    assert "| all else, bytes an article | 4,000 | 3,200 |" in text
    assert "an article | 0.40 | 0.40 |" in text
    assert "0.3 CPU s on average, and up to\n0.9, in a made-up event of 150 articles" in text

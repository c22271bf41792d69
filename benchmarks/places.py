"""Where the benchmarks read and write: folders of the checkout."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"
ARTICLES = SAMPLES / "articles"
MEANING = SAMPLES / "meaning"
KINDS = SAMPLES / "kinds"
"""Samples of kinds that need verdicts of their own: forms, whole rewrites, briefs and the like."""
RESULTS = ROOT / "benchmarks" / "results"
BUILD = ROOT / "build"
"""What is generated and may be deleted; git ignores it."""

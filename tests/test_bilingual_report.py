"""Sentence pairs of two languages in a terminal."""

from __future__ import annotations

import io
from pathlib import Path

import dupdetect
from dupdetect import Settings
from dupdetect.findings import assemble_findings
from dupdetect.records import Article
from dupdetect.report import write

SAMPLES = Path(__file__).parents[1] / "samples" / "meaning"
MEANT = Settings().updated({"meaning": {"enabled": True}})


def test_the_terminal_shows_sentences_with_their_translations_and_names_the_languages() -> None:
    names = ("beetle-original", "beetle-es-free")
    articles = [Article(name, (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")) for name in names]
    findings = assemble_findings(articles, [dupdetect.compare(articles[0], articles[1], MEANT)], (), 1, MEANT)
    out = io.StringIO()
    write(findings, "terminal", out)
    page = " ".join(out.getvalue().split())
    assert "sentences that mean the same, by the model use" in page
    assert "A, English" in page
    assert "B, Spanish" in page
    row = next(line for line in out.getvalue().splitlines() if "Those plans are" in line)
    assert "De momento no habrá" in row

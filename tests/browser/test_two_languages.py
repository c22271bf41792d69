"""A translated pair in the report: two columns in two languages, one of them from right to left."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import dupdetect
from dupdetect import Settings
from dupdetect.findings import assemble_findings
from dupdetect.records import Article
from dupdetect.report import write

pytestmark = pytest.mark.browser

SAMPLES = Path(__file__).parents[2] / "samples" / "meaning"
MEANT = Settings().updated({"meaning": {"enabled": True}})


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    names = ("train-original", "train-ar-free")
    articles = [Article(name, (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")) for name in names]
    findings = assemble_findings(articles, [dupdetect.compare(articles[0], articles[1], MEANT)], (), 1, MEANT)
    out = io.StringIO()
    write(findings, "html", out)
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def test_each_side_says_its_language_and_runs_its_way(report: Path, visit: Callable[..., Any]) -> None:
    page = visit(report).page
    page.wait_for_selector("#view .text .s")
    assert "English" in page.inner_text(".pane[data-side='0']")
    assert "Arabic" in page.inner_text(".pane[data-side='1']")
    directions = page.eval_on_selector_all(
        ".cell:not(.none)",
        "cells => cells.map(cell => [cell.dataset.side, cell.lang, getComputedStyle(cell).direction])",
    )
    assert {tuple(entry) for entry in directions} == {("0", "en", "ltr"), ("1", "ar", "rtl")}


def test_a_sentence_lights_up_with_its_translation(report: Path, visit: Callable[..., Any]) -> None:
    page = visit(report).page
    page.wait_for_selector("#view .text .s")
    page.locator(".cell[data-side='0'] .s", has_text="Transport minister").first.hover()
    lit = page.eval_on_selector_all(
        ".cell[data-side='1'] .lit", "found => found.map(part => part.textContent).join(' ')"
    )
    assert "بول ديفيري" in lit

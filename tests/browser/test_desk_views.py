"""The views of the desk in a browser: our articles and who has them, rules with their evidence, one text with all its
sources, and what is shown where nothing was found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dupdetect.desk.licence import check_findings
from dupdetect.desk.rules import Rules
from dupdetect.pipeline import Index, compare_files, scan
from dupdetect.records import Article, Findings
from tests.browser.test_report_page import HOSTILE, assert_accessible, written
from tests.desk import corpus

pytestmark = pytest.mark.browser

SAMPLES = Path(__file__).parents[2] / "samples" / "articles"
Visits = Callable[..., Any]


def sample(name: str) -> str:
    return (SAMPLES / name).read_text(encoding="utf-8")


def write_desk(folder: Path) -> Findings:
    """Our article, a faithful copy, one with a changed figure and no credit, and a partner's; judged by rules."""
    (folder / "mine").mkdir()
    (folder / "pages").mkdir()
    (folder / "mine" / "ferry.html").write_text(corpus.write_original(), encoding="utf-8")
    altered = [paragraph.replace("6.2 million", "7.2 million") for paragraph in corpus.PARAGRAPHS]
    pages = {
        "fair.html": corpus.write_page((corpus.CREDIT, *corpus.PARAGRAPHS)),
        "altered.html": corpus.write_page(altered, source="Coast Mail", url="https://coastmail.example/9"),
        "partner.html": corpus.write_page(corpus.PARAGRAPHS, source="Twin", url="https://partner.example/9"),
    }
    for name, text in pages.items():
        (folder / "pages" / name).write_text(text, encoding="utf-8")
    rules = Rules.of({"rules": "credit-link-no-edits", "partners": ["partner.example"]})
    return check_findings(scan([folder / "pages"], ours=[folder / "mine"]), rules)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    return written(write_desk(folder), folder / "report.html")


def test_an_article_of_ours_has_a_row_with_all_who_took_it(desk: Path, visit: Visits) -> None:
    page = visit(desk).page
    assert page.inner_text("#overview h1") == (
        "1 of 1 article of ours stands in 3 of 3 pages of others, wholly or in part."
    )
    taking = page.locator("#takings .family")
    assert taking.count() == 1
    copies, partners = taking.locator("table").nth(0), taking.locator("table").nth(1)
    assert copies.locator("tbody tr").count() == 2
    altered = copies.locator("tbody tr", has_text="Coast Mail").inner_text()
    assert "none found" in altered
    assert partners.locator("tbody tr").count() == 1
    assert "Twin" in partners.inner_text()
    pointers = page.locator(".pointers li").all_inner_texts()
    assert "1 copy breaks a rule of the licence" in pointers[0]
    assert "changed facts" in pointers[0]


def test_a_rule_is_shown_with_the_words_that_break_it(desk: Path, visit: Visits) -> None:
    page = visit(desk).page
    page.locator("#takings tr", has_text="Coast Mail").locator("a").click()
    broken = page.locator(".rules .broken").all_inner_texts()
    facts = next(text for text in broken if "Changes no facts" in text)
    assert "6.2 million" in facts
    assert "7.2 million" in facts
    page.locator(".rules .broken", has_text="Changes no facts").locator("button").first.click()
    assert "6.2" in "".join(page.locator(".levels .lit").all_inner_texts())
    page.go_back()
    page.locator("#takings tr", has_text="Harbour Weekly").locator("a").click()
    assert page.locator(".rules .broken").count() == 0
    assert page.locator(".rules .kept").count() >= 2


def check_draft(folder: Path) -> Findings:
    """A text put together from two articles of an archive, with words of its own between them."""
    first = sample("ferry-original.txt").split("\n\n")[3:7]
    second = sample("dam-original.txt").split("\n\n")[3:6]
    own = "Nobody has ever counted the herons of the upper marsh, and nobody is likely to begin this year."
    with Index.open(folder / "archive.dupdetect") as archive:
        archive.add([Article(name, sample(name), title=name) for name in ("ferry-original.txt", "dam-original.txt")])
        return archive.check(Article("draft", "\n\n".join((*first, own, *second)), title="Draft"))


def test_one_text_is_led_to_all_its_sources(tmp_path: Path, visit: Visits) -> None:
    page = visit(written(check_draft(tmp_path), tmp_path / "check.html")).page
    assert page.inner_text("#overview h1") == (
        "The text that was asked about shares text with 2 articles of the archive."
    )
    assert "Draft" in page.locator("#takings .family h3").inner_text()
    page.click("text=See which passage stands where")
    page.wait_for_selector(".source-list li")
    assert page.locator(".source-list li").count() == 2
    everything = page.inner_text(".total")
    assert "2 sources" in everything
    assert {"1", "2"} <= set(page.locator(".number-tag").all_inner_texts())
    herons = page.evaluate("[...document.querySelectorAll('.traced-to')].some(s => s.textContent.includes('herons'))")
    assert not herons
    page.locator(".source-list input").nth(1).uncheck()
    assert page.inner_text(".total") != everything
    assert "the one source" in page.inner_text(".total")
    page.locator(".source-list input").nth(1).check()
    assert page.inner_text(".total") == everything
    page.locator(".traced .s").first.click()
    assert page.locator(".partner").inner_text().startswith(("1 ", "2 "))
    page.locator(".traced .s").first.focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("[...document.querySelectorAll('.traced .s')].indexOf(document.activeElement)") == 1
    page.click("text=side by side")
    assert page.locator("#pair-title").is_visible()


def test_quotations_are_set_aside(tmp_path: Path, visit: Visits) -> None:
    page = visit(written(check_draft(tmp_path), tmp_path / "check.html")).page
    page.click("text=See which passage stands where")
    before = page.locator(".traced-to").count()
    page.locator("[name=quotations]").check()
    assert page.locator(".traced-to").count() < before


def test_independent_texts_say_what_was_tried(tmp_path: Path, visit: Visits) -> None:
    found = compare_files(SAMPLES / "ferry-original.txt", SAMPLES / "dam-original.txt")
    page = visit(written(found, tmp_path / "independent.html")).page
    assert "Nothing in the texts shows that" in page.inner_text(".case h1")
    assert "names, numbers and dates" in page.inner_text(".attempts")
    assert page.locator(".legend li:visible").count() <= 1  # nothing is shared, so no tint needs a legend
    assert page.locator(".level").count() >= 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_serious_fault(desk: Path, tmp_path: Path, visit: Visits, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing").Axe()
    page = visit(desk, width=width, color_scheme=scheme).page
    assert_accessible(axe, page)
    page.locator("#takings td a").first.click()
    assert_accessible(axe, page)
    page = visit(written(check_draft(tmp_path), tmp_path / "check.html"), width=width, color_scheme=scheme).page
    page.click("text=See which passage stands where")
    page.locator(".traced .s").first.click()
    assert_accessible(axe, page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def attack(found: Findings) -> Findings:
    """The same findings with an attack in every text that the views of the desk show."""
    rules = [
        tuple(
            replace(check, reason=HOSTILE, evidence=tuple(replace(e, text=HOSTILE) for e in check.evidence))
            for check in pair.rules
        )
        for pair in found.pairs
    ]
    pairs = tuple(
        replace(pair, rules=checks, reasons=(HOSTILE,)) for pair, checks in zip(found.pairs, rules, strict=True)
    )
    listed = tuple(
        replace(item, article=replace(item.article, title=HOSTILE * 9, source=HOSTILE, url="javascript:window.ran=3"))
        for item in found.articles
    )
    return replace(found, pairs=pairs, articles=listed)


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_hostile_runs_in_these_views(tmp_path: Path, visit: Visits, width: int) -> None:
    page = visit(written(attack(write_desk(tmp_path)), tmp_path / "hostile.html"), width=width).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("#takings td a").first.click()
    assert page.locator(".rules li").count() > 2
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.go_back()
    page.click("text=See which passage stands where")
    page.locator(".traced .s").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.querySelectorAll('img, iframe, object, embed').length") == 0

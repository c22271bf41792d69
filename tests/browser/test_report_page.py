"""The HTML report as a reader meets it: in a browser, by mouse, by keyboard, on a phone, and with hostile texts."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dupdetect.pipeline import compare_files, scan
from dupdetect.records import Article, Findings
from dupdetect.report import write

pytestmark = pytest.mark.browser

SAMPLES = Path(__file__).parents[2] / "samples" / "articles"
HOSTILE = (
    "<script>window.ran = 1</script><img src=x onerror='window.ran = 2'></style></script><!-- {{ 7 * 7 }} {% raw %} "
    "${ran} \u202egnirts\u202c &lt;b&gt; ]]> \u2028 \u0000 \ud83d"
)

Visits = Callable[..., Any]


def sample(name: str) -> str:
    return (SAMPLES / name).read_text(encoding="utf-8")


def written(findings: Findings, path: Path) -> Path:
    out = io.StringIO()
    write(findings, "html", out)
    path.write_text(out.getvalue(), encoding="utf-8", errors="backslashreplace")
    return path


def ferry() -> list[Article]:
    """Five versions of one story, most of them dated; one has a wrong year and a wrong number."""
    near = sample("ferry-near-copy.txt").replace("2027", "2028").replace("320", "230")
    return [
        Article(
            "ferry/original.txt", sample("ferry-original.txt"), "Skarra to get a new ferry", "Courier", "", "2024-03-05"
        ),
        Article("ferry/near.txt", near, "New ferry for Skarra", "Island Post", "", "2024-03-06"),
        Article(
            "ferry/spun.txt", sample("ferry-spun-medium.txt"), "A new transport craft", "News Hub", "", "2024-03-09"
        ),
        Article("ferry/told.txt", sample("ferry-paraphrase.txt"), "Hybrid successor ordered", "", "", "2024-03-14"),
        Article("ferry/light.txt", sample("ferry-spun-light.txt"), "New ferry after 41 years"),
        Article("dam/one.txt", sample("dam-original.txt"), "Dam backed", "Courier"),
        Article("dam/two.txt", sample("dam-syndicated.txt"), "Arle reservoir clears hurdle"),
    ]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(scan(ferry()), tmp_path_factory.mktemp("report") / "report.html")


def rows(page: Any) -> list[str]:
    """The numbers of the rows that can be seen, in their order."""
    found: list[str] = page.eval_on_selector_all(".row:not([hidden])", "rows => rows.map(row => row.dataset.number)")
    return found


def number(page: Any, a: str, b: str) -> str:
    """The number of the pair of two articles."""
    script = (
        "(rows, [a, b]) => rows.find(row => row.textContent.includes(a) && row.textContent.includes(b)).dataset.number"
    )
    return str(page.eval_on_selector_all(".row", script, [a, b]))


def opened(page: Any, a: str, b: str) -> None:
    page.evaluate(f"location.hash = '#pair-{number(page, a, b)}'")
    page.wait_for_selector("#pair .text .p")


def test_the_list_can_be_narrowed_and_ordered(report: Path, visit: Visits) -> None:
    page = visit(report).page
    everything = rows(page)
    assert len(everything) == 11
    assert page.inner_text("#count") == "11 pairs"

    page.fill("[name=text]", "dam courier")
    assert len(rows(page)) == 1
    assert page.inner_text("#count") == "1 of 11 pairs"
    page.fill("[name=text]", "")
    page.uncheck("[name=verdict][value=rewrite]", force=True)
    assert page.eval_on_selector_all(".row:not([hidden]) .chip.rewrite", "found => found.length") == 0
    page.check("[name=verdict][value=rewrite]", force=True)
    page.check("[name=only][value=drifts]", force=True)
    assert 1 <= len(rows(page)) < 11
    page.uncheck("[name=only][value=drifts]", force=True)

    page.select_option("[name=order]", "close")
    close = page.eval_on_selector_all(".row:not([hidden])", "rows => rows.map(row => Number(row.dataset.close))")
    assert close == sorted(close, reverse=True)
    page.select_option("[name=order]", "number")
    assert rows(page) == everything
    page.click("[data-show-family='2']")
    assert len(rows(page)) == 1


def test_a_family_whose_dates_are_all_known_has_a_source(tmp_path: Path, visit: Visits) -> None:
    page = visit(written(scan(ferry()[:4]), tmp_path / "report.html")).page
    first = page.locator(".family").first.locator("li").first.inner_text()
    assert "Skarra to get a new ferry" in first
    assert "source" in first


def test_a_family_is_a_timeline(report: Path, visit: Visits) -> None:
    page = visit(report).page
    family = page.locator(".family").first
    assert family.locator("li").count() == 5
    assert "source" not in family.inner_text()  # one of them has no date, and may be the first
    assert family.locator(".curve").count() == 10
    assert family.locator(".axis").inner_text().split("\n") == ["5 March 2024", "14 March 2024"]
    family.locator("li a").first.click()
    assert page.locator("#pair h1").is_visible()


def test_a_sentence_lights_its_partner_and_brings_it_into_view(report: Path, visit: Visits) -> None:
    page = visit(report).page
    opened(page, "Skarra to get a new ferry", "A new transport craft")
    left, right = page.locator(".pane .text").nth(0), page.locator(".pane .text").nth(1)
    last = left.locator(".s[role=link]").last
    last.scroll_into_view_if_needed()
    last.hover()
    assert left.locator(".s.lit").count() >= 1
    partner = right.locator(".s.lit").first
    assert partner.count() == 1
    inside = """element => {
        const box = element.getBoundingClientRect(), pane = element.closest('.text').getBoundingClientRect();
        return box.top >= pane.top - 1 && box.bottom <= pane.bottom + 1;
    }"""
    page.wait_for_function(f"() => ({inside})(document.querySelector('.pane[data-side=\"1\"] .s.lit'))")


def test_everything_is_reached_by_keyboard(report: Path, visit: Visits) -> None:
    page = visit(report).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.focus(f"#row-{number(page, 'New ferry for Skarra', 'Skarra to get a new ferry')} a")
    page.keyboard.press("Enter")
    page.wait_for_selector("#pair h1")
    assert page.evaluate("document.activeElement.id") == "pair-title"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.s[role=link]')"):
            break
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowDown")
    second = page.evaluate("document.activeElement.textContent")
    assert first != second
    assert page.locator(".pane").nth(1).locator(".s.lit").count() >= 1
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('.pane').dataset.side") == "1"
    page.keyboard.press("Escape")
    page.wait_for_selector("#overview:not([hidden])")
    assert page.evaluate("document.activeElement.closest('.row') !== null")


def test_a_passage_mark_leads_to_its_partner(report: Path, visit: Visits) -> None:
    page = visit(report).page
    opened(page, "Dam backed", "Arle reservoir clears hurdle")
    mark = page.locator(".pane[data-side='0'] button.mark").first
    assert "Go to it in B" in mark.get_attribute("aria-label")
    mark.click()
    assert page.evaluate("document.activeElement.matches('.pane[data-side=\"1\"] button.mark')")


def test_changed_facts_come_first_and_lead_to_their_places(report: Path, visit: Visits) -> None:
    page = visit(report).page
    opened(page, "New ferry for Skarra", "Skarra to get a new ferry")
    told = {tuple(row.split("\t")[:3]) for row in page.locator(".drift.warn-box tbody tr").all_inner_texts()}
    assert told == {("Date or time", "2028", "2027"), ("Number", "230", "320")}
    assert page.locator(".pane[data-side='0'] mark.drift").all_inner_texts() == ["2028", "230"]
    page.locator(".drift.warn-box button").last.click()
    assert page.locator("mark.drift.lit").all_inner_texts() == ["230", "320"]


def test_what_differs_and_what_is_set_back_is_marked(report: Path, visit: Visits) -> None:
    page = visit(report).page
    opened(page, "Skarra to get a new ferry", "A new transport craft")
    assert "island" in page.locator(".pane[data-side='1'] .text").inner_text().lower()
    swaps = (
        page.locator(".pane[data-side='0'] mark.swap").all_inner_texts()
        + page.locator(".pane[data-side='1'] mark.swap").all_inner_texts()
    )
    assert {"hyperlinks", "links"} <= set(swaps)
    assert page.locator(".text .quoted").count()
    assert page.locator(".text .furniture").count()
    few = page.locator(".swaps tbody tr").count()
    page.click(".all-swaps")
    assert page.locator(".swaps tbody tr").count() > few


def test_the_texts_are_whole(report: Path, visit: Visits) -> None:
    page = visit(report).page
    opened(page, "Skarra to get a new ferry", "A new transport craft")
    script = """text => {
        const copy = text.cloneNode(true);
        copy.querySelectorAll('button').forEach(one => one.remove());
        return copy.textContent;
    }"""
    texts = [page.locator(".pane .text").nth(side).evaluate(script) for side in (0, 1)]
    assert set(texts) == {sample("ferry-original.txt"), sample("ferry-spun-medium.txt")}


def test_a_verdict_leads_to_its_meaning(report: Path, visit: Visits) -> None:
    page = visit(report).page
    opened(page, "Dam backed", "Arle reservoir clears hurdle")
    page.click("#pair .verdict")
    assert page.evaluate("document.activeElement.id") == "meaning-near_copy"
    assert page.locator("#pair").is_visible()


def test_two_texts_that_were_compared_open_at_once(tmp_path: Path, visit: Visits) -> None:
    found = compare_files(SAMPLES / "ferry-original.txt", SAMPLES / "ferry-spun-medium.txt")
    page = visit(written(found, tmp_path / "compared.html")).page
    assert page.locator("#pair .text .s").count() > 20
    assert not page.locator("#overview").is_visible()


def test_without_a_script_the_lists_are_there(report: Path, visit: Visits) -> None:
    page = visit(report, java_script_enabled=False).page
    assert page.locator(".row").count() == 11
    assert "JavaScript" in page.inner_text("noscript")


def test_on_paper_both_texts_are_whole(report: Path, visit: Visits) -> None:
    page = visit(report).page
    opened(page, "Skarra to get a new ferry", "A new transport craft")
    page.emulate_media(media="print")
    cut = page.eval_on_selector_all(
        ".pane, .pane .text", "all => all.filter(one => one.scrollHeight > one.clientHeight + 2).length"
    )
    assert cut == 0
    assert not page.locator(".steps").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_serious_fault(report: Path, visit: Visits, scheme: str, width: int) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe, which needs a browser, is missing"
    ).Axe()
    page = visit(report, width=width, color_scheme=scheme).page
    assert_accessible(axe, page)
    opened(page, "New ferry for Skarra", "Skarra to get a new ferry")
    page.locator(".s[role=link]").nth(1).focus()
    assert_accessible(axe, page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def assert_accessible(axe: Any, page: Any) -> None:
    found = axe.run(page).response["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in serious] == []


def hostile() -> Findings:
    """Two copies whose ids, titles, outlets and words are attacks."""
    text = sample("club-original.txt").replace("\n\n", f"\n\n{HOSTILE} ", 3)
    facts: dict[str, Any] = {"source": HOSTILE, "author": HOSTILE, "url": "javascript:window.ran=3"}
    made = [Article(f"{i}{HOSTILE}", f"{text}{i}", f"{i}{HOSTILE * 40}", **facts) for i in range(2)]
    return scan([*made, Article("\U0001f30a" * 3000, "\U0001f30a" * 30 + " " + text)])


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_hostile_runs_and_the_layout_holds(tmp_path: Path, visit: Visits, width: int) -> None:
    page = visit(written(hostile(), tmp_path / "hostile.html"), width=width).page
    assert len(rows(page)) == 3
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for pair in ("1", "2", "3"):
        page.evaluate(f"location.hash = '#pair-{pair}'")
        page.wait_for_function(f"document.querySelector('#pair').dataset.number === '{pair}'")
        page.wait_for_selector("#pair .text .p")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert "<script>window.ran = 1</script>" in page.inner_text(".pane[data-side='0'] .text")
        assert page.locator(".text .control").count()
        assert page.locator("#pair a[href^=javascript]").count() == 0
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.querySelectorAll('img, iframe, object, embed').length") == 0


def test_a_megabyte_without_a_space_is_folded_away(tmp_path: Path, visit: Visits) -> None:
    (tmp_path / "a.txt").write_text(sample("club-original.txt") + "\n\n" + "x" * 1_000_000, encoding="utf-8")
    (tmp_path / "b.txt").write_text(sample("club-original.txt") + "\n\nAn end of its own.", encoding="utf-8")
    page = visit(written(compare_files(tmp_path / "a.txt", tmp_path / "b.txt"), tmp_path / "long.html"), width=390).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("button.gap").count() == 1
    assert len(page.inner_text(".pane[data-side='0'] .text")) < 20_000


def test_offsets_hold_behind_characters_of_two_units(tmp_path: Path, visit: Visits) -> None:
    (tmp_path / "a.txt").write_text("\U0001f30a" * 40 + "\n\n" + sample("ferry-original.txt"), encoding="utf-8")
    (tmp_path / "b.txt").write_text(sample("ferry-spun-medium.txt"), encoding="utf-8")
    page = visit(written(compare_files(tmp_path / "a.txt", tmp_path / "b.txt"), tmp_path / "waves.html")).page
    assert {"links", "island"} <= set(page.locator(".pane[data-side='0'] mark.swap").all_inner_texts())


def test_a_thousand_pairs_are_listed_and_none_is_drawn_before_it_is_asked_for(tmp_path: Path, visit: Visits) -> None:
    text = sample("ferry-original.txt")
    found = scan({f"copy-{i:02}.txt": f"{text}\n\nNo. {i} of its kind." for i in range(46)})
    assert len(found.pairs) > 1000
    page = visit(written(found, tmp_path / "many.html")).page
    assert len(rows(page)) == len(found.pairs)
    assert page.locator(".pane").count() == 0
    page.locator(".row a").nth(500).click()
    assert page.locator("#pair .text .s").count() > 20

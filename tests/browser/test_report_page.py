"""The HTML report as a reader meets it: in a browser, by mouse, by keyboard, on a phone, and with hostile texts."""

from __future__ import annotations

import io
import json
import re
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


def side_text(page: Any, side: int) -> str:
    """The text of A or B as the page shows it, paragraph by paragraph."""
    found: str = page.eval_on_selector_all(
        f".cell[data-side='{side}']",
        """cells => cells.map(cell => {
            const copy = cell.cloneNode(true);
            copy.querySelectorAll('button.mark, .letter').forEach(added => added.remove());
            return copy.textContent;
        }).join('')""",
    )
    return found


def opened(page: Any, a: str, b: str) -> None:
    page.evaluate(f"location.hash = '#pair-{number(page, a, b)}'")
    page.wait_for_selector("#view .text .p")


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
    first = page.locator(".family").first.locator("tbody tr").first.inner_text()
    assert "Skarra to get a new ferry" in first
    assert "source" in first


def test_a_family_is_a_timeline(report: Path, visit: Visits) -> None:
    page = visit(report).page
    family = page.locator(".family").first
    assert "Skarra to get a new ferry" in family.locator("h3").inner_text()
    assert family.locator("tbody tr").count() == 5
    assert family.locator(".tag").count() == 0  # one of them has no date, and may be the first: no source
    spun = family.locator("tbody tr", has_text="A new transport craft").inner_text()
    assert re.search(
        r"\d+% shared with 1\s+spun by a machine\s+none found\s+–\s+(cut \d+%, )?.*wordings exchanged", spun
    )
    near = family.locator("tbody tr", has_text="New ferry for Skarra").inner_text()
    assert re.search(r"lightly edited\s+none found\s+2\s", near)  # two facts differ
    assert not family.locator(".tree svg").is_visible()
    family.locator(".curves summary").click()
    assert family.locator(".curve").count() == 10
    assert family.locator(".axis").inner_text().split("\n") == ["5 March 2024", "14 March 2024"]
    family.locator("td a").first.click()
    assert page.locator("#view h1").is_visible()


def test_the_top_says_what_was_found_and_leads_to_it(report: Path, visit: Visits) -> None:
    page = visit(report).page
    assert page.inner_text("#overview h1") == "Of 7 articles, 7 are versions of 2 stories."
    pointers = page.locator(".pointers li").all_inner_texts()
    assert len(pointers) == 3
    assert "facts; most of all" in pointers[0]
    assert {"2028 -> 2027", "230 -> 320"} & set(re.findall(r"\d+ -> \d+", pointers[0]))
    page.locator(".pointers a").first.click()
    assert page.locator(".drift.warn-box").is_visible()
    page.go_back()
    page.locator(".tiles a", has_text="machine-spun").click()
    spun = rows(page)
    assert 0 < len(spun) < 11
    assert page.is_checked("[name=only][value=spun]")
    page.locator(".tiles a", has_text="related pairs").click()
    assert len(rows(page)) == 11


def test_a_pair_opens_with_a_sentence_and_its_evidence_is_on_the_first_screen(report: Path, visit: Visits) -> None:
    page = visit(report, height=800).page
    opened(page, "Skarra to get a new ferry", "A new transport craft")
    told = page.inner_text(".case h1")
    assert "“A new transport craft” (News Hub) repeats " in told
    assert "% of “Skarra to get a new ferry” (Courier), with single words exchanged throughout" in told
    assert "No credit was found." in told
    assert page.locator(".levels .p").first.bounding_box()["y"] < 700
    assert not page.locator(".figures dl").is_visible()
    page.click(".figures summary")
    assert "Jaccard" in page.inner_text(".figures dl")
    legend = page.locator(".legend li:visible").all_inner_texts()
    assert "reworded" in legend
    assert "changed fact" not in legend  # this pair has none


def test_a_sentence_lights_its_partner_and_brings_it_into_view(report: Path, visit: Visits) -> None:
    page = visit(report).page
    opened(page, "Skarra to get a new ferry", "A new transport craft")
    last = page.locator(".cell[data-side='0'] .s[role=link]").last
    last.scroll_into_view_if_needed()
    last.hover()
    assert page.locator(".cell[data-side='0'] .s.lit").count() >= 1
    partner = page.locator(".cell[data-side='1'] .s.lit").first
    assert partner.is_visible()
    assert abs(partner.bounding_box()["y"] - last.bounding_box()["y"]) < 150  # paragraphs stand on one level


def test_paragraphs_stand_on_one_level_to_the_end(report: Path, visit: Visits) -> None:
    page = visit(report).page
    opened(page, "Skarra to get a new ferry", "New ferry for Skarra")
    tops = """() => [...document.querySelectorAll('.level')].map(row =>
        [...row.children].map(cell => cell.querySelector('.s')?.getBoundingClientRect().top)
    ).filter(([a, b]) => a !== undefined && b !== undefined).map(([a, b]) => Math.abs(a - b))"""
    distances = page.evaluate(tops)
    assert len(distances) > 8
    assert max(distances) < 2


def test_on_a_phone_the_partner_stands_under_the_sentence(report: Path, visit: Visits) -> None:
    page = visit(report, width=390, has_touch=True).page
    opened(page, "Skarra to get a new ferry", "A new transport craft")
    sentence = page.locator(".cell[data-side='0'] .s[role=link]").nth(3)
    sentence.tap()
    partner = page.locator(".partner")
    assert partner.inner_text().startswith("B ")
    above, below = sentence.bounding_box(), partner.bounding_box()
    assert 0 <= below["y"] - (above["y"] + above["height"]) < 40
    page.locator(".cell[data-side='0'] .s[role=link]").nth(4).tap()
    assert page.locator(".partner").count() == 1


def test_marks_and_notes_stay_and_can_be_saved(report: Path, visit: Visits) -> None:
    page = visit(report).page
    opened(page, "Dam backed", "Arle reservoir clears hurdle")
    page.click(".triage summary")
    page.click("[data-mark=licensed]")
    assert page.get_attribute("[data-mark=licensed]", "aria-pressed") == "true"
    page.fill(".triage textarea", "Agreed in May.")
    page.click(".triage summary")
    page.reload()
    page.wait_for_selector("#view .text .p")
    assert page.inner_text(".triage summary") == "Your mark: licensed"
    page.click(".triage summary")
    assert page.input_value(".triage textarea") == "Agreed in May."
    page.click(".back")
    page.select_option("[name=marked]", "licensed")
    assert len(rows(page)) == 1
    assert "licensed, note" in page.inner_text(".row")
    page.select_option("[name=marked]", "none")
    assert len(rows(page)) == 10
    with page.expect_download() as loading:
        page.click("#export")
    saved = json.loads(Path(loading.value.path()).read_text(encoding="utf-8"))
    assert saved["schema"] == "dupdetect-marks/1"
    (entry,) = saved["marks"]
    assert (entry["mark"], entry["note"]) == ("licensed", "Agreed in May.")
    assert {entry["a"], entry["b"]} == {"dam/one.txt", "dam/two.txt"}


def test_everything_is_reached_by_keyboard(report: Path, visit: Visits) -> None:
    page = visit(report).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.focus(f"#row-{number(page, 'New ferry for Skarra', 'Skarra to get a new ferry')} a")
    page.keyboard.press("Enter")
    page.wait_for_selector("#view h1")
    assert page.evaluate("document.activeElement.id") == "pair-title"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.s[role=link]')"):
            break
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowDown")
    second = page.evaluate("document.activeElement.textContent")
    assert first != second
    assert page.locator(".cell[data-side='1'] .s.lit").count() >= 1
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('.cell').dataset.side") == "1"
    page.keyboard.press("Escape")
    page.wait_for_selector("#overview:not([hidden])")
    assert page.evaluate("document.activeElement.closest('.row') !== null")


def test_a_passage_mark_leads_to_its_partner(report: Path, visit: Visits) -> None:
    page = visit(report).page
    opened(page, "Dam backed", "Arle reservoir clears hurdle")
    mark = page.locator(".cell[data-side='0'] button.mark").first
    assert "Go to it in B" in mark.get_attribute("aria-label")
    mark.click()
    assert page.evaluate("document.activeElement.matches('.cell[data-side=\"1\"] button.mark')")


def test_changed_facts_come_first_and_lead_to_their_places(report: Path, visit: Visits) -> None:
    page = visit(report).page
    opened(page, "New ferry for Skarra", "Skarra to get a new ferry")
    told = {tuple(row.split("\t")[:3]) for row in page.locator(".drift.warn-box tbody tr").all_inner_texts()}
    assert told == {("Date or time", "2028", "2027"), ("Number", "230", "320")}
    assert page.locator(".cell[data-side='0'] mark.drift").all_inner_texts() == ["2028", "230"]
    page.locator(".drift.warn-box tbody button").last.click()
    assert page.locator("mark.drift.lit").all_inner_texts() == ["230", "320"]


def test_what_differs_and_what_is_set_back_is_marked(report: Path, visit: Visits) -> None:
    page = visit(report).page
    opened(page, "Skarra to get a new ferry", "A new transport craft")
    assert "island" in side_text(page, 1).lower()
    swaps = (
        page.locator(".cell[data-side='0'] mark.swap").all_inner_texts()
        + page.locator(".cell[data-side='1'] mark.swap").all_inner_texts()
    )
    assert {"hyperlinks", "links"} <= set(swaps)
    assert page.locator(".text .quoted").count()
    assert page.locator(".text .furniture").count()
    few = page.locator(".swaps tbody tr").count()
    page.click(".swaps summary")
    page.click(".all-swaps")
    assert page.locator(".swaps tbody tr").count() > few


def test_the_texts_are_whole(report: Path, visit: Visits) -> None:
    page = visit(report).page
    opened(page, "Skarra to get a new ferry", "A new transport craft")
    texts = [side_text(page, side) for side in (0, 1)]
    assert set(texts) == {sample("ferry-original.txt"), sample("ferry-spun-medium.txt")}


def test_a_verdict_leads_to_its_meaning(report: Path, visit: Visits) -> None:
    page = visit(report).page
    opened(page, "Dam backed", "Arle reservoir clears hurdle")
    page.click("#view .verdict")
    assert page.evaluate("document.activeElement.id") == "meaning-near_copy"
    assert page.locator("#view").is_visible()


def test_two_texts_that_were_compared_open_at_once(tmp_path: Path, visit: Visits) -> None:
    found = compare_files(SAMPLES / "ferry-original.txt", SAMPLES / "ferry-spun-medium.txt")
    page = visit(written(found, tmp_path / "compared.html")).page
    assert page.locator("#view .text .s").count() > 20
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
        ".levels, .cell", "all => all.filter(one => one.scrollHeight > one.clientHeight + 2).length"
    )
    assert cut == 0
    assert not page.locator(".steps").is_visible()


def test_on_paper_all_changed_facts_stand(tmp_path: Path, visit: Visits) -> None:
    figures = {"320": "230", "64": "46", "210": "120", "52": "25", "2027": "2028"}
    text = sample("ferry-original.txt")
    other = text
    for old, new in figures.items():
        other = other.replace(old, new)
    page = visit(written(scan({"a": text, "b": other}), tmp_path / "report.html"), "#pair-1").page
    assert page.locator(".drift tbody tr").count() == 3
    page.pdf(path=tmp_path / "report.pdf")
    assert page.locator(".drift tbody tr").count() > 3


CLIPPED = """all => all.filter(box => getComputedStyle(box).overflow !== 'visible'
    && (box.scrollWidth > box.clientWidth + 2 || box.scrollHeight > box.clientHeight + 2)).length"""
CLIPPED = """all => all.filter(box => getComputedStyle(box).overflow !== 'visible'
    && (box.scrollWidth > box.clientWidth + 2 || box.scrollHeight > box.clientHeight + 2)).length"""
FOLDED = "all => all.filter(box => !box.open && box.checkVisibility() && !box.matches('.triage')).length"


def test_on_paper_nothing_that_was_folded_is_lost(report: Path, tmp_path: Path, visit: Visits) -> None:
    """Reasons, figures, exchanged words, edits, families: all stand on paper, and close again afterwards."""
    page = visit(report, color_scheme="dark").page
    for pair in (False, True):
        if pair:
            opened(page, "Skarra to get a new ferry", "A new transport craft")
        folded = page.eval_on_selector_all("details", FOLDED)
        assert folded > 0
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        assert page.eval_on_selector_all("details", FOLDED) == 0
        assert page.eval_on_selector_all(".heading, .whose, .pane h3, .edits ol", CLIPPED) == 0
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        page.emulate_media(media="screen", color_scheme="dark")
        assert page.eval_on_selector_all("details", FOLDED) == folded
    assert page.pdf(path=tmp_path / "report.pdf")


def test_the_edits_of_a_family_are_drawn_and_lead_to_their_places(report: Path, visit: Visits) -> None:
    page = visit(report).page
    strips = page.locator("#family-1 .strips .strip")
    assert strips.count() == 5
    assert page.locator("#family-1 .strips .cut").count() > 0
    stretch = strips.nth(2).locator("a").first
    label = stretch.get_attribute("aria-label")
    excerpt = re.sub(r"^[^“]*“|…?”$", "", label)[:25]
    stretch.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('href')") == strips.nth(2).locator("a").nth(
        1
    ).get_attribute("href")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_selector("#view .lit")
    lit = page.eval_on_selector_all("#view .lit", "all => all.map(box => box.textContent).join('')")
    assert excerpt in " ".join(lit.split())


def test_the_edits_of_a_pair_are_drawn_and_lead_to_their_places_without_opening_it_anew(
    report: Path, visit: Visits
) -> None:
    page = visit(report).page
    opened(page, "Skarra to get a new ferry", "New ferry for Skarra")
    page.evaluate("document.querySelector('#view .case').dataset.same = 'yes'")
    for letter, kind in (("a", "exchanged"), ("b", "kept")):
        link = page.locator(f"#view .strip a[href*='-{letter}']:has(.{kind})").first
        link.focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(f"#view .cell[data-side='{'ab'.index(letter)}'] .lit")
        assert page.locator("#view .case").get_attribute("data-same") == "yes"
    page.go_back()
    page.go_back()
    assert page.locator("#view .case").count() == 1


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
    page.eval_on_selector_all("#view details", "all => all.forEach(one => one.open = true)")
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
        page.wait_for_function(f"document.querySelector('#view').dataset.number === '{pair}'")
        page.wait_for_selector("#view .text .p")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert "<script>window.ran = 1</script>" in side_text(page, 0)
        assert page.locator(".text .control").count()
        assert page.locator("#view a[href^=javascript]").count() == 0
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.querySelectorAll('img, iframe, object, embed').length") == 0


def test_a_megabyte_without_a_space_is_folded_away(tmp_path: Path, visit: Visits) -> None:
    (tmp_path / "a.txt").write_text(sample("club-original.txt") + "\n\n" + "x" * 1_000_000, encoding="utf-8")
    (tmp_path / "b.txt").write_text(sample("club-original.txt") + "\n\nAn end of its own.", encoding="utf-8")
    page = visit(written(compare_files(tmp_path / "a.txt", tmp_path / "b.txt"), tmp_path / "long.html"), width=390).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("button.gap").count() == 1
    assert len(side_text(page, 0)) < 20_000


def test_offsets_hold_behind_characters_of_two_units(tmp_path: Path, visit: Visits) -> None:
    (tmp_path / "a.txt").write_text("\U0001f30a" * 40 + "\n\n" + sample("ferry-original.txt"), encoding="utf-8")
    (tmp_path / "b.txt").write_text(sample("ferry-spun-medium.txt"), encoding="utf-8")
    page = visit(written(compare_files(tmp_path / "a.txt", tmp_path / "b.txt"), tmp_path / "waves.html")).page
    assert {"links", "island"} <= set(page.locator(".cell[data-side='0'] mark.swap").all_inner_texts())


def test_a_thousand_pairs_are_listed_and_none_is_drawn_before_it_is_asked_for(tmp_path: Path, visit: Visits) -> None:
    text = sample("ferry-original.txt")
    found = scan({f"copy-{i:02}.txt": f"{text}\n\nNo. {i} of its kind." for i in range(46)})
    assert len(found.pairs) > 1000
    page = visit(written(found, tmp_path / "many.html")).page
    assert len(rows(page)) == len(found.pairs)
    assert page.locator(".pane").count() == 0
    page.locator(".row a").nth(500).click()
    assert page.locator("#view .text .s").count() > 20

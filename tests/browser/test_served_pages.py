"""The editors' page as it is met: in a browser, by mouse, by keyboard, on a phone, and with hostile texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi")

from dupdetect.pipeline import Index
from dupdetect.records import Article
from tests.browser.test_report_page import HOSTILE, assert_accessible, side_text
from tests.web.serving import serving

pytestmark = pytest.mark.browser

SAMPLES = Path(__file__).parents[2] / "samples" / "articles"
PAGES = ("/", "/scan", "/check", "/archive", "/api", "/results/gone")

Visits = Callable[..., Any]


def sample(name: str) -> str:
    return (SAMPLES / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("archive") / "articles.dupdetect"
    names = ("ferry-original.txt", "ferry-near-copy.txt", "dam-original.txt")
    with Index.open(path) as archive:
        archive.add([Article(name, sample(name), title=name.split(".")[0]) for name in names])
        archive.add([Article(f"hostile{HOSTILE}", sample("club-original.txt"), HOSTILE * 20, HOSTILE)])
    with serving(str(path)) as found:
        yield found


def compared(page: Any, a: str, b: str) -> None:
    page.fill("#a_text", a)
    page.fill("#b_text", b)
    page.click("main button")
    page.wait_for_selector("#view .verdict")


def test_two_texts_are_pasted_and_the_verdict_is_read(address: str, visit: Visits) -> None:
    page = visit(address).page
    compared(page, sample("ferry-original.txt"), sample("ferry-spun-medium.txt"))
    assert "Rewrite" in page.inner_text("#view .verdict")
    assert page.locator("#view .text .s").count() > 20
    with page.expect_download() as loading:
        page.click("text=JSON")
    assert loading.value.suggested_filename == "findings.json"
    with page.expect_download() as loading:
        page.click("nav[aria-label=Downloads] >> text=HTML")
    assert "dupdetect" in Path(loading.value.path()).read_text(encoding="utf-8")
    page.click("text=Compare two")
    assert page.locator("#a_text").is_visible()


def test_files_are_uploaded_and_searched(address: str, visit: Visits) -> None:
    page = visit(address).page
    page.click("nav >> text=Search files")
    page.set_input_files("#files", sorted(SAMPLES.glob("ferry-*.txt"))[:6])
    assert page.inner_text(".chosen[for=files]").startswith("6 files, ")
    page.click("main button")
    page.wait_for_selector(".row")
    assert page.locator(".family").count() == 1
    page.locator(".row a").first.click()
    page.wait_for_selector("#view .text .s")
    assert page.locator("#view .text .s").count() > 20


def test_ours_and_theirs_are_told_apart(address: str, visit: Visits) -> None:
    page = visit(address).page
    page.goto(address + "/scan")
    page.set_input_files("#ours", [SAMPLES / "ferry-original.txt", SAMPLES / "dam-original.txt"])
    page.set_input_files("#files", [SAMPLES / name for name in ("ferry-near-copy.txt", "ferry-spun-light.txt")])
    page.click("main button")
    page.wait_for_selector("#takings")
    assert page.inner_text("#overview h1").startswith("1 of 2 articles of ours stands in 2 of 2 pages of others")
    assert page.locator("#takings tbody tr").count() == 2
    page.click("text=See which passage stands where")
    page.wait_for_selector(".source-list li")
    assert page.locator(".source-list li").count() == 2


def test_the_sample_shows_what_the_page_can_do(address: str, visit: Visits) -> None:
    page = visit(address).page
    page.click("text=Try it with a sample")
    assert "Tarn Head" in page.input_value("#a_text")
    assert page.input_value("[name=b_source]") == "Coast Mail"
    page.click("main button")
    page.wait_for_selector("#view .verdict")
    told = page.inner_text(".case h1")
    assert "“Lighthouse keeper says goodbye” (Coast Mail) repeats " in told  # the dates tell which was first
    facts = {tuple(row.split("\t")[1:3]) for row in page.locator(".drift tbody tr").all_inner_texts()}
    assert {("212", "221"), ("31", "13")} <= facts


def test_what_is_known_about_a_file_is_used(address: str, visit: Visits) -> None:
    page = visit(address).page
    page.set_input_files("#a_file", SAMPLES / "ferry-original.txt")
    page.click("text=Outlet, date and address of the first text")
    page.fill("[name=a_source]", "Courier <b>")
    page.fill("[name=a_published]", "2020-01-02")
    page.fill("#b_text", sample("ferry-near-copy.txt"))
    page.click("main button")
    page.wait_for_selector("#view .verdict")
    assert "Courier <b> · 2 January 2020" in page.inner_text(".pane[data-side='0']")


def test_marks_are_kept_beside_the_archive(address: str, visit: Visits) -> None:
    page = visit(address).page
    for kept in ("", "dismissed"):
        page.goto(address + "/check")
        page.fill("#text", sample("dam-syndicated.txt"))
        page.click("main button")
        page.wait_for_selector("#takings")
        page.locator("#takings td a").first.click()
        page.wait_for_selector(".triage summary")
        assert page.inner_text(".triage summary") == (f"Your mark: {kept}" if kept else "Your mark")
        if not kept:
            page.click(".triage summary")
            page.click("[data-mark=dismissed]")
            page.wait_for_selector("text=Kept beside the archive.")
    assert page.evaluate("localStorage.length") == 0


def test_files_can_be_dropped(address: str, visit: Visits) -> None:
    page = visit(address).page
    drop = """([selector, name, text]) => {
        const carried = new DataTransfer();
        carried.items.add(new File([text], name, { type: 'text/plain' }));
        document.querySelector(selector).closest('[data-drop]').dispatchEvent(
            new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true }));
    }"""
    page.evaluate(drop, ["#a_text", "ours.txt", sample("ferry-original.txt")])
    page.evaluate(drop, ["#b_text", "theirs.txt", sample("ferry-near-copy.txt")])
    page.click("main button")
    page.wait_for_selector("#view .verdict")
    assert "Near copy" in page.inner_text("#view .verdict")
    assert {"ours.txt", "theirs.txt"} <= {name.split(" · ")[-1] for name in page.locator(".pane p").all_inner_texts()}


def test_a_text_is_checked_against_the_archive(address: str, visit: Visits) -> None:
    page = visit(address).page
    page.click("nav >> text=Ask our archive")
    page.fill("#text", sample("ferry-spun-medium.txt"))
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".row")
    assert page.locator(".row").count() == 2
    assert "ferry-original" in page.inner_text("#rows")


def test_the_families_of_the_archive_are_browsed(address: str, visit: Visits) -> None:
    page = visit(address).page
    page.click('nav >> text="Archive"')
    page.fill("#q", "ferry near")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=ferry-near-copy")
    assert page.locator(".shelf li").count() == 1
    page.click(".shelf button")
    page.wait_for_selector(".family")
    assert page.locator(".family ol:not(.strips) > li").count() == 2


def test_it_works_without_a_script(address: str, visit: Visits) -> None:
    page = visit(address, java_script_enabled=False).page
    page.fill("#a_text", sample("ferry-original.txt"))
    page.fill("#b_text", sample("ferry-spun-medium.txt"))
    page.click("main button")
    page.wait_for_selector(".row")
    assert "Rewrite" in page.inner_text(".row")
    page.click("text=Search files")
    page.set_input_files("#files", sorted(SAMPLES.glob("dam-*.txt"))[:3])
    page.click("main button")
    page.wait_for_selector(".row")


def test_everything_is_reached_by_keyboard(address: str, visit: Visits) -> None:
    page = visit(address).page
    met: list[str] = []
    for _ in range(14):
        page.keyboard.press("Tab")
        met.append(page.evaluate("document.activeElement.id || document.activeElement.textContent"))
    wanted = ["Skip to the page", "Compare two", "Search files", "Ask our archive", "Archive", "API"]
    assert met[:6] == wanted
    first, second = (f"Outlet, date and address of the {which} text" for which in ("first", "second"))
    assert met[6:13] == ["a_text", "a_file", first, "b_text", "b_file", second, "Compare"]
    page.focus("#a_text")
    page.keyboard.insert_text(sample("dam-original.txt"))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.insert_text(sample("dam-syndicated.txt"))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#view .verdict")
    assert "Near copy" in page.inner_text("#view .verdict")


def test_what_is_missing_is_said_and_what_was_typed_stays(address: str, visit: Visits) -> None:
    made = visit(address)
    page = made.page
    page.fill("#a_text", "\nA first line.\r\n" + HOSTILE.replace("\u0000", "").replace("\ud83d", ""))
    page.click("main button")
    assert "second text is missing" in page.inner_text("[role=alert]")
    assert "A first line." in page.input_value("#a_text")
    made.faults.clear()  # the browser notes the status 422


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_no_serious_fault(address: str, visit: Visits, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing").Axe()
    made = visit(address, width=width, color_scheme=scheme)
    for path in PAGES:
        made.page.goto(address + path)
        assert_accessible(axe, made.page)
        assert made.page.evaluate("document.documentElement.scrollWidth") <= width
    made.faults.clear()  # the browser notes the status 404 of the last
    made.page.goto(address)
    compared(made.page, sample("ferry-original.txt"), sample("ferry-near-copy.txt"))
    assert_accessible(axe, made.page)
    assert made.page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_hostile_runs_and_the_layout_holds(address: str, visit: Visits, width: int) -> None:
    page = visit(address, width=width).page
    text = sample("club-original.txt").replace("\n\n", f"\n\n{HOSTILE} ".replace("\ud83d", ""), 3)
    compared(page, text, text + "x" * 300_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert "<script>window.ran = 1</script>" in side_text(page, 0)
    for path in ("/archive", "/archive?q=%3Cscript%3Ewindow.ran%3D1%3C%2Fscript%3E"):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("window.ran") is None
    page.goto(address + "/archive?q=window.ran")
    page.click(".shelf button")
    page.wait_for_selector("#overview")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("window.ran") is None


def test_the_progress_is_shown_and_the_result_opens_by_itself(address: str, visit: Visits) -> None:
    page = visit(address).page
    page.route("**/results/*/progress", lambda route: route.continue_())
    page.click("nav >> text=Search files")
    page.set_input_files("#files", sorted(SAMPLES.glob("*.txt")))
    page.click("main button")
    page.wait_for_selector(".row", timeout=60_000)
    assert page.locator(".family").count() > 3

"""Write docs/images/: the HTML report of the sample articles, and the page, as a browser shows them.

    python docs/screenshots.py          needs Chromium and Playwright; DUPDETECT_BROWSER names another browser

The pictures are made from samples/ by the same calls that users make. Nothing else writes them; make them anew when the
report has changed, and look at them.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from dupdetect.desk.licence import check_findings
from dupdetect.desk.rules import Rules
from dupdetect.pipeline import Index, compare_files, scan
from dupdetect.records import Article, Findings
from dupdetect.report import write
from dupdetect.web.sample import SAMPLE

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples" / "articles"
PAIR = (SAMPLES / "ferry-original.txt", SAMPLES / "ferry-spun-medium.txt")
IMAGES = ROOT / "docs" / "images"
BROWSER = os.environ.get("DUPDETECT_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
COLOURS = 96
"""Enough for text and tints, and a third of the bytes."""

SETTLING = 400
"""Milliseconds after a script until the page has drawn."""

BROKEN = 3
"""The rank of the pair of the desk that breaks rules."""

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]


@dataclass(frozen=True)
class Shot:
    """A picture: which report, or which path of the page, how wide, and what to do first."""

    name: str
    report: str
    width: int = 1200
    height: int = 820
    scheme: str = "light"
    script: str = ""


READING = """
    document.querySelector('.panes').scrollIntoView();
    document.querySelectorAll('.cell[data-side="0"] .s[role=link]')[1].focus({preventScroll: true});
"""
PHONE = """
    const sentence = document.querySelectorAll('.cell[data-side="0"] .s[role=link]')[1];
    sentence.click();
    sentence.closest('.level').scrollIntoView();
"""
MARKED = """
    document.querySelector('.triage').open = true;
    document.querySelector('[data-mark=licensed]').click();
"""
SHOTS = (
    Shot("report", "scan", height=1060),
    Shot("edits", "scan", script="document.querySelector('#family-1 .map').scrollIntoView()", height=360),
    Shot("pairs", "scan", script="document.querySelector('#pairs').scrollIntoView()", height=760),
    Shot("ours", "desk", height=960),
    Shot("rules", "desk", script=f"location.hash = '#pair-{BROKEN}'", height=900),
    Shot("marks", "desk", script=f"location.hash = '#pair-{BROKEN}'; setTimeout(() => {{{MARKED}}}, 100)", height=640),
    Shot("sources", "check", script="document.querySelector('a[href^=\"#sources\"]').click()", height=860),
    Shot("pair", "compare", height=760),
    Shot("side-by-side", "compare", script=READING, height=900),
    Shot("side-by-side-dark", "compare", script=READING, height=900, scheme="dark"),
    Shot("phone", "compare", width=390, height=780, script=PHONE),
    Shot("page", "/?sample=1", height=900),
    Shot("page-files", "/scan", height=560),
    Shot("page-archive", "/archive", height=700),
)


def main() -> int:
    if not BROWSER:
        print("no browser was found; install chromium, or name one in DUPDETECT_BROWSER", file=sys.stderr)
        return 1
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        reports = {
            name: write_report(findings, Path(folder) / f"{name}.html").as_uri()
            for name, findings in make_findings(Path(folder)).items()
        }
        browser = driver.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
        with start_server(Path(folder)) as address:
            for shot in SHOTS:
                take(browser, shot, reports.get(shot.report) or address + shot.report)
                print(f"docs/images/{shot.name}.png: written", file=sys.stderr)
        browser.close()
    return 0


def make_findings(folder: Path) -> dict[str, Findings]:
    """The findings that the pictures show."""
    archive = folder / "checked.dupdetect"
    with Index.open(archive) as index:
        index.add([read_sample(name) for name in ("ferry-original.txt", "ferry-spun-light.txt", "dam-original.txt")])
        check = index.check(write_draft())
    return {"scan": scan([SAMPLES]), "compare": compare_files(*PAIR), "desk": judge_desk(), "check": check}


def write_draft() -> Article:
    """A text put together from two articles of the samples, with a sentence of its own between them."""
    ferry, dam = (read_sample(f"{name}-original.txt").text.split("\n\n")[3:8] for name in ("ferry", "dam"))
    own = "Two plans, two coasts, and one question that nobody in either town hall wants to be asked this spring."
    return Article("draft.txt", "\n\n".join(("Two plans, two coasts", *ferry[:4], own, *dam)), "Two plans, two coasts")


def read_sample(name: str) -> Article:
    """A sample article under its bare name."""
    text = (SAMPLES / name).read_text(encoding="utf-8")
    return Article(name, text, read_title(text))


def judge_desk() -> Findings:
    """An article of ours with three copies, judged by rules; a partner has one of them."""
    ours = SAMPLE["a"]
    text = ours["text"]
    altered = text.replace("212", "221").replace("31 ships", "13 ships")
    credit = "This story originally appeared in The Quarne Courier.\n\n"
    mine = Article("mine/lighthouse.html", text, read_title(text), ours["source"], "", ours["published"], ours["url"])
    copies = {
        "pages/weekly.html": (credit + text, "Harbour Weekly", "https://harbourweekly.example/17", (ours["url"],)),
        "pages/mail.html": (altered, "Coast Mail", "https://coastmail.example/9", ()),
        "pages/hub.html": (SAMPLE["b"]["text"], "News Hub", "https://hub.example/3", ()),
        "pages/twin.html": (text, "Courier Twin", "https://partner.example/5", ()),
    }
    pages = [
        Article(name, body, read_title(body), outlet, "", "2026-05-08", url, links or ("https://elsewhere.example/",))
        for name, (body, outlet, url, links) in copies.items()
    ]
    rules = Rules.of({"rules": "credit-link-no-edits", "partners": ["partner.example"]})
    return check_findings(scan(pages, ours=[mine]), rules)


def read_title(text: str) -> str:
    return text.removeprefix("This story originally appeared in The Quarne Courier.").strip().partition("\n")[0]


def write_report(findings: Findings, path: Path) -> Path:
    with path.open("w", encoding="utf-8") as out:
        write(findings, "html", out)
    return path


@contextmanager
def start_server(folder: Path) -> Iterator[str]:
    """The address of a server with an archive of the sample articles."""
    archive = folder / "archive.dupdetect"
    with Index.open(archive) as index:
        index.add([SAMPLES])
    command = [sys.executable, "-m", "dupdetect", "serve", "--port", "0", "--index", str(archive)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    with process.stderr:
        yield process.stderr.readline().split()[1].rstrip("/")
        process.terminate()
        process.wait(30)


def take(browser: Any, shot: Shot, address: str) -> None:
    """Take one picture."""
    size = {"width": shot.width, "height": shot.height}
    page = browser.new_page(viewport=size, color_scheme=shot.scheme, reduced_motion="reduce")
    page.goto(address)
    if shot.script:
        page.evaluate(shot.script)
        page.wait_for_timeout(SETTLING)
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.quantize(COLOURS).save(IMAGES / f"{shot.name}.png", optimize=True)
    page.close()


if __name__ == "__main__":
    sys.exit(main())

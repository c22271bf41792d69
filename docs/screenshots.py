"""Write docs/images/: the HTML report of the sample articles, and the page, as a browser shows them.

    python docs/screenshots.py          needs Chromium and Playwright; DUPDETECT_BROWSER names another browser

The pictures are made from samples/ by the same calls that users make. Nothing else writes them; make them anew when the
report has changed, and look at them.
"""

from __future__ import annotations

import io
import json
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

from dupdetect.pipeline import Index, compare_files, scan
from dupdetect.records import Findings
from dupdetect.report import write

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples" / "articles"
PAIR = (SAMPLES / "ferry-original.txt", SAMPLES / "ferry-spun-medium.txt")
IMAGES = ROOT / "docs" / "images"
BROWSER = os.environ.get("DUPDETECT_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
COLOURS = 96
"""Enough for text and tints, and a third of the bytes."""

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
    document.querySelector('.reading').scrollIntoView();
    document.querySelectorAll('.pane[data-side="0"] .s[role=link]')[2].focus({preventScroll: true});
"""
TYPED = """
    document.querySelector('#a_text').value = TEXTS[0];
    document.querySelector('#b_text').value = TEXTS[1];
"""
SHOTS = (
    Shot("report", "scan", height=1000),
    Shot("pairs", "scan", script="document.querySelector('#pairs').scrollIntoView()", height=760),
    Shot("pair", "compare", height=700),
    Shot("side-by-side", "compare", script=READING, height=900),
    Shot("side-by-side-dark", "compare", script=READING, height=900, scheme="dark"),
    Shot("phone", "compare", width=390, height=780, script=READING.replace("[2]", "[0]")),
    Shot("page", "/", height=760, script=TYPED),
    Shot("page-archive", "/archive", height=700),
)


def main() -> int:
    if not BROWSER:
        print("no browser was found; install chromium, or name one in DUPDETECT_BROWSER", file=sys.stderr)
        return 1
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        reports = {
            name: write_report(found, Path(folder) / f"{name}.html").as_uri() for name, found in make_findings().items()
        }
        browser = driver.chromium.launch(executable_path=BROWSER, args=ARGUMENTS)
        with start_server(Path(folder)) as address:
            for shot in SHOTS:
                take(browser, shot, reports.get(shot.report) or address + shot.report)
                print(f"docs/images/{shot.name}.png: written", file=sys.stderr)
        browser.close()
    return 0


def make_findings() -> dict[str, Findings]:
    """The findings that the pictures show."""
    return {"scan": scan([SAMPLES]), "compare": compare_files(*PAIR)}


def write_report(findings: Findings, path: Path) -> Path:
    with path.open("w", encoding="utf-8") as out:
        write(findings, "html", out)
    return path


@contextmanager
def start_server(folder: Path) -> Iterator[str]:
    """The address of a server with an archive of the sample articles."""
    archive = folder / "archive.dupdetect"
    with Index.open(archive) as made:
        made.add([SAMPLES])
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
        page.evaluate(shot.script.replace("TEXTS", json.dumps([path.read_text(encoding="utf-8") for path in PAIR])))
    taken = Image.open(io.BytesIO(page.screenshot()))
    taken.quantize(COLOURS).save(IMAGES / f"{shot.name}.png", optimize=True)
    page.close()


if __name__ == "__main__":
    sys.exit(main())

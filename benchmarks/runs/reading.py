"""How fast files are read, by format: the sample articles, written in each format many times over.

    python -m benchmarks.runs.reading                 20,000 web pages, a smaller folder of each other format; writes
                                                      results/reading.json, from which `make docs` makes a table
    python -m benchmarks.runs.reading --pages 2000    fewer pages, writes nothing

Every figure is that of a process of its own, which reads a folder through `dupdetect.read` and counts. Wall time
is what a user waits; processor time, of workers too, is what it costs, whoever else uses the machine.
Web pages carry the furniture of a news site: menus, share bars, teasers, comments, scripts; a page is some 20 kB.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import platform
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from html import escape
from itertools import cycle, islice
from pathlib import Path
from typing import Any, TypeAlias

from benchmarks.places import ARTICLES, RESULTS

WRITTEN = RESULTS / "reading.json"
PAGES = 20_000
OTHERS = 1_000
TABLE_ROWS = 20_000

MEASURED = """
import json, os, sys, time
from pathlib import Path
from dupdetect.records import Article
from dupdetect.settings import Reading
from dupdetect import read

def peak(process):
    status = Path("/proc") / str(process) / "status"
    return int(status.read_text().partition("VmHWM:")[2].split()[0]) // 1024 if status.exists() else 0

def processes():
    children = Path("/proc/self/task").glob("*/children")
    return [os.getpid(), *(pid for path in children for pid in path.read_text().split())]

began = time.perf_counter()
articles = words = memory = 0
for number, item in enumerate(read.read_articles([sys.argv[1]], Reading(), int(sys.argv[2]))):
    if isinstance(item, Article):
        articles += 1
        words += item.text.count(" ")
    if number % 500 == 0:
        memory = max(memory, *map(peak, processes()))
memory = max(memory, peak(os.getpid()))
wall = time.perf_counter() - began
times = os.times()
cpu = times.user + times.system + times.children_user + times.children_system
print(json.dumps({"articles": articles, "words": words, "wall_s": wall, "cpu_s": cpu, "peak_mib": memory}))
"""

Story: TypeAlias = "tuple[str, list[str]]"


def stories() -> list[Story]:
    """Title and paragraphs of the sample articles."""
    found = []
    for path in sorted(ARTICLES.glob("*.txt")):
        title, *rest = [block for block in path.read_text(encoding="utf-8").split("\n\n") if block.strip()]
        found.append((title.strip(), rest))
    return found


def page(number: int, story: Story, others: list[Story]) -> bytes:
    """A web page as news sites serve them."""
    title, blocks = story
    teasers = [others[(number * 7 + i) % len(others)] for i in range(12)]
    cards = "".join(
        f'<div class="card"><a href="/{i}/{number}"><img src="/img/{i}.jpg" alt=""><h3>{escape(head)}</h3></a>'
        f'<p class="teaser">{escape(body[0][:120])}</p></div>'
        for i, (head, body) in enumerate(teasers)
    )
    menu = "".join(f'<li class="nav-item"><a href="/section/{i}">Section {i}</a></li>' for i in range(40))
    comments = "".join(f'<li class="comment"><b>reader{i}</b><p>I read this twice, {i}.</p></li>' for i in range(15))
    text = "".join(f"<p>{escape(block)}</p>" for block in blocks)
    site = number % 50
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)} | Site {site}</title>
<link rel="canonical" href="https://site{site}.example/{number}"><meta property="og:site_name" content="Site">
<meta property="article:published_time" content="2024-05-06T07:30:00+02:00"><meta name="author" content="A. Writer">
<style>{".a{color:red}" * 120}</style><script>{"window.q=window.q||[];" * 100}</script></head><body>
<header><nav><ul>{menu}</ul></nav></header><div class="cookie">We use cookies. <button>Accept</button></div>
<main><article><h1>{escape(title)}</h1><ul class="share"><li><a href="#">Share</a></li><li>Post</li></ul>
{text}</article><section class="related"><h2>Read on</h2>{cards}</section>
<section id="comments"><h2>Comments</h2><ul>{comments}</ul></section></main>
<aside>{cards}</aside><footer><ul>{menu}</ul><p>© Site. All rights reserved.</p></footer></body></html>""".encode()


def many(count: int) -> Iterator[tuple[int, Story]]:
    return enumerate(islice(cycle(stories()), count))


def text(story: Story) -> str:
    return "\n\n".join([story[0], *story[1]])


def files(ending: str, write: Callable[[int, Story], bytes]) -> Callable[[Path, int], None]:
    """A folder of so many files, a thousand at most in each folder within."""

    def write_files(folder: Path, count: int) -> None:
        for number, story in many(count):
            path = folder / f"{number // 1000:03}" / f"{number:06}{ending}"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(write(number, story))

    return write_files


def pages(folder: Path, count: int) -> None:
    known = stories()
    files(".html", lambda number, story: page(number, story, known))(folder, count)


def odt(number: int, story: Story) -> bytes:
    office, words = "urn:oasis:names:tc:opendocument:xmlns:office:1.0", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    body = "".join(f"<t:p>{escape(block)}</t:p>" for block in (story[0], *story[1]))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", f'<o:d xmlns:o="{office}" xmlns:t="{words}"><o:text>{body}</o:text></o:d>')
    return out.getvalue()


def docx(number: int, story: Story) -> bytes:
    from docx import Document

    document = Document()
    for block in (story[0], *story[1]):
        document.add_paragraph(block)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(number: int, story: Story) -> bytes:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    out = io.BytesIO()
    style = getSampleStyleSheet()["BodyText"]
    SimpleDocTemplate(out).build([Paragraph(escape(block), style) for block in (story[0], *story[1])])
    return out.getvalue()


def jsonl(folder: Path, count: int) -> None:
    with (folder / "a.jsonl").open("w", encoding="utf-8") as file:
        for number, story in many(count):
            file.write(json.dumps({"id": number, "title": story[0], "text": text(story)}) + "\n")


def table(folder: Path, count: int) -> None:
    with (folder / "a.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "title", "text"])
        writer.writerows([number, story[0], text(story)] for number, story in many(count))


def parquet(folder: Path, count: int) -> None:
    import pyarrow
    from pyarrow.parquet import write_table

    rows = [{"id": str(number), "title": story[0], "text": text(story)} for number, story in many(count)]
    write_table(pyarrow.Table.from_pylist(rows), folder / "a.parquet")


def warc(folder: Path, count: int) -> None:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    known = stories()
    with (folder / "a.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for number, story in many(count):
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            body = io.BytesIO(page(number, story, known))
            address = f"https://site.example/{number}"
            writer.write_record(writer.create_warc_record(address, "response", payload=body, http_headers=head))


FORMATS: dict[str, tuple[Callable[[Path, int], None], int]] = {
    "web pages": (pages, PAGES),
    "plain text": (files(".txt", lambda number, story: text(story).encode()), PAGES),
    "DOCX": (files(".docx", docx), OTHERS),
    "ODT": (files(".odt", odt), OTHERS),
    "PDF": (files(".pdf", pdf), OTHERS),
    "WARC, packed": (warc, OTHERS),
    "JSON lines": (jsonl, TABLE_ROWS),
    "CSV": (table, TABLE_ROWS),
    "Parquet": (parquet, TABLE_ROWS),
}
"""How each format is written, and how many articles of it are read."""


def measure_format(name: str, count: int, cores: int) -> Iterator[dict[str, Any]]:
    """The figures of one format with a worker a core; of web pages, with one worker as well, for a tenth of them."""
    if name == "web pages" and cores > 1:
        yield row(name, max(count // 10, 1), 1)
    yield row(name, count, cores)


def row(name: str, count: int, jobs: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as made:
        FORMATS[name][0](Path(made), count)
        size = sum(path.stat().st_size for path in Path(made).rglob("*") if path.is_file())
        command = [sys.executable, "-c", MEASURED, made, str(jobs)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return {"format": name, "jobs": jobs, "megabytes": round(size / 1e6, 1), **json.loads(done.stdout)}


def round_figures(found: dict[str, Any]) -> dict[str, Any]:
    return {key: round(value, 2) if isinstance(value, float) else value for key, value in found.items()}


def main() -> None:
    options = argparse.ArgumentParser(description="Measure how fast files are read.")
    options.add_argument("--pages", type=int, help="read so many web pages and nothing else, and write nothing")
    given = options.parse_args()
    cores = os.cpu_count() or 1
    rows: list[dict[str, Any]] = []
    for name, (_, count) in FORMATS.items():
        if given.pages and name != "web pages":
            break
        for row in map(round_figures, measure_format(name, given.pages or count, cores)):
            print(json.dumps(row), file=sys.stderr)
            rows.append(row)
    results = {
        "schema": "dupdetect-reading/1",
        "date": datetime.now(timezone.utc).date().isoformat(),
        "cores": cores,
        "python": platform.python_version(),
        "rows": rows,
    }
    print(json.dumps(results, indent=1))
    if not given.pages:
        WRITTEN.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

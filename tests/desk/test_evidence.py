"""The evidence pack, through the real command: what is in it, what it says, and that nothing hostile in it runs."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import dupdetect
from dupdetect.cli import main
from dupdetect.desk.evidence import MOST_ADDRESSES, gather_evidence
from dupdetect.records import Article, Signal, SignalKind
from dupdetect.report.cells import guard_cell
from dupdetect.report.pack import draw_pack
from tests.desk.corpus import BODY, PARAGRAPHS, PUBLISHED, SOURCE, TITLE, URL, strip_markup, write_original, write_page

OURS, THEIRS = "mine/ferry.html", "theirs/page.html"
TEXT = strip_markup(BODY)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(item) for item in arguments])


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Findings of one original and its reworded copy, judged by rules."""
    monkeypatch.chdir(tmp_path)
    for name in ("mine", "theirs"):
        (tmp_path / name).mkdir()
    (tmp_path / OURS).write_text(write_original(), encoding="utf-8")
    page = write_page([paragraph.replace("refuses", "declines") for paragraph in PARAGRAPHS])
    (tmp_path / THEIRS).write_text(page, encoding="utf-8")
    done = run("scan", "theirs", "--ours", "mine", "--rules", "credit-link-no-edits", "-o", "findings.json")
    assert done.exit_code == 0, done.output
    return tmp_path


def test_the_pack_holds_what_a_letter_needs(desk: Path) -> None:
    done = run("evidence", "findings.json", OURS, THEIRS, "-o", "pack")
    assert (done.exit_code, done.output) == (0, "")
    names = {path.name for path in (desk / "pack").iterdir()}
    assert names == {"summary.html", "original.txt", "copy.txt", "urls.csv", "letter.txt", "evidence.json"}
    letter = (desk / "pack/letter.txt").read_text(encoding="utf-8")
    for known in (TITLE, SOURCE, URL, "6 May 2026", "8 May 2026", "https://harbourweekly.example/a/17"):
        assert known in letter
    assert f"{SOURCE} is not named" in letter
    assert "[date]" in letter


def test_digests_are_those_of_the_texts_in_the_folder(desk: Path) -> None:
    run("evidence", "findings.json", OURS, THEIRS, "-o", "pack")
    data = json.loads((desk / "pack/evidence.json").read_text(encoding="utf-8"))
    summary = (desk / "pack/summary.html").read_text(encoding="utf-8")
    for side in ("original", "copy"):
        digest = hashlib.sha256((desk / f"pack/{side}.txt").read_bytes()).hexdigest()
        assert data[f"{side}_digest"] == digest
        assert digest in summary
    assert data["signature"].startswith("dupdetect:")
    assert data["version"]
    assert data["original"]["published"] == PUBLISHED


def test_the_summary_shows_sentences_side_by_side_with_what_differs(desk: Path) -> None:
    run("evidence", "findings.json", OURS, THEIRS, "-o", "pack")
    summary = (desk / "pack/summary.html").read_text(encoding="utf-8")
    assert "because the county <mark>refuses</mark> to pay for a new hull." in summary
    assert "because the county <mark>declines</mark> to pay for a new hull." in summary
    assert "@media print" in summary
    assert re.search(r"https?://(?!\S*\.example)", summary) is None  # nothing is loaded from anywhere


def test_addresses_are_a_table_that_a_form_takes(desk: Path) -> None:
    run("evidence", "findings.json", OURS, THEIRS, "-o", "pack")
    (row,) = csv.DictReader((desk / "pack/urls.csv").read_text(encoding="utf-8").splitlines())
    assert row["copy_url"] == "https://harbourweekly.example/a/17"
    assert row["original_url"] == URL
    assert TITLE in row["explanation"]


def test_the_first_that_is_named_is_the_original(desk: Path) -> None:
    run("evidence", "findings.json", THEIRS, OURS, "-o", "pack")
    assert (desk / "pack/original.txt").read_text(encoding="utf-8").count("declines") == 1


def test_other_copies_on_the_same_site_are_listed_up_to_what_a_form_takes() -> None:
    pages = [Article(f"p{i:04}", TEXT, url=f"https://a.example/{i}") for i in range(MOST_ADDRESSES // 100)]
    found = dupdetect.scan(pages, ours=[Article("ours", TEXT, title="T", url=URL)])
    listed = tuple(x for x in found.articles if x.article.id.startswith("p"))
    again = tuple(
        replace(x, article=replace(x.article, id=f"{x.article.id}-{i}", url=f"{x.article.url}/{i}"))
        for x in listed
        for i in range(110)
    )
    pairs = tuple(replace(found.pairs[0], b=x.article.id) for x in again)
    many = replace(found, articles=(*found.articles, *again), pairs=(*found.pairs, *pairs))
    pack = gather_evidence(many, "ours", "p0003", "1")
    assert len(pack.addresses) == MOST_ADDRESSES
    assert pack.addresses[0].copy == "https://a.example/3"
    assert pack.left_out == len(many.pairs) - MOST_ADDRESSES
    assert all(max(len(row.copy), len(row.original), len(row.explanation)) <= 500 for row in pack.addresses)


def test_an_unknown_address_is_said(desk: Path) -> None:
    (desk / THEIRS).write_text(write_page(PARAGRAPHS, url=""), encoding="utf-8")
    run("scan", "theirs", "--ours", "mine", "-o", "findings.json")
    done = run("evidence", "findings.json", OURS, THEIRS, "-o", "pack")
    assert done.exit_code == 0
    assert done.stderr == "dupdetect: urls.csv is empty: the address of the copy is not known\n"


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (
            ("findings.json", OURS, THEIRS, "-o", "mine"),
            1,
            "mine: exists already; name a folder that does not exist yet",
        ),
        (("findings.json", OURS, THEIRS, "-o", "no/pack"), 1, "no/pack: there is no folder no; create it first"),
        (("findings.json", OURS, "x.html", "-o", "pack"), 2, "x.html: no article of the findings has this id"),
        (("findings.json", OURS, OURS, "-o", "pack"), 2, f"{OURS}, {OURS}: the findings have no pair of these two"),
        (("none.json", OURS, THEIRS, "-o", "pack"), 1, "none.json: cannot be read"),
    ],
)
def test_a_mistake_is_said_in_a_line_and_leaves_nothing(
    desk: Path, arguments: tuple[str, ...], status: int, said: str
) -> None:
    before = sorted(desk.rglob("*"))
    done = run("evidence", *arguments)
    assert done.exit_code == status
    assert done.stderr.startswith(f"dupdetect: {said}")
    assert done.stderr.count("\n") == 1
    assert sorted(desk.rglob("*")) == before


def test_a_fault_on_the_way_leaves_nothing_half_written(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sorted(desk.rglob("*"))
    write = Path.write_bytes

    def fail_on_the_table(path: Path, content: bytes) -> int:
        if path.name == "urls.csv":
            raise OSError(28, "No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", fail_on_the_table)
    done = run("evidence", "findings.json", OURS, THEIRS, "-o", "pack")
    assert done.exit_code == 1
    assert "pack: cannot be written (No space left on device)" in done.stderr
    assert sorted(desk.rglob("*")) == before


# ---- hostile text ----------------------------------------------------------------------------------------------------

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}\u202e=HYPERLINK()"


class Tags(HTMLParser):
    """Which elements a page has, with the names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen |= {tag, *(f"@{name}" for name, _ in attrs)}


def test_hostile_text_in_every_field_runs_nothing() -> None:
    ours = Article(f"o{EVIL}", f"{EVIL} {TEXT}", EVIL, EVIL, EVIL, EVIL, f"https://a.example/{EVIL}", (EVIL,))
    ours = replace(ours, signals=tuple(Signal(kind, EVIL * 9) for kind in SignalKind))
    theirs = replace(ours, id=f"t{EVIL}", text=f"{TEXT} {EVIL}")
    found = dupdetect.scan([theirs], ours=[ours])
    files = draw_pack(gather_evidence(found, ours.id, theirs.id, EVIL))
    page = files["summary.html"].decode("utf-8")
    tags = Tags()
    tags.feed(page)
    assert not tags.seen & {"script", "img", "a", "iframe", "@onerror", "@src", "@href"}
    assert "\u202e" not in page
    assert "49" not in re.sub(r"[0-9a-f]{64}", "", page)  # no template in a text is filled in
    assert "default-src 'none'" in page
    assert b"alert(1)" in files["copy.txt"]


@pytest.mark.parametrize(
    ("cell", "guarded"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
        ("-A1", "'-A1"),
        ("-cmd", "'-cmd"),
        ("-17-3", "'-17-3"),
        ("-draft/7.html", "-draft/7.html"),
        ("-17", "-17"),
        ("-1.5", "-1.5"),
        ("https://a.example/", "https://a.example/"),
    ],
)
def test_cells_are_guarded_and_names_and_numbers_with_a_minus_stay(cell: str, guarded: str) -> None:
    assert guard_cell(cell) == guarded

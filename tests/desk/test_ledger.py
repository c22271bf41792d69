"""The ledger of an archive: what a check remembers, and how it is summed up and shown, through the real command."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import dupdetect
from dupdetect.cli import main
from dupdetect.desk.ledger import sum_ledger
from dupdetect.records import CreditForm, Direction, Manner, Verdict
from dupdetect.records.ledger import Ledger, RememberedCopy
from dupdetect.report.ledger import FORMATS, write
from tests.desk.corpus import BODY, CREDIT, OTHER, PARAGRAPHS, URL, strip_markup, write_original, write_page

RULES = 'rules = "credit-link-no-edits"\npartners = ["partner.example"]\n'


def run(*arguments: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)


def read_rows(archive: Path) -> dict[tuple[str, str], dict[str, int]]:
    """The ledger's rows by outlet and month, with the figures that are not 0."""
    done = run("ledger", archive, "--format", "csv")
    assert done.exit_code == 0, done.output
    rows = csv.DictReader(io.StringIO(done.stdout))
    return {
        (row.pop("outlet"), row.pop("month")): {name: int(number) for name, number in row.items() if number != "0"}
        for row in rows
    }


def count_remembered(archive: Path) -> int:
    return int(json.loads(run("index", "info", archive, "--json").stdout)["remembered"])


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an archive of our article, rules, and pages of several outlets and months."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/ferry.html").write_text(write_original(), encoding="utf-8")
    (tmp_path / "rules.toml").write_text(RULES, encoding="utf-8")
    assert run("index", "add", "archive.dupdetect", "mine").exit_code == 0
    put_pages(
        tmp_path / "pages",
        fair=write_page([CREDIT, *PARAGRAPHS]),
        again=write_page(PARAGRAPHS, url="https://harbourweekly.example/a/18", published="2026-06-02"),
        bare=write_page(PARAGRAPHS, source="", url="https://www.coastmail.example/9", published=""),
        partner=write_page(PARAGRAPHS, source="Twin", url="https://partner.example/9"),
        early=write_page(PARAGRAPHS, source="First Post", url="https://firstpost.example/1", published="2026-05-01"),
        excerpt=write_page([*OTHER, *PARAGRAPHS[1:3]], source="Digest", url="https://digest.example/1"),
        other=write_page(OTHER, source="Opera", url="https://opera.example/1"),
    )
    return tmp_path


def put_pages(folder: Path, **pages: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, page in pages.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8")


def check_pages(folder: Path, *more: object) -> Result:
    done = run("check", "pages", "--index", "archive.dupdetect", "--rules", "rules.toml", "--remember", *more)
    assert done.exit_code == 0, done.output
    return done


EXPECTED = {
    ("Harbour Weekly", "2026-05"): {"pages": 1, "copies": 1, "credited": 1, "linked": 1},
    ("Harbour Weekly", "2026-06"): {"pages": 1, "copies": 1, "rules_broken": 1},
    ("coastmail.example", "undated"): {"pages": 1, "copies": 1, "rules_broken": 1},
    ("Twin", "2026-05"): {"pages": 1, "licensed": 1},
    ("Digest", "2026-05"): {"pages": 1, "partials": 1},
}


# ---- what is remembered -----------------------------------------------------------------------------------------


def test_the_ledger_counts_by_outlet_and_month(desk: Path) -> None:
    done = check_pages(desk)
    assert "6 related pairs remembered" in done.stderr
    assert read_rows(desk / "archive.dupdetect") == EXPECTED
    document = json.loads(run("ledger", "archive.dupdetect", "--format", "json").stdout)
    assert (document["schema"], document["earlier"]) == ("dupdetect-ledger/1", 1)
    assert (document["total"]["pages"], document["total"]["rules_broken"]) == (5, 2)
    assert [row["month"] for row in document["months"]] == ["2026-05", "2026-06", None]
    assert document["outlets"][0]["outlet"] == "Harbour Weekly"


def test_a_check_remembers_only_if_it_is_asked_to(desk: Path) -> None:
    assert run("check", "pages", "--index", "archive.dupdetect").exit_code == 0
    assert count_remembered(desk / "archive.dupdetect") == 0
    done = run("ledger", "archive.dupdetect")
    assert (done.exit_code, done.stdout) == (0, "No page is remembered that has text of the archive.\n")
    assert "--remember" in done.stderr


def test_a_page_that_is_checked_again_counts_once(desk: Path) -> None:
    archive = desk / "archive.dupdetect"
    check_pages(desk)
    check_pages(desk)
    assert (read_rows(archive), count_remembered(archive)) == (EXPECTED, 6)
    (desk / "pages/fair.html").rename(desk / "moved.html")  # the address tells that it is the same page
    run("check", "moved.html", "--index", archive, "--remember")
    assert (read_rows(archive), count_remembered(archive)) == (EXPECTED, 6)


def test_a_page_that_no_longer_copies_is_forgotten(desk: Path) -> None:
    check_pages(desk)
    (desk / "pages/again.html").write_text(write_page(OTHER, url="https://harbourweekly.example/a/18"), "utf-8")
    check_pages(desk)
    expected = {place: figures for place, figures in EXPECTED.items() if place != ("Harbour Weekly", "2026-06")}
    assert read_rows(desk / "archive.dupdetect") == expected


def test_pages_without_an_address_are_known_by_their_files(desk: Path) -> None:
    for month in ("may", "june"):
        (desk / month).mkdir()
        (desk / month / "page.html").write_text(write_page(PARAGRAPHS, url=""), encoding="utf-8")
        for _ in range(2):
            assert run("check", desk / month, "--index", "archive.dupdetect", "--remember").exit_code == 0
    assert read_rows(desk / "archive.dupdetect")["Harbour Weekly", "2026-05"]["pages"] == 2
    scanned = run("scan", "may", "june", "--index", "archive.dupdetect", "--remember")
    assert scanned.exit_code == 0, scanned.output
    assert count_remembered(desk / "archive.dupdetect") == 2


@pytest.mark.parametrize("url", [URL, "https://harbourweekly.example/"])
def test_an_address_that_is_not_the_pages_own_does_not_identify_it(desk: Path, url: str) -> None:
    """Many copies name the original as canonical, and some sites their front page."""
    put_pages(desk / "same", one=write_page(PARAGRAPHS, url=url), two=write_page(PARAGRAPHS[1:], url=url, source=""))
    assert run("check", "same", "--index", "archive.dupdetect", "--remember").exit_code == 0
    rows = read_rows(desk / "archive.dupdetect")
    assert sum(figures["pages"] for figures in rows.values()) == 2
    assert "quarnecourier.example" not in {outlet for outlet, _ in rows}


def test_a_scan_remembers_pairs_with_the_archive_alone(desk: Path) -> None:
    done = run("scan", "pages", "--index", "archive.dupdetect", "--rules", "rules.toml", "--remember")
    assert done.exit_code == 0, done.output
    assert (read_rows(desk / "archive.dupdetect"), count_remembered(desk / "archive.dupdetect")) == (EXPECTED, 6)


def test_removing_an_article_removes_what_is_remembered_of_it(desk: Path) -> None:
    archive = desk / "archive.dupdetect"
    check_pages(desk)
    assert run("index", "remove", archive, "ferry.html").exit_code == 0
    assert (read_rows(archive), count_remembered(archive)) == ({}, 0)
    assert run("index", "verify", archive).exit_code == 0


def test_check_judges_by_rules_as_scan_does(desk: Path) -> None:
    done = run("check", "pages/again.html", "--index", "archive.dupdetect", "--rules", "rules.toml", "--format", "json")
    checks = json.loads(done.stdout)["pairs"][0]["rules"]
    assert {check["rule"]: check["kept"] for check in checks} == {
        "credit": False,
        "link": False,
        "no_edits": True,
        "same_facts": True,
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["scan", "pages", "--remember"], "name it with --index"),
        (["check", "pages", "--index", "none.dupdetect", "--remember"], "no such archive"),
        (["check", "--watch", "pages", "--index", "archive.dupdetect", "--remember"], "check --watch"),
        (["ledger", "none.dupdetect"], "no such archive"),
        (["ledger", "archive.dupdetect", "-o", "ledger.parquet"], "terminal, json, csv, html"),
        (["ledger", "archive.dupdetect", "-o", "archive.dupdetect", "--format", "csv"], "among the inputs"),
    ],
)
def test_a_mistake_is_one_line(desk: Path, arguments: Sequence[str], message: str) -> None:
    done = run(*arguments)
    assert done.exit_code in (1, 2)
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (desk / "none.dupdetect").exists()


# ---- damaged archives ------------------------------------------------------------------------------------------------


def edit(path: Path, statement: str) -> None:
    db = sqlite3.connect(path)
    db.executescript(statement)
    db.close()


def test_an_archive_without_the_table_is_damaged(desk: Path) -> None:
    edit(desk / "archive.dupdetect", "DROP TABLE copy")
    result = run("ledger", "archive.dupdetect")
    assert result.exit_code == 1
    assert "is damaged (no table copy)" in result.stderr


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE copy SET about = 'no JSON'",
        "UPDATE copy SET about = '[]'",
        'UPDATE copy SET about = \'{"verdict": "stolen"}\'',
        "UPDATE copy SET about = x'ff'",
        "UPDATE copy SET copy = 7",
        "UPDATE copy SET original = x'ff' WHERE page = (SELECT max(page) FROM copy)",
        "DROP TABLE copy; CREATE TABLE copy (page BLOB)",
    ],
)
def test_a_damaged_ledger_is_one_line(desk: Path, statement: str) -> None:
    check_pages(desk)
    edit(desk / "archive.dupdetect", statement)
    for command in (["ledger", "archive.dupdetect"], ["index", "verify", "archive.dupdetect"]):
        done = run(*command)
        assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (1, "", 1), done.output
        assert "damaged" in done.stderr


def test_python_remembers_as_well(tmp_path: Path) -> None:
    ours = dupdetect.Article("ours", strip_markup(BODY), published="2026-05-06")
    theirs = dupdetect.Article("theirs", strip_markup(BODY), source="Skerry Star", published="2026-07-01")
    with dupdetect.Index.open(tmp_path / "archive.dupdetect") as index:
        index.add([ours])
        for _ in range(2):
            assert index.remember(index.check(theirs)) == 1
        assert index.info().remembered == 1
    assert read_rows(tmp_path / "archive.dupdetect") == {("Skerry Star", "2026-07"): {"pages": 1, "copies": 1}}


def test_a_file_that_is_cut_short_is_one_line(desk: Path, tmp_path: Path) -> None:
    check_pages(desk)
    short = Path(shutil.copy(desk / "archive.dupdetect", tmp_path / "short.dupdetect"))
    short.write_bytes(short.read_bytes()[:9000])
    done = run("ledger", short)
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)


# ---- sums -----------------------------------------------------------------------------------------------------------

COPY = RememberedCopy(
    "https://a.example/1", "ours", "theirs", Verdict.NEAR_COPY, Manner.EDITED, False, CreditForm.NONE, Direction.A_TO_B
)


def figures(*copies: RememberedCopy) -> dict[str, int]:
    total = sum_ledger(copies).total
    names = ("pages", "copies", "rewrites", "partials", "licensed", "spun", "translated", "credited", "linked")
    return {name: number for name in (*names, "rules_broken") if (number := getattr(total, name))}


@pytest.mark.parametrize(
    ("changes", "counted"),
    [
        ({"verdict": Verdict.IDENTICAL}, {"copies": 1}),
        ({"verdict": Verdict.REWRITE, "spun": True}, {"rewrites": 1, "spun": 1}),
        ({"verdict": Verdict.REWRITE, "manner": Manner.TRANSLATED}, {"rewrites": 1, "translated": 1}),
        ({"credit": CreditForm.BYLINE}, {"copies": 1, "credited": 1}),
        ({"credit": CreditForm.LINKED}, {"copies": 1, "credited": 1, "linked": 1}),
        ({"broken": ("link", "credit")}, {"copies": 1, "rules_broken": 1}),
        ({"verdict": Verdict.PARTIAL, "broken": ("link",), "credit": CreditForm.LINKED}, {"partials": 1}),
        ({"licensed": True, "spun": True, "credit": CreditForm.LINKED}, {"licensed": 1}),
    ],
)
def test_what_each_page_adds_to(changes: dict[str, Any], counted: dict[str, int]) -> None:
    assert figures(replace(COPY, **changes)) == {"pages": 1, **counted}


def test_a_page_counts_once_by_its_strongest_verdict() -> None:
    weaker = replace(COPY, original="another", verdict=Verdict.PARTIAL, broken=("link",))
    assert figures(weaker, COPY) == {"pages": 1, "copies": 1}


def test_what_came_first_is_no_copy() -> None:
    first = replace(COPY, direction=Direction.B_TO_A)
    assert sum_ledger([first]).earlier == 1
    assert figures(first) == {}
    assert figures(first, replace(COPY, original="another")) == {"pages": 1, "copies": 1}


def test_an_outlet_is_one_however_it_is_spelt() -> None:
    spellings = ["The  Courier", "the courier", "The Courier"]
    copies = [replace(COPY, page=str(i), source=name) for i, name in enumerate(spellings)]
    assert [row.outlet for row in sum_ledger(copies).outlets] == ["The Courier"]


def test_an_outlet_that_is_known_by_name_and_by_domain_is_one() -> None:
    """A page that tells both joins the two; a domain whose pages name several outlets joins none."""
    pages = [
        ("The Courier", "https://www.courier.example/1"),
        ("", "https://courier.example/2"),
        ("courier.example", "https://courier.example/3"),
        ("The Lantern", "https://hub.example/1"),
        ("The Bugle", "https://hub.example/2"),
        ("", "https://hub.example/3"),
        ("", "https://other.example/1"),
    ]
    copies = [replace(COPY, page=str(i), source=name, url=url) for i, (name, url) in enumerate(pages)]
    rows = {row.outlet: row.pages for row in sum_ledger(copies).outlets}
    assert rows == {"The Courier": 3, "The Lantern": 1, "The Bugle": 1, "hub.example": 1, "other.example": 1}


@pytest.mark.parametrize(
    ("source", "url", "published", "place"),
    [
        ("", "https://www.a.example:8080/x", "2026-03-31T23:30:00-05:00", ("a.example", "2026-03")),
        ("", "http://[broken/", "soon", (None, None)),
        (" ", "", "0001-01-01", (None, "0001-01")),
    ],
)
def test_where_a_page_is_counted(source: str, url: str, published: str, place: tuple[str | None, str | None]) -> None:
    (row,) = sum_ledger([replace(COPY, source=source, url=url, published=published)]).rows
    assert (row.outlet, row.month) == place


# ---- views ----------------------------------------------------------------------------------------------------------

HOSTILE = "<script>alert(1)</script>\"' onload=x \x1b[31m\u202egnp =1+1 {{ 7*7 }} \ud800"


def sum_hostile() -> Ledger:
    copies = [
        replace(COPY, page=f"{HOSTILE}{i}", source=f"={HOSTILE}{i}" * 3, published=f"{1 + i:04d}-01-01")
        for i in range(3000)
    ]
    return sum_ledger([*copies, replace(COPY, page="u", url=f"https://<img src=x onerror=y>{HOSTILE}/a")])


class Elements(HTMLParser):
    """All elements of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def render(ledger: Ledger, form: str) -> str:
    out = io.StringIO()
    write(ledger, form, out)
    return out.getvalue()


def test_hostile_text_runs_nothing_on_the_page() -> None:
    elements = Elements(render(sum_hostile(), "html")).seen
    assert {tag for tag, _ in elements}.isdisjoint({"script", "img", "iframe", "object", "a", "link", "form"})
    assert not [name for _, attributes in elements for name in attributes if name.startswith("on")]
    policies = [about["content"] for tag, about in elements if tag == "meta" and "http-equiv" in about]
    assert len(policies) == 1
    assert re.match(r"default-src 'none'; style-src 'sha256-[\w+/=]+'; script-src 'none';", str(policies[0]))


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_text_is_shown_and_bounded(form: str) -> None:
    text = render(sum_hostile(), form)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\ud800" not in text
    if form == "csv":
        assert all(row[0].startswith(("'=", "not", "<")) for row in list(csv.reader(io.StringIO(text)))[1:])
    if form == "terminal":
        assert len(text.splitlines()) < 150
        assert "more lines; --format csv" in text
    if form == "html":
        assert text.count("<tr>") == 2002
        assert text.count("<g ") <= 24 + 12


def test_the_plots_have_the_figures_of_the_table(desk: Path) -> None:
    check_pages(desk)
    assert run("ledger", "archive.dupdetect", "-o", "ledger.html").exit_code == 0
    page = (desk / "ledger.html").read_text(encoding="utf-8")
    assert '<h1 id="title">5 pages of 4 named outlets had text of the archive' in page
    titles = re.findall(r"<title>(.*?)</title>", page)[1:]
    assert titles[:3] == ["2026-05: 3 pages", "2026-06: 1 page", "undated: 1 page"]
    assert titles[3] == "Harbour Weekly: 2 pages"
    assert [tag for tag, _ in Elements(page).seen].count("svg") == 2 + 4


def test_the_terminal_fits_80_columns(desk: Path) -> None:
    check_pages(desk)
    done = run("ledger", "archive.dupdetect", "-o", "ledger.txt")
    lines = (desk / "ledger.txt").read_text(encoding="utf-8").splitlines()
    assert done.exit_code == 0
    assert "Harbour Weekly" in lines
    assert "  2026-05      1      1      -      -      -      -      -      1      1      -" in lines
    assert "Not counted: 1 page that came first, by date or credit." in lines
    assert max(map(len, lines[:12])) <= 80

"""Licence rules: copies of our own writing that keep or break each rule singly, each judged right and quoted right."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner, Result

import dupdetect
from dupdetect.cli import main
from dupdetect.desk.licence import check_findings
from dupdetect.desk.rules import PRESETS, Rules
from dupdetect.errors import SettingsError
from dupdetect.records import Article, Comparison, Findings, Manner, RuleCheck, Signal, SignalKind
from dupdetect.report import write
from tests.desk.corpus import (
    AUTHOR,
    BODY,
    CREDIT,
    LICENCE,
    LICENSED,
    PARAGRAPHS,
    REPORT,
    SOURCE,
    TITLE,
    URL,
    strip_markup,
    write_original,
    write_page,
)

LINE = "Republished under a Creative Commons licence."
PIXEL = "https://count.quarnecourier.example/p.gif"
FIRST = PARAGRAPHS[0]


def edited(ours: str, theirs: str) -> Sequence[str]:
    """The paragraphs with one wording exchanged, which must be there."""
    assert ours in BODY
    return [paragraph.replace(ours, theirs) for paragraph in PARAGRAPHS]


class Copy(NamedTuple):
    """A page that a copy is, the rules it is held to, and what must be said of it."""

    page: str
    rules: dict[str, object]
    kept: bool | None
    quotes: tuple[str, ...] = ()


CREDIT_RULE: dict[str, object] = {"credit": True}
EDITS: dict[str, object] = {"no_edits": True}
EMBARGO: dict[str, object] = {"embargo_hours": 24}

COPIES = {
    # credit by name
    "credited": Copy(
        write_page([CREDIT, *PARAGRAPHS]), CREDIT_RULE, True, (f"This story originally appeared in {SOURCE}.",)
    ),
    "credited-below": Copy(
        write_page([*PARAGRAPHS, "Text: Quarne-Courier, with thanks"]),
        CREDIT_RULE,
        True,
        ("Text: Quarne-Courier, with thanks",),
    ),
    "uncredited": Copy(write_page(PARAGRAPHS), CREDIT_RULE, False, (FIRST,)),
    "credited-elsewhere": Copy(
        write_page(["This story originally appeared in The Daily Lantern.", *PARAGRAPHS]),
        CREDIT_RULE,
        False,
        ("This story originally appeared in The Daily Lantern.",),
    ),
    "credited-in-short": Copy(
        write_page(["This story originally appeared in the Courier.", *PARAGRAPHS]),
        CREDIT_RULE,
        None,
        ("This story originally appeared in the Courier.",),
    ),
    "linked-but-unnamed": Copy(
        write_page([f'Find the original <a href="{URL}">here</a> in full.', *PARAGRAPHS]), CREDIT_RULE, None
    ),
    "author-credited": Copy(
        write_page([f"By {AUTHOR}, {SOURCE}", *PARAGRAPHS]),
        {"credit": ["outlet", "author"]},
        True,
        (f"By {AUTHOR}, {SOURCE}", f"By {AUTHOR}, {SOURCE}"),
    ),
    "author-uncredited": Copy(
        write_page([CREDIT, *PARAGRAPHS]),
        {"credit": ["outlet", "author"]},
        False,
        (f"This story originally appeared in {SOURCE}.",),
    ),
    "credited-in-the-footer": Copy(
        write_page(PARAGRAPHS).replace("</article>", f"<footer><small>{CREDIT}</small></footer></article>"),
        CREDIT_RULE,
        True,
        (f"This story originally appeared in {SOURCE}.",),
    ),
    # a link to the original
    "linked": Copy(write_page([CREDIT, *PARAGRAPHS]), {"link": True}, True, (URL,)),
    "canonical": Copy(write_page(PARAGRAPHS, head=f'<link rel="canonical" href="{URL}?utm=x">'), {"link": True}, True),
    "linked-beside": Copy(
        write_page(PARAGRAPHS).replace("</article>", f"</article><aside><p>{CREDIT}</p></aside>"),
        {"link": True},
        True,
        (URL,),
    ),
    "unlinked": Copy(write_page(PARAGRAPHS), {"link": True}, False, (FIRST,)),
    "linked-to-the-front": Copy(
        write_page(['From <a href="https://www.quarnecourier.example/">The Quarne Courier</a>.', *PARAGRAPHS]),
        {"link": True},
        False,
        ("https://www.quarnecourier.example/",),
    ),
    "linked-in-short": Copy(
        write_page(['From <a href="https://bit.ly/3xYz">The Quarne Courier</a>.', *PARAGRAPHS]),
        {"link": True},
        None,
        ("https://bit.ly/3xYz",),
    ),
    # the byline
    "bylined": Copy(
        write_page(["From our partners", f"Text: {AUTHOR} in Quarne", *PARAGRAPHS]),
        {"byline": True},
        True,
        (f"Text: {AUTHOR} in Quarne",),
    ),
    "bylined-above": Copy(
        write_page(PARAGRAPHS).replace("</h1>", f"</h1><header><address>By {AUTHOR}</address></header>"),
        {"byline": True},
        True,
        (AUTHOR,),
    ),
    "bylined-otherwise": Copy(write_page(["By Jo Lund", *PARAGRAPHS]), {"byline": True}, False, ("By Jo Lund",)),
    "bylined-in-part": Copy(write_page(["Text: I. Brandvold", *PARAGRAPHS]), {"byline": True}, None),
    # a required line
    "line": Copy(
        write_page([*PARAGRAPHS, "(republished under a Creative-Commons licence)"]),
        {"line": LINE},
        True,
        ("republished under a Creative-Commons licence",),
    ),
    "line-with-names": Copy(
        write_page([*PARAGRAPHS, f"“{TITLE}” first ran in {SOURCE.upper()}, by permission."]),
        {"line": "{title} first ran in {source}, by permission"},
        True,
        (f"{TITLE}” first ran in {SOURCE.upper()}, by permission",),
    ),
    "line-by-pattern": Copy(
        write_page([*PARAGRAPHS, "Licence no. 4711 applies."]), {"line_pattern": r"no\. \d+"}, True, ("no. 4711",)
    ),
    "line-otherwise": Copy(
        write_page([*PARAGRAPHS, "It is republished here under a free Creative Commons license."]),
        {"line": LINE},
        None,
        ("It is republished here under a free Creative Commons license.",),
    ),
    "no-line": Copy(write_page(PARAGRAPHS), {"line": LINE}, False, (FIRST,)),
    # edits
    "time": Copy(write_page(edited("yesterday", "last week")), EDITS, True),
    "time-dropped": Copy(write_page(edited(" on Friday evening", "")), EDITS, True),
    "place": Copy(write_page(edited("Portmoor, Vestland,", "Portmoor")), EDITS, True),
    "style": Copy(write_page(edited("310", "three hundred and ten")), EDITS, True),
    "spelling": Copy(write_page(edited("second-hand", "secondhand")), EDITS, True),
    "typing": Copy(write_page(edited("grandparents", "grandparants")), EDITS, True),
    "exchange": Copy(
        write_page(edited("The head of transport", "The county's head of transport")),
        {**EDITS, "exchanges": [["the head of transport", "the county's head of transport"]]},
        True,
    ),
    "reworded": Copy(
        write_page(edited("refuses to pay", "never wanted to pay")), EDITS, False, ("refuses", "never wanted")
    ),
    "words-cut": Copy(write_page(edited(" all year", "")), EDITS, False, ("all year",)),
    "words-added": Copy(write_page(edited("for a new hull.", "for a splendid new hull.")), EDITS, False, ("splendid",)),
    "weekday": Copy(write_page(edited("Friday", "Saturday")), EDITS, False, ("Friday", "Saturday")),
    "text-added": Copy(
        write_page(
            [
                *PARAGRAPHS[:3],
                "Our reporter rang the office, and was told to ring again some other day.",
                *PARAGRAPHS[3:],
            ]
        ),
        EDITS,
        None,
        ("Our reporter rang the office, and was told to ring again some other day.",),
    ),
    # the headline
    "headline": Copy(write_page(PARAGRAPHS, title=TITLE.upper()), {"same_headline": True}, True, (TITLE.upper(),)),
    "headline-changed": Copy(
        write_page(PARAGRAPHS, title="County sinks a boat that islanders love"),
        {"same_headline": True},
        False,
        (TITLE, "County sinks a boat that islanders love"),
    ),
    "headline-cut": Copy(write_page(PARAGRAPHS, title="Ferry to Saltholm island ends"), {"same_headline": True}, None),
    # links
    "links": Copy(write_page(PARAGRAPHS), {"keep_links": True}, True, (REPORT,)),
    "links-lost": Copy(
        write_page([p.replace(f'<a href="{REPORT}">', "").replace("</a>", "") for p in PARAGRAPHS]),
        {"keep_links": True},
        False,
        (REPORT,),
    ),
    "links-cut": Copy(write_page([*PARAGRAPHS[:5], PARAGRAPHS[6]]), {"keep_links": True}, None, (REPORT,)),
    # the share
    "share": Copy(write_page(PARAGRAPHS[:6]), {"least_share": 0.8}, True),
    "shortened": Copy(write_page(PARAGRAPHS[:3]), {"least_share": 0.8}, False),
    # facts
    "facts": Copy(write_page(edited("6.2 million", "6,200,000")), {"same_facts": True}, True),
    "number": Copy(
        write_page(edited("6.2 million", "8.4 million")), {"same_facts": True}, False, ("6.2 million", "8.4 million")
    ),
    "name": Copy(
        write_page(edited("Mette Halvorsen", "Mette Ingebrigt")),
        {"same_facts": True},
        False,
        ("Mette Halvorsen", "Mette Ingebrigt"),
    ),
    "another-figure-after-around": Copy(
        write_page(edited("Around 310 people", "Around 301 people")), EDITS, False, ("310", "301")
    ),
    # the licence that pages state for programs
    "licence-kept": Copy(
        write_page(PARAGRAPHS, head=f'<link rel="license" href="{LICENCE}deed.de">'),
        {"keep_licence": True},
        True,
        (f"{LICENCE}deed.de",),
    ),
    "licence-linked-in-the-text": Copy(
        write_page([*PARAGRAPHS, f'Licence: <a href="{LICENCE.replace("https", "http")}">CC BY-ND</a>']),
        {"keep_licence": True},
        True,
        (LICENCE.replace("https", "http"),),
    ),
    "licence-dropped": Copy(write_page(PARAGRAPHS), {"keep_licence": True}, False, (LICENCE,)),
    "licence-exchanged": Copy(
        write_page(PARAGRAPHS, head='<link rel="license" href="https://harbourweekly.example/terms">'),
        {"keep_licence": True},
        False,
        (LICENCE, "https://harbourweekly.example/terms"),
    ),
    # language, pixel, embargo, what no text tells
    "language": Copy(write_page(PARAGRAPHS), {"no_translation": True}, True),
    "pixel": Copy(
        write_page([*PARAGRAPHS, f'<a href="{PIXEL}?id=7">Count</a> on us.']),
        {"pixel": PIXEL},
        True,
        (f"{PIXEL}?id=7",),
    ),
    "no-pixel": Copy(write_page(PARAGRAPHS), {"pixel": PIXEL}, None),
    "after": Copy(
        write_page(PARAGRAPHS, published="2026-05-07T06:00:00Z"), EMBARGO, True, ("2026-05-07T06:00:00+00:00",)
    ),
    "before": Copy(
        write_page(PARAGRAPHS, published="2026-05-07T05:59:00Z"), EMBARGO, False, ("2026-05-07T05:59:00+00:00",)
    ),
    "perhaps-before": Copy(write_page(PARAGRAPHS, published="2026-05-07"), EMBARGO, None),
    "undated": Copy(write_page(PARAGRAPHS, published=""), EMBARGO, None),
    "commercial": Copy(write_page(PARAGRAPHS), {"noncommercial": True}, None),
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """All copies beside their original, scanned once."""
    folder = tmp_path_factory.mktemp("licence")
    (folder / "theirs").mkdir()
    (folder / "original.html").write_text(write_original(head=LICENSED), encoding="utf-8")
    for name, copy in COPIES.items():
        (folder / f"theirs/{name}.html").write_text(copy.page, encoding="utf-8")
    return dupdetect.scan(folder / "theirs", ours=folder / "original.html")


def pair_of(findings: Findings, name: str) -> Comparison:
    return next(pair for pair in findings.pairs if pair.b.endswith(f"/{name}.html"))


def judged(findings: Findings, name: str, rules: dict[str, object]) -> RuleCheck:
    only = replace(findings, pairs=(pair_of(findings, name),))
    (check,) = check_findings(only, Rules.of(rules)).pairs[0].rules
    return check


@pytest.mark.parametrize("name", COPIES)
def test_each_rule_is_judged_and_quoted_right(corpus: Findings, name: str) -> None:
    copy = COPIES[name]
    check = judged(corpus, name, copy.rules)
    assert check.kept is copy.kept, check
    assert check.reason
    if copy.quotes:
        assert tuple(item.text for item in check.evidence) == copy.quotes
    texts = {listed.article.id: listed.article.text for listed in corpus.articles}
    for item in check.evidence:
        assert item.end == 0 or texts[item.article][item.start : item.end] == item.text
    assert check.kept is not False or check.evidence


# ---- partners, and what speaks against an accusation -----------------------------------------------------------------

STRICT: dict[str, object] = {"credit": True, "link": True, "byline": True, "line": LINE, "no_edits": True}


def test_partners_are_told_apart_first(corpus: Findings) -> None:
    check = judged(corpus, "uncredited", {**STRICT, "partners": ["other.example", "HarbourWeekly.example"]})
    assert (check.rule, check.kept) == ("partner", True)
    assert [item.text for item in check.evidence] == ["https://harbourweekly.example/a/17"]


def test_a_domain_that_only_ends_alike_is_no_partner(corpus: Findings) -> None:
    assert judged(corpus, "uncredited", {**CREDIT_RULE, "partners": ["weekly.example"]}).rule == "credit"


def broken(findings: Findings) -> list[str]:
    checked = check_findings(findings, Rules.of(STRICT))
    assert checked.pairs
    assert all(pair.rules for pair in checked.pairs)
    return [check.rule for pair in checked.pairs for check in pair.rules if check.kept is False]


def compared(ours: str, theirs: str) -> Findings:
    return dupdetect.scan([Article("page.html", theirs)], ours=[Article("ours.html", ours, source=SOURCE)])


BARE = "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (f"QUARNE (Corvid News Agency) - {BARE}", f"{BARE}\n\n(Corvid)"),
        (f"Corvid News Agency\n\n{BARE}", BARE),
        (BARE, f"By Weekly reporters and agencies\n\n{BARE}"),
        (BARE, f"{BARE}\n\n(Corvid)"),
    ],
)
def test_what_may_stem_from_an_agency_is_no_accusation(ours: str, theirs: str) -> None:
    assert broken(compared(ours, theirs)) == []


@pytest.mark.parametrize("line", [SOURCE, "The Quarne Free Press", "He said so (in Quarne) again"])
def test_what_is_no_mark_of_an_agency_is_none(line: str) -> None:
    ours = Article("ours.html", f"{line}\n\n{BARE}", source="The Quarne Free Press")
    assert broken(dupdetect.scan([Article("page.html", BARE)], ours=[ours])) != []


def test_a_text_that_is_dated_earlier_is_not_accused() -> None:
    earlier, later = Article("a.html", BODY, published="2026-05-01"), Article("b.html", BODY, published="2026-05-06")
    known = replace(earlier, source=SOURCE)
    assert broken(dupdetect.scan([later], ours=[known])) != []
    assert broken(dupdetect.scan([known], ours=[replace(later, source=SOURCE)])) == []


def test_a_shared_statement_is_not_an_accusation() -> None:
    statement = (
        "Saltholm Line has today announced that the route between the town and the island closes for good. The "
        "decision follows a review of the hull, of the wages and of the price of fuel, which have risen every year. "
        "We know that this is hard news for the island, and we thank everybody who has sailed with us in ninety "
        "years. Tickets that were bought before today stay valid on the water taxi until the end of the year."
    )
    ours = f'The island was told by post.\n\n"{statement}"\n\n{PARAGRAPHS[2]}\n\n{PARAGRAPHS[3]}'
    theirs = f"No more boats.\n\n{statement}\n\nThe mayor would not say what he thought of it."
    assert broken(compared(ours, theirs)) == []


def test_without_ours_or_dates_nobody_is_accused() -> None:
    checked = check_findings(dupdetect.scan({"a": BODY, "b": BODY}), Rules.of(STRICT))
    assert {check.kept for check in checked.pairs[0].rules} <= {True, None}
    assert "scan with --ours" in checked.pairs[0].rules[0].reason


@pytest.mark.parametrize("ids", [("a", "b"), ("b", "a")])
def test_the_later_of_two_is_the_copy_whichever_is_a(corpus: Findings, ids: tuple[str, str]) -> None:
    ends = ("original.html", "/words-cut.html")
    articles = [x.article for end in ends for x in corpus.articles if x.article.id.endswith(end)]
    texts = [replace(article, id=name) for article, name in zip(articles, ids, strict=True)]
    check = check_findings(dupdetect.scan(texts), Rules.of(EDITS)).pairs[0].rules[0]
    assert (check.kept, [item.text for item in check.evidence]) == (False, ["all year"])


@pytest.mark.parametrize("known", [{"closeness": 0.0}, {"manner": Manner.TRANSLATED}])
def test_a_translation_is_told_by_its_language(corpus: Findings, known: dict[str, Any]) -> None:
    pair = replace(pair_of(corpus, "language"), **known)
    german = "Die letzte Fähre nach Saltholm fährt am Freitag, weil der Kreis für den Rumpf nicht zahlen will. " * 4
    listed = tuple(
        replace(x, article=replace(x.article, text=german)) if x.article.id == pair.b else x for x in corpus.articles
    )
    (check,) = (
        check_findings(replace(corpus, articles=listed, pairs=(pair,)), Rules.of({"no_translation": True}))
        .pairs[0]
        .rules
    )
    assert (check.kept, check.reason) == (False, "the original is in 'en', the copy in 'de'")


# ---- files of rules --------------------------------------------------------------------------------------------------


def test_all_faults_of_a_file_are_reported_at_once(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(
        'rules = "cc-by-xx"\ncredits = true\nlink = "yes"\ncredit = ["editor"]\nleast_share = 80\nline = "By {who}"\n'
        'line_pattern = "("\nexchanges = ["yesterday"]\nembargo_until = "soon"\npartners = ["http://a.example/"]\n',
        encoding="utf-8",
    )
    with pytest.raises(SettingsError) as told:
        Rules.load(path)
    said = [fault.removeprefix(f"{path}: ").partition(":")[0] for fault in told.value.faults]
    assert said == [
        *("rules", "no rule is called 'credits'; docs/editors.md lists them", "link", "exchanges", "credit"),
        *("least_share", "embargo_until", "line, line_pattern", "line", "line_pattern", "partners"),
    ]


def test_a_preset_is_a_start_on_which_a_file_builds(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text('rules = "cc-by-nd"\nlink = false\nembargo_until = 2026-05-07\nleast_share = 1\n', encoding="utf-8")
    rules = Rules.load(path)
    assert (rules.no_edits, rules.link, rules.embargo_until, rules.least_share) == (True, False, "2026-05-07", 1.0)


@pytest.mark.parametrize("name", PRESETS)
def test_presets_are_taken_by_their_names(name: str) -> None:
    assert Rules.load(name) == Rules.of({"rules": name})
    assert Rules.load(name).any_asked


# ---- the command -----------------------------------------------------------------------------------------------------


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(item) for item in arguments])


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("mine", "theirs"):
        (tmp_path / name).mkdir()
    (tmp_path / "mine/ferry.html").write_text(write_original(), encoding="utf-8")
    for name in ("credited", "uncredited", "reworded"):
        (tmp_path / f"theirs/{name}.html").write_text(COPIES[name].page, encoding="utf-8")
    (tmp_path / "rules.toml").write_text("credit = true\nlink = true\nno_edits = true\n", encoding="utf-8")
    return tmp_path


def rules_by_copy(text: str) -> dict[str, dict[str, bool | None]]:
    pairs = json.loads(text)["pairs"]
    return {pair["b"]: {check["rule"]: check["kept"] for check in pair["rules"]} for pair in pairs}


EXPECTED = {
    "theirs/credited.html": {"credit": True, "link": True, "no_edits": True},
    "theirs/uncredited.html": {"credit": False, "link": False, "no_edits": True},
    "theirs/reworded.html": {"credit": False, "link": False, "no_edits": False},
}


def test_what_pages_say_to_programs_is_in_every_form_and_in_the_archive(desk: Path) -> None:
    """Read from the pages, kept as metadata, judged by a rule, and shown as it stands."""
    (desk / "mine/ferry.html").write_text(write_original(head=LICENSED), encoding="utf-8")
    head = (
        f'<link rel="license" href="{LICENCE}"><link rel="c2pa-manifest" href="https://harbourweekly.example/f.c2pa">'
    )
    (desk / "theirs/credited.html").write_text(write_page([CREDIT, *PARAGRAPHS], head=head), encoding="utf-8")
    (desk / "rules.toml").write_text("keep_licence = true\n", encoding="utf-8")
    scan = ("scan", "theirs", "--ours", "mine", "--rules", "rules.toml")
    found = json.loads(run(*scan, "--format", "json").stdout)
    signals = {item["id"]: item["signals"] for item in found["articles"]}
    assert signals["mine/ferry.html"] == [{"kind": "licence", "value": LICENCE}]
    assert [item["kind"] for item in signals["theirs/credited.html"]] == ["licence", "c2pa"]
    kept = {"theirs/credited.html": True, "theirs/uncredited.html": False, "theirs/reworded.html": False}
    assert {pair["b"]: pair["rules"][0]["kept"] for pair in found["pairs"]} == kept
    rows = {row["b"]: row for row in csv.DictReader(io.StringIO(run(*scan, "--format", "csv").stdout))}
    assert rows["theirs/credited.html"]["signals_a"] == f"licence (rel=license): {LICENCE}"
    assert rows["theirs/uncredited.html"]["signals_b"] == ""
    lines = " ".join(run(*scan).stdout.split())  # a narrow terminal wraps them
    assert "content credentials (C2PA), not verified: https://harbourweekly.example/f.c2pa" in lines

    assert run("index", "add", "ours.dupdetect", "mine").exit_code == 0
    asked = run("check", "theirs", "--index", "ours.dupdetect", "--rules", "rules.toml", "--format", "json")
    judged_later = {pair["b"]: pair["rules"][0]["kept"] for pair in json.loads(asked.stdout)["pairs"]}
    assert judged_later == {name.removeprefix("theirs/"): state for name, state in kept.items()}


def test_scan_and_licence_say_the_same(desk: Path) -> None:
    assert run("scan", "theirs", "--ours", "mine", "-o", "plain.json").exit_code == 0
    at_once = run("scan", "theirs", "--ours", "mine", "--rules", "rules.toml", "--format", "json")
    later = run("licence", "plain.json", "--rules", "rules.toml", "--format", "json")
    assert at_once.exit_code == later.exit_code == 0
    assert rules_by_copy(at_once.stdout) == EXPECTED
    assert later.stdout == at_once.stdout


def test_compare_takes_a_for_the_original(desk: Path) -> None:
    done = run("compare", "mine/ferry.html", "theirs/reworded.html", "--rules", "rules.toml", "--format", "json")
    assert rules_by_copy(done.stdout)["theirs/reworded.html"] == EXPECTED["theirs/reworded.html"]


def test_the_terminal_quotes_what_breaks_a_rule(desk: Path) -> None:
    shown = run("scan", "theirs", "--ours", "mine", "--rules", "rules.toml", "--details", "0").stdout
    assert "3 copies judged, 2 break a rule." in shown
    assert "broken: no_edits: a wording differs beyond time, place and style" in shown
    assert "“refuses” (ferry.html, " in shown
    assert "“never wanted” (reworded.html, " in shown


def test_csv_names_broken_and_unjudged_rules(desk: Path) -> None:
    (desk / "theirs/plain.txt").write_text(strip_markup(BODY), encoding="utf-8")
    rows = run("scan", "theirs", "--ours", "mine", "--rules", "rules.toml", "--format", "csv").stdout.splitlines()
    ends = {row.split(",")[1]: row.split(",")[-5:-3] for row in rows}
    assert ends["b"] == ["broken_rules", "unjudged_rules"]
    assert ends["theirs/reworded.html"] == ["credit; link; no_edits", ""]
    assert ends["theirs/credited.html"] == ["", ""]
    assert ends["theirs/plain.txt"] == ["credit", "link"]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("licence", "none.json"), 2, "licence: name the rules with --rules"),
        (("licence", "none.json", "--rules", "rules.toml"), 1, "none.json: cannot be read"),
        (("licence", "none.json", "--rules", "none.toml"), 1, "none.toml"),
        (("scan", "theirs", "--rules", "empty.toml"), 2, "empty.toml: sets no rule"),
        (
            ("scan", "theirs", "--rules", "rules.toml", "--format", "json", "-o", "rules.toml"),
            2,
            "rules.toml: is among the inputs",
        ),
    ],
)
def test_a_mistake_is_said_in_a_line(desk: Path, arguments: tuple[str, ...], status: int, said: str) -> None:
    (desk / "r.csv").write_text("credit = true\n", encoding="utf-8")
    (desk / "empty.toml").write_text('outlet = "The Quarne Courier"\n', encoding="utf-8")
    done = run(*arguments)
    assert done.exit_code == status
    assert done.stderr.startswith(f"dupdetect: {said}")
    assert done.stderr.count("\n") == 1


def test_every_fault_of_a_file_has_its_line(desk: Path) -> None:
    (desk / "wrong.toml").write_text("credits = 1\nlink = 1\n", encoding="utf-8")
    done = run("scan", "theirs", "--rules", "wrong.toml")
    assert done.exit_code == 2
    assert done.stderr.count("dupdetect: wrong.toml: ") == 2


# ---- hostile text ----------------------------------------------------------------------------------------------------

EVIL = "\x1b[2J\u202e<script>alert(1)</script>=cmd|'x'!A1"
EVERYTHING: dict[str, object] = {
    "credit": ["outlet", "author"],
    "link": True,
    "byline": True,
    "line": "This {title} in {source} by {author} at {url}",
    "no_edits": True,
    "same_headline": True,
    "keep_links": True,
    "keep_licence": True,
    "least_share": 1,
    "same_facts": True,
    "no_translation": True,
    "pixel": "x",
    "embargo_until": "2030-01-01",
}


def test_hostile_text_in_every_field_reaches_no_terminal_and_no_spreadsheet() -> None:
    text = strip_markup(BODY)
    ours = Article(f"o{EVIL}", text, EVIL, EVIL, EVIL, "2026-01-01", f"https://a.example/{EVIL}", (f"http://{EVIL}/x",))
    ours = replace(ours, signals=tuple(Signal(kind, EVIL * 99) for kind in SignalKind))
    theirs = replace(ours, id=f"={EVIL}", text=f"{EVIL} {text.replace('refuses', EVIL)}", url=EVIL, links=())
    checked = check_findings(dupdetect.scan([theirs], ours=[ours]), Rules.of(EVERYTHING))
    assert any(check.kept is False for pair in checked.pairs for check in pair.rules)
    for form in ("terminal", "csv"):
        out = io.StringIO()
        write(checked, form, out, details=0)
        assert "\x1b" not in out.getvalue() or form == "csv"
        assert "\u202e" not in out.getvalue() or form == "csv"
    cells = [cell for row in csv.reader(io.StringIO(out.getvalue())) for cell in row]
    assert not any(cell.startswith("=") for cell in cells)


@pytest.mark.parametrize(
    "text",
    [
        "By " + "A" * 300_000,
        "A. " * 100_000,
        "originally published " * 20_000,
        "(" * 200_000,
        '"' * 200_000,
        "https://" * 40_000,
        "\n".join(["Republished under a"] * 20_000),
        "The Quarne " * 30_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_hostile_length_is_judged_in_bounded_time(corpus: Findings, text: str) -> None:
    listed = tuple(replace(x, article=replace(x.article, text=x.article.text + "\n" + text)) for x in corpus.articles)
    many = replace(corpus, articles=listed, pairs=(pair_of(corpus, "reworded"),))
    start = time.process_time()
    check_findings(many, Rules.of(EVERYTHING | {"line": LINE}))
    assert time.process_time() - start < 10

from __future__ import annotations

import csv
import io
import json
import math
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from itertools import product
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from dupdetect.errors import FindingsError, InputError, UsageError
from dupdetect.records import (
    Article,
    Channel,
    Cluster,
    Comparison,
    CreditForm,
    Direction,
    Drift,
    DriftKind,
    Evidence,
    FactCounts,
    Findings,
    Kind,
    Listed,
    Manner,
    Measures,
    Passage,
    Replacement,
    SentencePair,
    Skip,
    Span,
    Substitution,
    Verdict,
)
from dupdetect.report import FORMATS, load, write
from dupdetect.report.schema import build_schema
from dupdetect.report.visible import make_running, make_visible

A = "Fire crews were called to the old bakery.\nNobody was hurt."
B = "fire squads were summoned to the old bakery. Nobody was hurt, luckily."

TEXT_FORMATS = tuple(form for form in FORMATS if form != "parquet")


def at(text: str, part: str) -> tuple[int, int]:
    return text.index(part), text.index(part) + len(part)


def measures() -> Measures:
    """Each figure with a value of its type; swaps and news may pass 1."""
    values = {"int": 11, "float": 0.25, "bool": False}
    figures: dict[str, Any] = {one.name: values[str(one.type)] for one in fields(Measures)}
    return Measures(**figures | {"swaps": 17.25, "news_a": 3.5, "news_b": 12.0})


def pair(a: str = "news/a.txt", b: str = "news/b.txt", **changes: Any) -> Comparison:
    sentences = (
        SentencePair(
            *at(A, "Fire crews were called to the old bakery."),
            *at(B, "fire squads were summoned to the old bakery."),
            similarity=0.75,
            replacements=(
                Replacement(*at(A, "crews"), *at(B, "squads")),
                Replacement(*at(A, "called"), *at(B, "summoned")),
            ),
        ),
        SentencePair(
            *at(A, "Nobody was hurt."),
            *at(B, "Nobody was hurt, luckily."),
            similarity=0.85714,
            replacements=(Replacement(len(A) - 1, len(A) - 1, *at(B, ", luckily")),),
        ),
    )
    comparison = Comparison(
        a,
        b,
        verdict=Verdict.REWRITE,
        jaccard=0.0912345,
        coverage_a=1.0,
        coverage_b=0.9983,
        closeness=0.71,
        spun=True,
        direction=Direction.A_TO_B,
        credit=CreditForm.CREDITED,
        passages=(Passage(0, len(A), 0, len(B), Kind.REWORDED, 0.8),),
        reasons=("all of A stands in B in other words", "two words are swapped"),
        sentences=sentences,
        substitutions=(Substitution("crews", "squads", 2), Substitution("called", "summoned", 1)),
        credit_evidence=(Evidence(b, "Source: The Courier", 3, 9),),
        direction_evidence=(Evidence("", "A is older"),),
        furniture_a=(),
        furniture_b=(Span(1, 2),),
        disguises=(Evidence(b, "zero-width characters"),),
        channels=(Channel.REWRITES,),
        measures=measures(),
        drift=(Drift(*at(A, "crews"), *at(B, "squads"), DriftKind.NAME),),
        manner=Manner.SPUN,
        facts=FactCounts(3, 0, 1),
    )
    return replace(comparison, **changes)


def findings(*pairs: Comparison, **changes: Any) -> Findings:
    made = Findings(
        signature="dupdetect:1|aligning.min_words=15",
        settings={"aligning.min_words": 15, "reading.suffixes": (".txt", ".md")},
        articles=(
            Listed(Article("news/a.txt", A, "Bakery burns", "The Courier", "M. L.", "2024-03-05", "", ("x", "y")), 11),
            Listed(Article("news/b.txt", B), 11),
            Listed(Article("news/c.txt", ""), 300),
        ),
        pairs=pairs or (pair(),),
        clusters=(Cluster(("news/a.txt", "news/b.txt"), Verdict.REWRITE, "news/a.txt"),),
        skipped=(Skip("news/logo.txt", "binary"),),
        counts={"articles": 3, "skipped": 1, "candidates": 1, "compared": 1, "pairs": 1, "clusters": 1, "rewrite": 1},
    )
    return replace(made, **changes)


def told(found: Findings, form: str = "terminal", **options: Any) -> str:
    out = io.StringIO()
    write(found, form, out, **options)
    return out.getvalue()


def rebuilt(found: Findings, path: Path) -> Findings:
    path.write_text(told(found, "json"), encoding="utf-8")
    return load(path)


def damaged(path: Path, change: Any) -> Path:
    content = json.loads(told(findings(), "json"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_json_has_the_keys_of_the_contract_in_order() -> None:
    content = json.loads(told(findings(), "json"))
    assert list(content) == [
        *("schema", "signature", "settings", "articles", "pairs", "clusters", "skipped", "counts", "common"),
    ]
    assert content["schema"] == "dupdetect-findings/1"
    assert list(content["articles"][0]) == [
        *(
            "id",
            "title",
            "words",
            "ours",
            "asked",
            "source",
            "author",
            "published",
            "url",
            "links",
            "encoding",
            "signals",
            "text",
        ),
    ]
    assert list(content["pairs"][0]) == [
        *("a", "b", "verdict", "jaccard", "coverage_a", "coverage_b", "closeness", "spun", "direction", "credit"),
        *("passages", "reasons", "sentences", "substitutions", "credit_evidence", "direction_evidence"),
        *("furniture_a", "furniture_b", "disguises", "channels", "measures", "drift", "probability"),
        *("manner", "facts", "undecided", "rules", "stands_for", "meaning"),
    ]
    assert list(content["pairs"][0]["passages"][0]) == [
        *("a_start", "a_end", "b_start", "b_end", "kind", "similarity", "quotation"),
    ]
    assert content["clusters"] == [
        {
            "articles": ["news/a.txt", "news/b.txt"],
            "verdict": "rewrite",
            "source": "news/a.txt",
            "attached": [],
            "title": "",
            "origins": 1,
        }
    ]
    assert content["skipped"] == [{"path": "news/logo.txt", "reason": "binary"}]


def test_records_carry_the_names_of_the_json() -> None:
    found = findings()
    content = json.loads(told(found, "json"))
    for record, written in [
        (found, content),
        (found.articles[0], content["articles"][0]),
        (found.pairs[0], content["pairs"][0]),
        (found.pairs[0].passages[0], content["pairs"][0]["passages"][0]),
        (found.clusters[0], content["clusters"][0]),
        (found.skipped[0], content["skipped"][0]),
    ]:
        assert [name for name in written if name != "schema" and not hasattr(record, name)] == []
    assert [found.articles[0].id, found.articles[0].links] == ["news/a.txt", ("x", "y")]


def test_json_follows_its_schema_which_is_itself_valid() -> None:
    described = build_schema()
    jsonschema.Draft202012Validator.check_schema(described)
    jsonschema.validate(json.loads(told(findings(pair(spun=None)), "json")), described)


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("pairs", 0, "verdict"), "copy"),
        (("pairs", 0, "coverage_a"), 1.2),
        (("pairs", 0, "passages", 0, "a_start"), -1),
        (("pairs", 0, "spun"), "yes"),
        (("articles", 0, "words"), 1.5),
        (("articles", 0, "links"), "x"),
        (("schema",), "dupdetect-findings/2"),
        (("counts", "pairs"), None),
        (("clusters",), {}),
    ],
)
def test_what_the_schema_refuses_the_loader_refuses_in_one_line(
    tmp_path: Path, where: tuple[str | int, ...], value: object
) -> None:
    def change(content: Any) -> None:
        for step in where[:-1]:
            content = content[step]
        content[where[-1]] = value

    path = damaged(tmp_path / "findings.json", change)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(json.loads(path.read_text(encoding="utf-8")), build_schema())
    with pytest.raises(FindingsError, match=re.escape(str(path))) as caught:
        load(path)
    assert "\n" not in str(caught.value)


def test_the_schema_tells_what_the_records_tell() -> None:
    properties = build_schema()["properties"]["pairs"]["items"]["properties"]
    assert properties["direction"]["description"].startswith("which was made from which")
    assert properties["coverage_b"]["description"] == properties["coverage_a"]["description"]


def test_figures_are_rounded_to_four_places() -> None:
    content = json.loads(told(findings(pair(closeness=-0.00001)), "json"))
    assert content["pairs"][0]["jaccard"] == 0.0912
    assert content["pairs"][0]["sentences"][1]["similarity"] == 0.8571
    assert "-0.0" not in told(findings(pair(closeness=-0.00001)), "json")


def test_not_a_number_is_never_written() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        told(findings(pair(jaccard=float("nan"))), "json")


def test_json_loads_back_as_it_was(tmp_path: Path) -> None:
    found = findings(pair(jaccard=0.5, coverage_b=0.25), pair(spun=None))
    again = rebuilt(found, tmp_path / "findings.json")
    assert replace(again, pairs=()) == replace(found, pairs=())
    assert again.settings == found.settings
    assert again.pairs[1].spun is None
    assert told(again, "json") == told(found, "json")
    exact = pair(jaccard=0.5, coverage_b=0.25, sentences=())
    assert rebuilt(findings(exact), tmp_path / "exact.json").pairs == (exact,)


def test_json_keeps_any_text_and_any_name(tmp_path: Path) -> None:
    strange = 'caf\udce9 \x00\x1b[31m\u202e \u2028 \U0001f525 "quoted" \\ é'
    found = findings(articles=(Listed(Article(strange, strange), 1),), pairs=(pair(strange, strange),), clusters=())
    again = rebuilt(found, tmp_path / "findings.json")
    assert again.articles[0].article.text == strange
    assert again.pairs[0].a == strange


def test_the_same_findings_give_the_same_bytes() -> None:
    for form in TEXT_FORMATS:
        assert told(findings(), form) == told(findings(), form)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not JSON (line 1, column 1)"),
        (b"{", "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[]", "the file: not an object"),
        (b"{}", "it names no schema"),
        (b'{"schema": "other/3"}', "its schema is 'other/3', not 'dupdetect-findings/1'"),
        (b'{"schema": "dupdetect-findings/1"}', "the key 'signature' is missing"),
        (b'{"schema": "dupdetect-findings/1"}\n{"counts": {}}\n', "JSON lines"),
        (b'{"schema": NaN}', "NaN is no JSON number"),
        (b"[" * 200_000, "not JSON"),
        (b"9" * 10_000, "not JSON"),
    ],
)
def test_what_is_no_findings_file_is_refused_in_one_line(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "findings.json"
    path.write_bytes(content)
    with pytest.raises(FindingsError, match=re.escape(reason)) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert str(caught.value).endswith("give a file that was written with --format json")


def test_a_damaged_file_says_where(tmp_path: Path) -> None:
    path = damaged(tmp_path / "findings.json", lambda content: content["pairs"][0]["measures"].pop("words_a"))
    with pytest.raises(FindingsError, match=r"pairs\[0\]\.measures: the key 'words_a' is missing"):
        load(path)
    path = damaged(tmp_path / "findings.json", lambda content: content["articles"].pop(1))
    with pytest.raises(FindingsError, match=r"pairs\[0\]: the article 'news/b.txt' is not listed"):
        load(path)
    path = damaged(tmp_path / "findings.json", lambda content: content["clusters"][0]["articles"].append("nobody"))
    with pytest.raises(FindingsError, match=r"clusters\[0\]: the article 'nobody' is not listed"):
        load(path)
    path = damaged(tmp_path / "findings.json", lambda content: content["clusters"][0].update(source="nobody"))
    with pytest.raises(FindingsError, match=r"clusters\[0\]: the article 'nobody' is not listed"):
        load(path)
    path = damaged(tmp_path / "findings.json", lambda content: content["articles"].append(content["articles"][0]))
    with pytest.raises(FindingsError, match="articles: two have the same id"):
        load(path)


HOSTILE_VALUES: tuple[Any, ...] = (
    *(None, True, -1, 2, 10**400, 10**18, 1e308, math.inf, math.nan),
    *("", "nobody", "\ud800", [], {}, [[]]),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where each value of a JSON document stands; of lists the first entries will do."""
    yield path
    if isinstance(value, dict):
        inner: Iterable[tuple[Any, Any]] = value.items()
    else:
        inner = enumerate(value[:2]) if isinstance(value, list) else ()
    for key, item in inner:
        yield from places(item, (*path, key))


def changed(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    entries = document.items() if isinstance(document, dict) else enumerate(document)
    made = {key: changed(item, path[1:], value) if key == path[0] else item for key, item in entries}
    return made if isinstance(document, dict) else list(made.values())


def test_whatever_stands_in_a_findings_file_is_shown_or_refused() -> None:
    document = json.loads(told(findings(), "json"))
    refused = shown = 0
    for path, value in product(places(document), HOSTILE_VALUES):
        try:
            found = Findings.from_json(json.dumps(changed(document, path, value)))
        except FindingsError:
            refused += 1
            continue
        shown += 1
        for form in TEXT_FORMATS if shown % 10 == 0 else ("json", "csv"):
            assert told(found, form)
    assert refused > shown > 100


def test_a_count_beyond_all_numbers_is_refused() -> None:
    text = told(findings(), "json").replace('"articles": 3', f'"articles": {10**400}')
    with pytest.raises(FindingsError, match=r"^counts\.articles: out of range$"):
        Findings.from_json(text)


def test_findings_become_json_and_findings_again() -> None:
    text = findings().to_json()
    assert text == told(findings(), "json")
    again = Findings.from_json(text)
    assert again.to_json() == text
    assert Findings.from_json(text.encode()) == again


def test_a_findings_file_of_a_later_minor_form_still_loads(tmp_path: Path) -> None:
    path = damaged(tmp_path / "findings.json", lambda content: content["pairs"][0].update(extra={"new": 1}))
    assert load(path).pairs[0].verdict is Verdict.REWRITE


def test_a_findings_file_of_an_earlier_minor_form_still_loads(tmp_path: Path) -> None:
    """Keys with a default were added to the schema later, so a file without them follows it as well."""

    def aged(content: Any) -> None:
        for pair_ in content["pairs"]:
            del pair_["drift"], pair_["probability"], pair_["measures"]["news_a"], pair_["measures"]["news_b"]
        for article in content["articles"]:
            del article["encoding"]

    path = damaged(tmp_path / "findings.json", aged)
    jsonschema.validate(json.loads(path.read_text(encoding="utf-8")), build_schema())
    bare = replace(pair(), drift=(), probability=0.0)
    bare = replace(bare, measures=replace(bare.measures, news_a=0.0, news_b=0.0))
    assert told(load(path), "json") == told(findings(bare), "json")
    assert "probability" in told(findings(pair(probability=0.5)), details=1)
    assert "probability" not in told(load(path), details=1)
    for form in TEXT_FORMATS:
        assert told(load(path), form)


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load(tmp_path / "nowhere.json")


def test_json_lines_hold_one_thing_each() -> None:
    lines = [json.loads(line) for line in told(findings(), "jsonl").splitlines()]
    assert list(lines[0]) == ["schema", "signature", "settings"]
    assert [next(iter(line)) for line in lines[1:]] == [
        *("article", "article", "article", "pair", "cluster", "skipped", "counts"),
    ]
    whole = json.loads(told(findings(), "json"))
    assert lines[4]["pair"] == whole["pairs"][0]
    assert lines[1]["article"] == whole["articles"][0]


def test_csv_has_one_row_a_pair() -> None:
    rows = list(csv.DictReader(io.StringIO(told(findings(pair(), pair(spun=None)), "csv"))))
    assert rows[0] == {
        "a": "news/a.txt",
        "b": "news/b.txt",
        "verdict": "rewrite",
        "jaccard": "0.0912",
        "coverage_a": "1.0",
        "coverage_b": "0.9983",
        "closeness": "0.71",
        "spun": "true",
        "direction": "a_to_b",
        "credit": "credited",
        "passages": "1",
        "reasons": "all of A stands in B in other words; two words are swapped",
        "manner": "spun",
        "undecided": "",
        "facts_shared": "3",
        "facts_only_a": "0",
        "facts_only_b": "1",
        "changed_facts": "crews -> squads",
        "broken_rules": "",
        "unjudged_rules": "",
        "stands_for": "1",
        "signals_a": "",
        "signals_b": "",
    }
    assert rows[1]["spun"] == ""


@pytest.mark.parametrize("name", ["-17", "-1.5", "-draft/7.html"])
def test_an_id_that_begins_with_a_minus_and_is_no_formula_stays_as_it_is(name: str) -> None:
    rows = list(csv.DictReader(io.StringIO(told(findings(pair(a=name)), "csv"))))
    assert rows[0]["a"] == name


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_csv_cell_runs_as_a_formula(start: str) -> None:
    harmful = f'{start}cmd|"/c calc",1\n2'
    rows = list(csv.DictReader(io.StringIO(told(findings(pair(a=harmful, reasons=(harmful,))), "csv"), newline="")))
    assert rows[0]["a"] == f"'{harmful}"
    assert rows[0]["reasons"] == f"'{harmful}"


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UsageError, match="choose from terminal, json, jsonl, csv"):
        told(findings(), "pdf")


def test_the_terminal_form_tells_what_was_found() -> None:
    page = told(findings())
    assert page.startswith("Of 3 articles, 2 are versions of 1 story.\n")
    assert "\n3 articles, 1 skipped. 1 pair compared, 1 related (1 rewrite) in 1 family.\n" in page
    assert "1 copy changes facts; most of all a.txt and b.txt: crews -> squads." in page
    assert re.search(r"articles  closest  headline +source\n +2  rewrite  a\.txt +a\.txt\n", page)
    assert "passage 1 of 1" not in page  # only on request
    assert "news/logo.txt: binary" in page
    assert "Signature dupdetect:1#" in page.split("\n\n")[-1]


def test_details_are_shown_on_request() -> None:
    page = told(findings(), details=1)
    assert re.search(r"1 +rewrite +A +a\.txt +100% +0\.71 +A to B\n +B +b\.txt +99% +spun +credited\n", page)
    assert "all of A stands in B in other words" in page
    assert "crews -> squads (2), called -> summoned" in page
    assert "passage 1 of 1: reworded, 80% alike" in page


def test_the_terminal_form_ends_with_what_to_do_next() -> None:
    page = told(findings(), steps=(("read it", "dupdetect scan \x1b[31mx -o report.html"), ("more", "again")))
    assert page.index("Next\n  read it  dupdetect scan \\x1b[31mx -o report.html\n  more     again\n") > 0
    assert "Next" not in told(findings())


def test_pairs_of_no_story_have_a_line_each() -> None:
    lone = pair("news/b.txt", "news/c.txt", verdict=Verdict.PARTIAL, coverage_a=0.3, coverage_b=0.1)
    page = told(findings(pair(), *[lone] * 7))
    assert re.search(r"7 pairs of no story\n +shared  verdict  articles\n( +30%  partial  b\.txt / c\.txt\n){5}", page)
    assert "2 more pairs; -o report.html, csv or json list them all." in page


def test_an_article_of_ours_is_listed_with_its_takers() -> None:
    listed = tuple(replace(item, ours=item.id == "news/a.txt") for item in findings().articles)
    page = told(findings(articles=listed))
    assert page.startswith("1 of 1 article of ours stands in 1 of 2 pages of others, wholly or in part.\n")
    assert re.search(r"Our articles\n  a\.txt  Bakery burns\n    100% of its words stand in 1 article\.\n", page)
    assert re.search(r" +100% +100%  spun by a machine  b\.txt\n", page)
    assert "Stories" not in page


def test_a_text_that_was_asked_about_comes_first_and_is_counted_apart() -> None:
    listed = tuple(replace(item, asked=item.id == "news/b.txt") for item in findings().articles)
    page = told(findings(articles=listed))
    assert page.startswith("The text that was asked about shares text with 1 article of the archive.\n1 text checked,")
    assert re.search(r"Texts that were asked about\n  b\.txt\n", page)
    none = told(findings(articles=listed, pairs=(), clusters=(), counts={}))
    assert none.startswith("The archive has no source of the 1 text that it was asked about.\n")


@pytest.mark.parametrize("width", [50, 80, 120])
def test_no_line_is_wider_than_asked_or_ends_in_blanks(width: int) -> None:
    long_names = pair("news/" + "a" * 200, "news/" + "火" * 90)
    for line in told(findings(pair(), long_names), width=width, details=2).splitlines():
        assert sum(2 if "\u2e80" < one < "\uffff" else 1 for one in line) <= width
        assert line == line.rstrip()


def test_replaced_words_are_bracketed_without_colour() -> None:
    page = told(findings(), width=120, details=1)
    assert "Fire [crews] were [called] to the old bakery." in page
    assert "fire [squads] were [summoned] to the old bakery." in page
    assert "Nobody was hurt{, luckily}." in page
    assert "\x1b" not in page


def test_replaced_words_are_coloured_with_colour() -> None:
    page = told(findings(), width=120, color=True, details=1)
    assert re.search(r"\x1b\[[\d;]*m(crews)\x1b\[0m were", page)
    assert "[crews]" not in page
    assert "\x1b[35mrewrite" in page


def test_a_comparison_on_request_is_shown_in_full_and_without_tables() -> None:
    many = tuple(replace(one, a_start=one.a_start, similarity=0.5) for one in pair().sentences * 10)
    asked = pair(channels=(Channel.ASKED,), sentences=many)
    page = told(findings(asked, clusters=(), skipped=()), width=120, details=0)
    assert page.count("Fire [crews]") == 10
    assert "Pairs" not in page
    assert "Families" not in page


def test_a_scan_shows_a_few_pairs_side_by_side_and_says_what_it_leaves_out() -> None:
    page = told(findings(*[pair()] * 12), details=10)
    assert page.count("passage 1 of 1") == 10
    assert "2 more pairs not shown side by side; --details N shows more." in page
    assert told(findings(*[pair()] * 12), details=3).count("passage 1 of 1") == 3
    assert told(findings(*[pair()] * 12), details=12).count("passage 1 of 1") == 12
    assert "passage 1 of 1" not in told(findings(), details=0)


def test_a_scan_shows_the_first_sentences_of_a_pair_and_counts_the_rest() -> None:
    page = told(findings(pair(sentences=pair().sentences * 10)), details=1)
    assert "14 more aligned sentences; dupdetect compare shows every one." in page


def test_unchanged_sentences_of_a_scan_are_counted() -> None:
    same = tuple(SentencePair(*at(A, "Nobody was hurt."), *at(B, "Nobody was hurt"), 1.0) for _ in range(4))
    assert "(and 3 more, unchanged)" in told(findings(pair(sentences=same)), details=1)
    assert "unchanged" not in told(findings(pair(sentences=same, channels=(Channel.ASKED,))))


def test_a_passage_without_sentences_shows_its_text() -> None:
    assert "Fire crews were called to the old bakery. Nobody" in told(
        findings(pair(sentences=())), width=120, details=1
    )


def test_long_lists_are_cut_with_a_line_that_says_so() -> None:
    skips = tuple(Skip(f"{n}.txt", "empty" if n % 3 else "binary") for n in range(30))
    clusters = tuple(Cluster((f"{n}", f"{n}b"), Verdict.PARTIAL) for n in range(31))
    page = told(findings(*[pair()] * 41, skipped=skips, clusters=clusters), details=1)
    assert "empty: 20 inputs, such as 1.txt" in page
    assert "binary: 10 inputs, such as 0.txt" in page
    assert "1 more pair; --format csv or json lists them all." in page
    assert "16 more stories; -o report.html, csv or json list them all." in page
    many = tuple(Skip(f"{n}.txt", f"reason {n}") for n in range(30))
    assert "22 more for other reasons" in told(findings(skipped=many))


def test_nothing_found_is_one_line_and_the_signature() -> None:
    counts = {"articles": 2, "compared": 0, "pairs": 0}
    none = replace(findings(), pairs=(), clusters=(), skipped=(), settings={}, counts=counts)
    lines = told(none).splitlines()
    assert lines[0] == "None of 2 articles shares enough with another to be reported."
    assert lines[1] == "2 articles. 0 pairs compared, none related."
    assert "names, numbers and dates" in " ".join(lines[2:4])  # what was tried
    assert "settings: defaults" in lines[-1]
    assert len(lines) <= 7


def test_findings_without_texts_are_shown_without_them() -> None:
    bare = tuple(replace(one, article=replace(one.article, text="")) for one in findings().articles)
    assert "The texts are not in these findings." in told(findings(articles=bare), details=1)


def test_shares_are_whole_only_when_they_are() -> None:
    page = told(findings(pair(coverage_a=0.9999, coverage_b=0.0001, closeness=0.9999)), details=1)
    assert re.search(r"a\.txt +99% +0\.99 ", page)
    assert re.search(r"b\.txt +1% ", page)


HOSTILE = "\x1b[31mred\x1b[0m\x07\r\x9b2J \u202eevil\u2066 zero\u200bwidth [bold]x[/bold] :smile: \ud800\n# forged"


def hostile(asked: bool) -> Findings:
    article = Listed(Article("news/a.txt" + HOSTILE, A + HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE), 11)
    evidence = (Evidence("", HOSTILE),)
    comparison = pair(
        "news/a.txt" + HOSTILE,
        "news/b.txt",
        reasons=(HOSTILE,),
        substitutions=(Substitution(HOSTILE, HOSTILE, 1),),
        credit_evidence=evidence,
        direction_evidence=evidence,
        disguises=evidence,
        sentences=(SentencePair(0, len(A + HOSTILE), 0, len(B), 0.5, (Replacement(0, len(A + HOSTILE), 0, 4),)),),
        channels=(Channel.ASKED,) if asked else (),
    )
    return findings(
        comparison,
        articles=(article, findings().articles[1]),
        clusters=(Cluster((comparison.a, "news/b.txt"), Verdict.REWRITE, comparison.a),),
        skipped=(Skip(HOSTILE, HOSTILE),),
        settings={HOSTILE: HOSTILE},
        signature=HOSTILE,
    )


@pytest.mark.parametrize("asked", [True, False])
def test_foreign_text_cannot_steer_the_terminal(asked: bool) -> None:
    page = told(hostile(asked), width=160, details=1)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ud800]", page)
    assert not re.search("^ *# forged", page, re.MULTILINE)
    assert "\\x1b[31mred\\x1b[0m\\x07" in page
    assert "\\u202eevil" in page
    assert "[bold]x[/bold] :smile:" in page
    coloured = told(hostile(asked), width=160, color=True, details=1)
    assert not re.search(r"[\x00-\x09\x0b-\x1a\x1c-\x1f\x7f-\x9f\u202e]|\x1b(?!\[[\d;]*m)", coloured)
    assert "\x1b[31mred" not in coloured


def test_invisible_characters_become_visible_and_needed_joiners_stay() -> None:
    assert make_visible("a\tb\nc\\n") == "a\\tb\\nc\\n"
    assert make_visible("tag\U000e0041 soft\u00adhyphen") == "tag\\U000e0041 soft\\xadhyphen"
    assert make_visible("pa\u200dss") == "pa\\u200dss"
    assert make_visible("می\u200cخواهم é 火") == "می\u200cخواهم é 火"
    assert make_running("hard\r\n  wrapped\ttext\x1b") == "hard wrapped text\\x1b"


def test_a_stream_without_unicode_still_gets_a_page() -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii", errors="backslashreplace")
    write(findings(), "terminal", out, details=1)
    out.flush()
    assert b"Fire [crews]" in raw.getvalue()
    assert b"\\u2500" not in raw.getvalue()


def test_only_the_terminal_form_loads_rich() -> None:
    code = (
        "import io, sys; from dupdetect.report import write; from dupdetect.records import Findings; "
        "found = Findings('', {}, (), (), (), (), {}); "
        "[write(found, form, io.StringIO()) for form in ('json', 'jsonl', 'csv')]; "
        "print([name for name in ('rich', 'numpy', 'sklearn', 'numba', 'click') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

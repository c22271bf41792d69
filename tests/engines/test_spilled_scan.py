"""A scan whose data lies on disk finds what a scan in memory finds, to the byte."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from pathlib import Path

import pytest

import dupdetect
from dupdetect import Findings, Settings
from dupdetect.engines.local import engine
from dupdetect.engines.local.memory import MemoryPlan
from dupdetect.report import write

SAMPLES = Path(__file__).parents[2] / "samples"

SMALLEST = MemoryPlan(articles=0, comparisons=0, lists=4096, prepared=40_000, screened=20_000)
"""Everything goes to disk, and the lists of keys are counted in many ranges."""


def plan_smallest(most: int, jobs: int) -> MemoryPlan:
    return replace(SMALLEST, jobs=jobs)


@pytest.fixture
def on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "plan_memory", plan_smallest)


def scan_both(monkeypatch: pytest.MonkeyPatch, **what: object) -> tuple[Findings, Findings]:
    """The findings of a scan in memory, and those of a scan on disk."""
    in_memory = dupdetect.scan(**what)  # type: ignore[arg-type]
    with monkeypatch.context() as patch:
        patch.setattr(engine, "plan_memory", plan_smallest)
        on_disk = dupdetect.scan(**what)  # type: ignore[arg-type]
    assert isinstance(in_memory.pairs, tuple)
    assert not isinstance(on_disk.pairs, tuple)
    return in_memory, on_disk


def make_articles(count: int, seed: int = 1) -> dict[str, str]:
    """Made-up articles, a third of which are edited copies of others, some of them equal."""
    draw = random.Random(seed)
    words = [
        f"{start}{middle}{end}" for start in "bdfglmnprst" for middle in ("ala", "ero", "ini", "uko") for end in "nstrl"
    ]
    texts: list[list[str]] = []
    for place in range(count):
        copied = place % 3 == 2
        text = list(draw.choice(texts)) if copied else draw.choices(words, k=draw.randint(40, 220))
        for _ in range(draw.choice((0, 0, 3, 12, 30)) if copied else 0):
            text[draw.randrange(len(text))] = draw.choice(words)
        texts.append(text)
    return {f"{draw.random():.9f}": write_sentences(text, draw) for text in texts}


def write_sentences(words: list[str], draw: random.Random) -> str:
    sentences = []
    while words:
        length = draw.randint(6, 18)
        sentences.append(" ".join(words[:length]).capitalize() + ".")
        words = words[length:]
    return " ".join(sentences)


@pytest.mark.parametrize("folder", ["articles", "languages"])
def test_samples_give_the_same_bytes(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    in_memory, on_disk = scan_both(monkeypatch, sources=SAMPLES / folder)
    assert in_memory.to_json() == on_disk.to_json()
    assert in_memory == on_disk


@pytest.mark.parametrize("form", ["jsonl", "csv", "terminal"])
def test_every_form_has_the_same_bytes(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    for findings in scan_both(monkeypatch, sources=make_articles(300)):
        out = io.StringIO()
        write(findings, form, out)
        written.append(out.getvalue())
    assert written[0] == written[1]


@pytest.mark.parametrize("worth_screening", [1, 1_000_000])
def test_a_generated_corpus_gives_the_same_bytes_in_workers(
    worth_screening: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a screening before they are forked, workers have no words on disk in common, and share no file."""
    monkeypatch.setattr(engine, "_WORTH_SCREENING", worth_screening)
    in_memory, on_disk = scan_both(monkeypatch, sources=make_articles(1200), jobs=2)
    assert in_memory.counts["pairs"] > 300
    assert in_memory.to_json() == on_disk.to_json()


def test_the_sample_of_passage_keys_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings().updated({"fingerprinting.passage_keys": 5000})
    in_memory, on_disk = scan_both(monkeypatch, sources=make_articles(400), settings=settings)
    assert in_memory.to_json() == on_disk.to_json()


def test_two_sides_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = make_articles(200)
    ours = {f"ours {name}": text for name, text in list(texts.items())[::4]}
    theirs = {name: text for name, text in texts.items() if f"ours {name}" not in ours}
    in_memory, on_disk = scan_both(monkeypatch, sources=theirs, ours=ours)
    assert in_memory.counts["pairs"]
    assert in_memory.to_json() == on_disk.to_json()


def test_two_articles_of_one_id_are_refused(on_disk: None) -> None:
    articles = [dupdetect.Article("a", "one text"), dupdetect.Article("b", "more"), dupdetect.Article("a", "another")]
    with pytest.raises(dupdetect.UsageError, match="two articles have the id 'a'"):
        dupdetect.scan(articles)


def test_ids_and_texts_of_any_characters_come_back(on_disk: None) -> None:
    texts = {
        "lone \ud800": "one text of a few words",
        "": "another text",
        "日本": "a third\x00 text",
        "z" * 900: "last",
    }
    findings = dupdetect.scan(texts, Settings().updated({"reporting.min_verdict": "independent"}))
    assert [item.id for item in findings.articles] == sorted(texts)


def test_parquet_has_the_same_rows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    tables = []
    for place, findings in enumerate(scan_both(monkeypatch, sources=make_articles(300))):
        file = tmp_path / f"{place}.parquet"
        with file.open("w", encoding="utf-8") as out:
            write(findings, "parquet", out)
        tables.append(parquet.read_table(file))
    assert tables[0].num_rows > 50
    assert tables[0].equals(tables[1], check_metadata=True)

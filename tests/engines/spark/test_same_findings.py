"""A cluster finds what one machine finds: the same bytes of JSON, whatever is common, capped, sampled or missing."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyspark import cloudpickle
from pyspark.sql import SparkSession

from benchmarks.corpora import planted_copies
from benchmarks.corpora.made_up_event import make_event
from benchmarks.corpora.synthetic_corpus import CLOSES, OPENS, STYLES, TextSource, Words
from dupdetect import pipeline, read
from dupdetect.compare.comparer import CommonSpans
from dupdetect.engines.faults import PairJudge
from dupdetect.engines.local import engine
from dupdetect.engines.spark import comparing, families
from dupdetect.engines.spark import engine as spark_engine
from dupdetect.families import connected_components
from dupdetect.pipeline.cluster import collect_findings, find_pairs, open_search
from dupdetect.records import Article, Channel, Comparison, Findings, Skip, columns
from dupdetect.report import write
from dupdetect.search.channels import ALIKE, BUCKET
from dupdetect.settings import Settings
from dupdetect.text import boilerplate_lines
from tests.archive.samples import story

pytestmark = pytest.mark.spark

SAMPLES = Path(__file__).parents[3] / "samples" / "articles"

FURNITURE = "Sign up for the evening letter and read the news of the harbour before everybody else does."


def told(findings: Findings) -> str:
    """Findings as a file has them."""
    out = StringIO()
    write(findings, "json", out)
    return out.getvalue()


def same(sources: Any, chosen: Settings | None = None) -> Findings:
    """What both engines find, which must be the same to the byte."""
    local = pipeline.scan(sources, chosen)
    assert told(pipeline.scan(sources, chosen, engine="spark")) == told(local)
    return local


# A corpus in which every cap is met.


class Writer:
    """Writes made-up articles, and copies of them."""

    def __init__(self, seed: int) -> None:
        self._source = TextSource(seed)
        self._random = np.random.default_rng(seed)
        self._stock = self._cut()
        self.articles: list[Article] = []

    def _cut(self) -> Iterator[Words]:
        block = next(self._source.blocks())
        start = 0
        for size in self._random.integers(60, 200, 5_000).tolist():
            words = block[start : start + size].copy()
            words[0] += OPENS - words[0] % len(STYLES)
            words[-1] += CLOSES - words[-1] % len(STYLES)
            yield words
            start += size

    def original(self) -> Words:
        return next(self._stock)

    def copy(self, words: Words, rate: float) -> Words:
        """`words` with edits to a share of them."""
        return planted_copies.edit_words(words, rate, self._source, self._random)

    def add(self, name: str, *parts: Words | str, source: str = "", published: str = "") -> None:
        text = "\n\n".join(
            part if isinstance(part, str) else self._source.write_text(part, plain=True) for part in parts
        )
        self.articles.append(Article(f"{name}-{len(self.articles):04}", text, source=source, published=published))


def families_of_copies(writer: Writer, count: int) -> None:
    """Articles, each with copies that are more and more edited; all of the first ones end with the same line."""
    for one in range(count):
        words = writer.original()
        writer.add("first", words, FURNITURE, published="2024-05-01", source="The Bell")
        for day, rate in enumerate((0.02, 0.2, 0.5)[: one % 3 + 1], 2):
            writer.add("copy", writer.copy(words, rate), published=f"2024-05-{day:02}")


def corpus() -> list[Article]:
    """Some 500 articles; what is found in them meets the caps of all searches."""
    writer = Writer(7)
    families_of_copies(writer, boilerplate_lines.LOOKED_AT + 20)
    identical, common = writer.original(), writer.original()
    for _ in range(ALIKE + 4):
        writer.add("identical", identical)
    for _ in range(ALIKE - 4):
        writer.add("alike", common)
    hot = writer.original()
    for _ in range(BUCKET + 24):
        writer.add("edited", writer.copy(hot, 0.02))
    for _ in range(20):
        host, guest = writer.original(), writer.original()
        writer.add("guest", guest)
        writer.add("host", host, guest[: len(guest) // 2], writer.original())
    for _ in range(120):
        writer.add("alone", writer.original())
    for text in ("", "   \n", "word", "Word.", "two words", "\u2028", "- - -", "word"):
        writer.add("short", text)
    return writer.articles


@pytest.fixture(scope="module")
def made() -> list[Article]:
    return corpus()


@pytest.mark.usefixtures("spark")
def test_files(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    found = same([SAMPLES, tmp_path, tmp_path / "photo.jpg"])
    assert len(found.skipped) == 3
    assert len(found.pairs) > 100


@pytest.mark.usefixtures("spark")
def test_real_news_with_spun_copies(news: list[Path]) -> None:
    if not news:
        pytest.skip("there is no ../shared beside the checkout")
    found = same(news)
    spun = {one.a for one in found.pairs if one.spun} | {one.b for one in found.pairs if one.spun}
    assert len([name for name in spun if "#spun-" in name]) > found.counts["articles"] // 100


@pytest.mark.usefixtures("spark")
def test_articles_in_memory_in_any_order() -> None:
    articles = [one for one in read.read_articles([SAMPLES], Settings().reading) if isinstance(one, Article)]
    found = same(articles[::-1][:30], Settings().updated({"reporting.min_verdict": "independent"}))
    assert {str(one.verdict) for one in found.pairs} >= {"independent", "rewrite"}


def test_whatever_is_capped(spark: SparkSession, made: list[Article]) -> None:
    local = pipeline.scan(made)
    with open_search(made, Settings()) as (found, folder):
        assert folder is None
        assert told(collect_findings(found, Settings())) == told(local)
    assert set(found.capped) == {"same_words", "near_copies", "rewrites", "passages"}
    assert found.capped["same_words"] == 1
    assert all(found.capped.values())
    assert found.plan.sample == 1
    assert any(len(one.articles) == ALIKE + 4 for one in local.clusters)
    assert any(len(one.articles) > BUCKET for one in local.clusters)
    assert any(one.source for one in local.clusters)
    assert furniture_counts(made)


def furniture_counts(made: Sequence[Article]) -> bool:
    """Whether the line that many articles hold is furniture to a scan of them."""
    return boilerplate_lines.line_key(FURNITURE) in boilerplate_lines.find_recurring_lines(
        [one.text for one in made], Settings().segmenting
    )


SAMPLED = {
    "fingerprinting.passage_keys": 20_000,
    "pairing.long_words": 300,
    "pairing.short_keys": 5,
    "pairing.shared_keys": 2,
    "pairing.row_bucket": 4,
    "pairing.key_bucket": 8,
    "pairing.row_matches": 2,
    "segmenting.recurring": 0,
    "judging.family": "partial",
}
"""Settings by which the sample of passage keys is halved, as it is in a crawl, and caps are met sooner."""


def test_a_data_frame_and_a_coarser_sample(
    spark: SparkSession, made: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "LONG", 150)  # words: some texts are long, so that they lead where they stand second
    monkeypatch.setattr(comparing, "PAIRS_A_TASK", 40)  # so that the pairs of one text are cut into parts
    chosen = Settings().with_constants(SAMPLED)
    local = pipeline.scan(made, chosen)
    blank = [one.id for one in made if not one.text.strip()]  # no article in a table, and one in memory
    rows = [(one.id, one.text, one.source, one.published) for one in made]
    frame = spark.createDataFrame(rows, "key string, words string, source string, published string").repartition(5)
    found = find_pairs(frame.withColumnRenamed("source", "Source"), id="key", text="words", settings=chosen)
    try:
        compared = [columns.build_record(Comparison, row.asDict(recursive=True)) for row in found.comparisons.collect()]
        assert compared == list(local.pairs)
        pairs = [(row["a"], row["b"], row["verdict"], row["spun"], row["direction"]) for row in found.pairs.collect()]
        assert pairs == [(one.a, one.b, one.verdict, one.spun, one.direction) for one in local.pairs]
        untitled = found.families.drop("title")  # a table's rows get titles from their texts; these articles have none
        members = [tuple(row) for row in untitled.collect()]
        assert members == [
            (one.articles[0], name, len(one.articles), one.verdict, one.source, role, one.origins)
            for one in local.clusters
            for name, role in sorted(
                [(name, "member") for name in one.articles] + [(part.id, str(part.as_)) for part in one.attached]
            )
        ]
        assert [(row["id"], row["words"]) for row in found.articles.collect()] == [
            (one.article.id, one.words) for one in local.articles if one.article.id not in blank
        ]
        assert [row["path"] for row in found.skipped.collect()] == blank
        assert found.compared == local.counts["compared"]
        assert found.plan.sample == 4
        assert found.plan.shards >= 2
    finally:
        found.release()


@pytest.mark.usefixtures("spark")
@pytest.mark.parametrize(
    "texts",
    [
        {},
        {"a": ""},
        {"b": "word", "a": "Other words stand in this text, and they are its own."},
        {"b": "The same word.", "a": "the same word"},
    ],
    ids=["none", "one", "unrelated", "alike"],
)
def test_next_to_nothing(texts: dict[str, str]) -> None:
    same(texts)


def edges() -> st.SearchStrategy[list[tuple[int, int]]]:
    """Graphs of long paths, stars, cycles and loose edges, with any numbers for nodes."""
    node = st.integers(0, 60)
    path = st.lists(node, min_size=2, max_size=40).map(lambda nodes: list(pairwise(nodes)))
    star = st.tuples(node, st.lists(node, min_size=1, max_size=12)).map(lambda one: [(one[0], end) for end in one[1]])
    cycle = st.integers(3, 50).map(lambda size: [(at, (at * 7 + 7) % size) for at in range(size)])
    some = st.lists(st.one_of(path, star, cycle, st.lists(st.tuples(node, node), min_size=1)), min_size=1, max_size=4)
    return some.map(lambda parts: [(a, b) for part in parts for a, b in part if a != b])


@given(graph=edges())
@settings(settings.get_profile("brief"), max_examples=4)
def test_families_are_connected_components(spark: SparkSession, graph: list[tuple[int, int]]) -> None:
    names = [f"{node:03}" for node in range(100)]
    frame = spark.createDataFrame([(names[a], names[b]) for a, b in graph], "a string, b string")
    homes: dict[str, list[str]] = {}
    for row in families.connect_nodes(frame).collect():
        homes.setdefault(row["family"], []).append(row["article"])
    lefts, rights = (np.array([edge[side] for edge in graph], np.intp) for side in (0, 1))
    expected = connected_components(lefts, rights) if graph else []
    assert {home: sorted(some) for home, some in homes.items()} == {
        names[some[0]]: [names[node] for node in some] for some in expected
    }


def test_a_long_chain_is_one_family(spark: SparkSession) -> None:
    names = [f"{(at * 37) % 500:03}" for at in range(500)]
    frame = spark.createDataFrame(list(pairwise(names)), "a string, b string")
    rows = families.connect_nodes(frame).collect()
    assert sorted(row["article"] for row in rows) == sorted(names)
    assert {row["family"] for row in rows} == {"000"}


class Planted(PairJudge):
    """Fails for one pair, as a bug of ours would; workers get it by value."""

    def _compare(self, a: Article, b: Article, channels: tuple[Channel, ...], common: CommonSpans) -> Comparison | None:
        if {a.id, b.id} == {"b1", "b2"}:
            raise LookupError("no word for it")
        return super()._compare(a, b, channels, common)


@pytest.mark.usefixtures("spark")
def test_a_bug_in_a_pair_costs_the_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    cloudpickle.register_pickle_by_value(sys.modules[__name__])  # type: ignore[no-untyped-call]
    monkeypatch.setattr(spark_engine, "PairJudge", Planted)
    monkeypatch.setattr(engine, "PairJudge", Planted)
    texts = {f"{name}{copy}": story(seed) + " More." * copy for seed, name in enumerate("abc") for copy in (1, 2)}
    findings = same(texts)
    assert {(pair.a, pair.b) for pair in findings.pairs} == {("a1", "a2"), ("c1", "c2")}
    assert findings.skipped == (Skip("b1, b2", "could not be compared (LookupError: no word for it)"),)


def test_common_wording_is_the_same_on_a_cluster() -> None:
    """Agency background, posts, round-ups, versions, lifts: verdicts, families and what is told once."""
    findings = same(list(make_event(1, 110).articles.values()))
    assert len(findings.common) > 10
    assert any(pair.stands_for > 1 for pair in findings.pairs)

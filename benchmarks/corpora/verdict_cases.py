"""Pairs of texts with the verdicts that are right for them, from the samples and from public corpora that one has.

A corpus gives cases under one or more headings, such as "forms apart" (fillings of one form, which must stay
independent) and "form copies" (true copies of a filling, which must be tied). Texts of public corpora are read where
they lie and never kept; benchmarks/corpora says where each is published.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, islice
from pathlib import Path
from random import Random

from benchmarks.corpora import ecb, pan, reuters, sample_truth, spun_articles
from benchmarks.corpora.filled_forms import COPIED, fill_form, make_copies, read_notices
from benchmarks.corpora.thesaurus_spinner import read_thesaurus
from benchmarks.places import KINDS, SAMPLES
from dupdetect import Article, Settings, Verdict
from dupdetect.read import read_articles

INDEPENDENT = frozenset({Verdict.INDEPENDENT})
BELOW_REWRITE = frozenset({Verdict.INDEPENDENT, Verdict.PARTIAL})
ABOVE_INDEPENDENT = frozenset(Verdict) - INDEPENDENT
TIED = frozenset(Verdict) - BELOW_REWRITE

FILLINGS = 12
"""Fillings of each form."""

LEAST_WORDS = 80
"""Words of the shorter text from which a model's rewrite is judged."""

_SEED = 1


@dataclass(frozen=True, slots=True)
class Case:
    """Two texts and the verdicts that are right for them.

    Attributes:
        right: by the headings under which the case counts; the first names the group that it is drawn from.
    """

    a: Article
    b: Article
    right: Mapping[str, frozenset[Verdict]]

    @property
    def group(self) -> str:
        """The group that the case is drawn from."""
        return next(iter(self.right))

    @property
    def related(self) -> bool:
        """Whether one text was made from the other, or both from one source."""
        return Verdict.INDEPENDENT not in self.right[self.group]


def read_samples(folder: Path, heading: str) -> Iterator[Case]:
    """The pairs of a folder of samples within a story, and all listed ones; only the verdict of the label is right."""
    truth = sample_truth.read(folder / "expected.json")
    entries = read_articles([folder / "articles"], Settings().reading)
    articles = {entry.id: entry for entry in entries if isinstance(entry, Article)}
    for pair in truth.pairs:
        if pair.group != sample_truth.UNRELATED:
            yield Case(articles[pair.a], articles[pair.b], {heading: frozenset({pair.verdict})})


def fill_forms(fillings: int = FILLINGS) -> Iterator[Case]:
    """Fillings of each form against one another, and some against their cut and spun copies."""
    thesaurus = read_thesaurus(SAMPLES / "thesaurus-held-out.tsv")
    for name, form in read_notices().items():
        texts = [Article(f"{name}-{i}", text) for i, text in enumerate(fill_form(name, form, fillings, _SEED))]
        for a, b in combinations(texts, 2):
            yield Case(a, b, {"forms apart": INDEPENDENT})
        for i, original in enumerate(texts[::COPIED]):
            for kind, copy in make_copies(original.text, thesaurus, i).items():
                yield Case(original, Article(f"{original.id}, {kind}", copy), {"form copies": TIED})


def read_ecb(folder: Path) -> Iterator[Case]:
    """Reports of one event that nobody copied: pairs without a common run of words, and not known to share a source."""
    articles, pairs = ecb.read(folder)
    by_id = {article.id: article for article in articles}
    runs = {article.id: _list_runs(article.text) for article in articles}
    taken = {frozenset(names) for names in json.loads(ecb.READ.read_text(encoding="utf-8"))["taken"]}
    for a, b in pairs:
        if runs[a].isdisjoint(runs[b]) and frozenset((a.removesuffix(".txt"), b.removesuffix(".txt"))) not in taken:
            yield Case(by_id[a], by_id[b], {"events, no rewrite": BELOW_REWRITE, "events apart": INDEPENDENT})


def _list_runs(text: str) -> set[tuple[str, ...]]:
    words = text.lower().split()
    return {tuple(words[i : i + ecb.WIRE]) for i in range(len(words) - ecb.WIRE + 1)}


def read_rewrites(folder: Path) -> Iterator[Case]:
    """News and their rewrites by language models: `human.json` beside a file a model, lists of texts in one order."""
    originals = json.loads((folder / "human.json").read_text(encoding="utf-8"))
    for path in sorted(folder.glob("*.json")):
        if path.stem == "human":
            continue
        rewrites = json.loads(path.read_text(encoding="utf-8"))
        for i, (original, rewrite) in enumerate(zip(originals, rewrites, strict=True)):
            if min(len(original.split()), len(rewrite.split())) >= LEAST_WORDS:
                yield Case(Article(f"human-{i}", original), Article(f"{path.stem}-{i}", rewrite), {"rewrites": TIED})


def read_pan(folder: Path) -> Iterator[Case]:
    """PAN's pairs of documents: those with a reused passage must be found, the others left apart."""
    for group in pan.classes(folder):
        pairs, passages = pan.read_class(group)
        texts = pan.texts(folder, pairs)
        reused = {(passage.suspicious, passage.source) for passage in passages}
        for a, b in pairs:
            right = {"PAN reuse": ABOVE_INDEPENDENT} if (a, b) in reused else {"PAN apart": INDEPENDENT}
            yield Case(Article(a, texts[a]), Article(b, texts[b]), right)


def read_seeds(folder: Path) -> Iterator[Case]:
    """The texts that gave the project its name: a reprint, a spun copy, and reports of the same event by others."""
    articles = [Article(path.name, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.txt"))]
    for number, (a, b) in enumerate(combinations(articles, 2)):
        yield Case(a, b, {"seeds": INDEPENDENT if number else TIED})


def spin_reuters(folder: Path, pairs: Path, most: int) -> Iterator[Case]:
    """Reuters stories and spun copies of them, at each strength in turn."""
    thesaurus = spun_articles.read_pairs(pairs)
    strengths = spun_articles.STRENGTHS
    stories = [story for story in islice(reuters.articles(folder), 20 * most) if len(story.text.split()) >= 120]
    for seed, story in enumerate(Random(_SEED).sample(stories, min(most, len(stories)))):
        strength = strengths[seed % len(strengths)]
        copy = spun_articles.spin_article(story.text, thesaurus, strength, seed)
        yield Case(story, Article(f"spun-{story.id}", copy), {"spun": TIED})


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options that name the corpora one has."""
    parser.add_argument("--ecb", type=Path, metavar="FOLDER", help="ECB+ as plain texts, a folder an event")
    parser.add_argument("--rewrites", type=Path, metavar="FOLDER", help="human.json and a file of rewrites a model")
    parser.add_argument("--pan", type=Path, metavar="FOLDER", help="a PAN text-alignment corpus")
    parser.add_argument("--seeds", type=Path, metavar="FOLDER", help="the five texts that gave the project its name")
    parser.add_argument("--reuters", type=Path, metavar="FOLDER", help="Reuters-21578; needs --word-pairs")
    parser.add_argument("--word-pairs", type=Path, metavar="FILE", help="word pairs to spin with, such as PPDB's")


def read_corpora(options: argparse.Namespace, most: int) -> Iterator[Case]:
    """The cases of the samples and of all corpora that are named, at most so many of each group, drawn at random."""
    readers: list[Iterable[Case]] = [read_samples(SAMPLES, "samples"), read_samples(KINDS, "kinds"), fill_forms()]
    if options.ecb:
        readers.append(read_ecb(options.ecb))
    if options.rewrites:
        readers.append(read_rewrites(options.rewrites))
    if options.pan:
        readers.append(read_pan(options.pan))
    if options.seeds:
        readers.append(read_seeds(options.seeds))
    if options.reuters and options.word_pairs:
        readers.append(spin_reuters(options.reuters, options.word_pairs, most))
    for cases in group_cases(chain.from_iterable(readers)).values():
        yield from draw_cases(cases, most)


def group_cases(cases: Iterable[Case]) -> Mapping[str, Sequence[Case]]:
    """The cases by group."""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.group, []).append(case)
    return groups


def draw_cases(cases: Sequence[Case], most: int) -> Sequence[Case]:
    """At most so many cases, always the same ones, in their order."""
    chosen = Random(_SEED).sample(range(len(cases)), min(most, len(cases)))
    return [cases[i] for i in sorted(chosen)]

"""Is the source among the candidates? Spun copies hidden among real news, and PAN's reused passages.

    python -m benchmarks.runs.candidates spun REUTERS PPDB --more FOLDER ...
    python -m benchmarks.runs.candidates pan CORPUS
    python -m benchmarks.runs.candidates all REUTERS PPDB CORPUS --more FOLDER ...    both; writes the published figures

REUTERS is the folder of Reuters-21578, PPDB a file of word pairs, CORPUS a PAN text-alignment corpus; --more names
folders of plain texts that fill the articles up to --articles. Nothing of them is kept. Candidates come from the
steps themselves with the default settings, or with others by --set SECTION.NAME=VALUE, and are told by channel.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.corpora import pan, reuters, spun_articles
from benchmarks.corpora.stored_corpus import jaccard
from benchmarks.corpora.thesaurus_spinner import Thesaurus, coverage
from benchmarks.measures import provenance
from dupdetect.records import Article, Pair
from dupdetect.search import fingerprint
from dupdetect.search.arrays import ArrayPostings
from dupdetect.settings import Settings
from dupdetect.text import folding_table

PACKAGES = ("numpy", "numba")
COPIES, LEAST_WORDS, SEED = 1000, 120, 1
LISTED = 20
"""Misses that are named in the results; all are counted."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A pair that should be among the candidates."""

    source: str
    copy: str

    @property
    def names(self) -> tuple[str, str]:
        """As pairs are kept here."""
        return (self.source, self.copy) if self.source < self.copy else (self.copy, self.source)


def candidates(articles: Sequence[Article], settings: Settings) -> tuple[Pair, ...]:
    """The candidates among the articles, as a scan has them."""
    texts = (article.text for article in articles)
    prints = fingerprint.minhash(texts, folding_table(), settings.fingerprinting)
    return tuple(ArrayPostings(settings.pairing).join(prints).name([article.id for article in articles]))


def figures(found: Collection[Pair], wanted: Collection[Wanted], articles: int) -> dict[str, Any]:
    """Recall and candidates an article, for all channels together and for each.

    Candidates an article are all pairs by all articles: what the search leaves to compare. Those of a copy are the
    pairs that a copy stands in, on average.
    """
    named = {channel for pair in found for channel in pair.channels}
    channels = {"all": found} | {str(name): [pair for pair in found if name in pair.channels] for name in sorted(named)}
    return {name: _figures(some, wanted, articles) for name, some in channels.items()}


def _figures(found: Iterable[Pair], wanted: Collection[Wanted], articles: int) -> dict[str, Any]:
    met = {(pair.a, pair.b) if pair.a < pair.b else (pair.b, pair.a) for pair in found}
    copies = {copy.copy for copy in wanted}
    of_copies = sum((a in copies) + (b in copies) for a, b in met)
    return {
        "recall": sum(copy.names in met for copy in wanted) / len(wanted),
        "per_article": round(len(met) / articles, 3),
        "per_copy": round(of_copies / len(copies), 3),
    }


def misses(found: Iterable[Pair], wanted: Iterable[Wanted], texts: Mapping[str, str]) -> dict[str, Any]:
    """How many wanted pairs were not found, and the first of them with what they have in common."""
    met = {frozenset((pair.a, pair.b)) for pair in found}
    lost = [copy for copy in wanted if frozenset((copy.source, copy.copy)) not in met]
    listed = [
        {"source": miss.source, "words": len(texts[miss.source].split()), "copy_words": len(texts[miss.copy].split())}
        | {f"jaccard_{size}": round(jaccard(texts[miss.source], texts[miss.copy], size), 4) for size in (2, 3, 5)}
        for miss in lost[:LISTED]
    ]
    return {"missed": len(lost), "listed": listed}


def spun_figures(real: Sequence[Article], thesaurus: Thesaurus, settings: Settings) -> list[dict[str, Any]]:
    """A row a strength: the copies of that strength among all real articles, in a scan of their own."""
    long_enough = [article for article in real if len(article.text.split()) >= LEAST_WORDS]
    originals = Random(SEED).sample(long_enough, min(COPIES, len(long_enough)))
    return [_strength(real, originals, thesaurus, strength, settings) for strength in spun_articles.STRENGTHS]


def _strength(
    real: Sequence[Article],
    originals: Sequence[Article],
    thesaurus: Thesaurus,
    strength: spun_articles.Strength,
    settings: Settings,
) -> dict[str, Any]:
    copies = [
        Article(f"spun-{original.id}", spun_articles.spin_article(original.text, thesaurus, strength, seed))
        for seed, original in enumerate(originals)
    ]
    wanted = [Wanted(original.id, copy.id) for original, copy in zip(originals, copies, strict=True)]
    found = candidates([*real, *copies], settings)
    texts = {article.id: article.text for article in (*originals, *copies)}
    alike = {
        f"jaccard_{size}": sum(jaccard(texts[copy.source], texts[copy.copy], size) for copy in wanted) / len(wanted)
        for size in (3, 5)
    }
    known = [min(strength.share, coverage(original.text, thesaurus)) for original in originals]
    return {
        "strength": strength.name, "articles": len(real), "copies": len(copies),
        "replaced": sum(known) / len(known), **alike,
        "channels": figures(found, wanted, len(real) + len(copies)), **misses(found, wanted, texts),
    }  # fmt: skip


def pan_figures(corpus: Path, settings: Settings) -> list[dict[str, Any]]:
    """A row a class of PAN's pairs, from one scan of all documents of the corpus."""
    pairs = {folder.name: pan.read_class(folder)[0] for folder in pan.classes(corpus)}
    texts = pan.texts(corpus, chain.from_iterable(pairs.values()))
    articles = [Article(name, texts[name]) for name in sorted(texts)]
    found = candidates(articles, settings)
    rows = []
    for name, some in pairs.items():
        wanted = [Wanted(source, suspicious) for suspicious, source in some]
        rows.append(
            {"class": name, "pairs": len(wanted), "documents": len(articles)}
            | {"channels": figures(found, wanted, len(articles)), **misses(found, wanted, texts)}
        )
    return rows


def plain_texts(folders: Iterable[Path]) -> Iterator[Article]:
    """The text files of folders, with their path below the folder as id."""
    for folder in folders:
        for path in sorted(folder.rglob("*.txt")):
            yield Article(path.relative_to(folder.parent).as_posix(), path.read_text(encoding="utf-8"))


def show(rows: Iterable[Mapping[str, Any]], by: str) -> None:
    """A line a row and channel."""
    for row in rows:
        for name, figures in row["channels"].items():
            per_article, per_copy = figures["per_article"], figures["per_copy"]
            print(f"{row[by]:28} {name:14} {figures['recall']:7.4f} {per_article:9.2f} {per_copy:9.2f}")


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("spun", "pan", "all"))
    parser.add_argument("places", type=Path, nargs="+", metavar="PLACE")
    parser.add_argument("--more", type=Path, nargs="+", default=[], metavar="FOLDER")
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--set", action="append", default=[], metavar="SECTION.NAME=VALUE")
    parser.add_argument("--results", type=Path, metavar="FILE", help="where `all` writes the results")
    given = parser.parse_args()
    needed = {"spun": 2, "pan": 1, "all": 3}[given.what]
    if len(given.places) != needed:
        parser.error(f"{given.what} needs {needed} places; see --help")
    settings = Settings().with_constants(dict(change.split("=", 1) for change in given.set))
    results: dict[str, Any] = {**provenance.describe_origin(PACKAGES), "settings": settings.list_changes()}
    try:
        if given.what != "pan":
            real = list(islice(chain(reuters.articles(given.places[0]), plain_texts(given.more)), given.articles))
            results["spun"] = spun_figures(real, spun_articles.read_pairs(given.places[1]), settings)
            show(results["spun"], "strength")
        if given.what != "spun":
            results["pan"] = pan_figures(given.places[-1], settings)
            show(results["pan"], "class")
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    if given.what == "all":
        print(f"wrote {provenance.write_results('candidates', results, given.results)}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Does refusing candidates early change a verdict? Every refused pair is compared in full.

    python -m benchmarks.runs.refusal                                         samples and a made-up event
    python -m benchmarks.runs.refusal --reuters FOLDER --ppdb FILE --pan CORPUS --ecb FOLDER [--publish]

Candidates come from the steps of a scan with the default settings. A kept pair is compared whatever the screen says, so
only a refused one can get another verdict. With --ppdb, copies of Reuters' stories are spun with its word pairs
and hidden among them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.corpora import ecb, made_up_event, pan, reuters, spun_articles
from benchmarks.measures import provenance
from benchmarks.places import ARTICLES, KINDS, SAMPLES
from dupdetect.engines.faults import PairJudge
from dupdetect.engines.local.engine import LocalEngine
from dupdetect.kernels.compiled import compile_at_once
from dupdetect.read.sources import ignore_progress
from dupdetect.records import Article, Comparison, Pair, Verdict
from dupdetect.settings import Settings
from dupdetect.streams import cut_batches

PACKAGES = ("numpy", "numba")
SPUN_AMONG, SPUN = 4000, 1000
"""Stories of Reuters among which copies are hidden, and copies."""
STRENGTH = 1
"""Of `spun_articles.STRENGTHS`: 40 % of the content words are replaced."""
BATCH = 4096
"""Pairs that are screened together."""
LISTED = 20
"""Pairs of another verdict that are named; all are counted."""


def measure_corpus(name: str, articles: Sequence[Article], settings: Settings) -> dict[str, Any]:
    """How many candidates of a corpus are refused, and how many of these are related when they are compared."""
    compile_at_once()
    engine = LocalEngine(settings, ignore_progress)
    prints = engine.fingerprint(engine.gather(iter(articles)))
    pairs = engine.find_pairs(prints)
    judge = PairJudge(settings, engine.find_recurring_lines(prints, pairs), Verdict.PARTIAL)
    by_id = prints.table.by_id
    refused = related = 0
    differing: list[Pair] = []
    for batch in cut_batches(pairs, BATCH):
        sides = [(by_id[pair.a], by_id[pair.b], pair.channels) for pair in batch]
        stays = np.array(judge.screen(sides))
        refused += int((~stays).sum())
        verdicts = [isinstance(judge.judge(*side), Comparison) for side in sides]
        related += sum(verdicts)
        differing += [batch[i] for i in np.flatnonzero(verdicts & ~stays).tolist()]
    listed = [[pair.a, pair.b] for pair in differing[:LISTED]]
    counts = {"articles": len(by_id), "pairs": len(pairs), "related": related, "refused": refused}
    return {"corpus": name, **counts, "differing": len(differing), "listed": listed}


def read_corpora(given: argparse.Namespace) -> Iterator[tuple[str, list[Article]]]:
    """The corpora that are at hand, by name."""
    yield "samples", [*_read_texts(ARTICLES), *_read_texts(KINDS)]
    yield "samples, languages", list(_read_texts(SAMPLES / "languages"))
    yield "made-up event", list(made_up_event.make_event(1).articles.values())
    if given.ecb:
        yield "ECB+", ecb.read(given.ecb)[0]
    if given.pan:
        yield "PAN 2013, train", list(_read_pan(given.pan))
    if given.reuters and given.ppdb:
        yield "Reuters, spun", _spin_reuters(given.reuters, given.ppdb)
    if given.reuters:
        yield "Reuters-21578", list(reuters.articles(given.reuters))


def _read_texts(folder: Path) -> Iterator[Article]:
    for path in sorted(folder.rglob("*.txt")):
        yield Article(path.relative_to(SAMPLES).as_posix(), path.read_text(encoding="utf-8"))


def _read_pan(corpus: Path) -> Iterator[Article]:
    pairs = chain.from_iterable(pan.read_class(folder)[0] for folder in pan.classes(corpus))
    return (Article(name, text) for name, text in pan.texts(corpus, pairs).items())


def _spin_reuters(folder: Path, word_pairs: Path) -> list[Article]:
    real = list(islice(reuters.articles(folder), SPUN_AMONG))
    thesaurus = spun_articles.read_pairs(word_pairs)
    spin = partial(spun_articles.spin_article, thesaurus=thesaurus, strength=spun_articles.STRENGTHS[STRENGTH])
    copies = (Article(f"spun-{item.id}", spin(item.text, seed=seed)) for seed, item in enumerate(real[:SPUN]))
    return [*real, *copies]


def main() -> int:
    """Run the command line; the exit status is 1 if a verdict differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("reuters", "ppdb", "pan", "ecb"):
        parser.add_argument(f"--{name}", type=Path, metavar="PLACE")
    parser.add_argument("--publish", action="store_true", help="write benchmarks/results/refusal.json")
    given = parser.parse_args()
    rows = []
    try:
        for name, articles in read_corpora(given):
            rows.append(measure_corpus(name, articles, Settings()))
            print(rows[-1], flush=True)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    if given.publish:
        provenance.write_results("refusal", {**provenance.describe_origin(PACKAGES), "rows": rows})
    return int(any(row["differing"] for row in rows))


if __name__ == "__main__":
    sys.exit(main())

"""Measure the archive: building, disk, answers, adding to a large one, and the cost of knowing who holds what wording.

    python -m benchmarks.runs.archive                                       the published figures: 90,000 articles
    python -m benchmarks.runs.archive --articles 2000 --more 500 --checked 50 --event 150 --results FILE

The articles are those of `planted_copies`. They are indexed, others are added to that archive and to an empty one, and
some are checked under another name, in one warm process. All of this is done once more by an archive that does not
keep who holds which wording. Last, each article of a made-up event is checked against an archive of the event. CPU time
counts, because it does not depend on what else the machine does; wall time stands beside it.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, nullcontext
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from unittest.mock import patch

import numpy as np

import dupdetect
from benchmarks.corpora import made_up_event, planted_copies
from benchmarks.corpora.stored_corpus import Corpus
from benchmarks.measures import provenance
from dupdetect.pipeline import questions
from dupdetect.records import Article
from dupdetect.search.channels import Keys

PACKAGES = ("numpy", "numba")

Result = TypeVar("Result")
Figures = dict[str, Any]


class Took(NamedTuple):
    """Seconds of processor time, and on the clock."""

    cpu: float
    wall: float


def time_call(work: Callable[[], Result]) -> tuple[Result, Took]:
    """What a call returns, and how long it took."""
    cpu, wall = time.process_time(), time.perf_counter()
    result = work()
    return result, Took(time.process_time() - cpu, time.perf_counter() - wall)


def read_articles(corpus: Corpus, start: int, end: int) -> Iterator[Article]:
    """Some of the articles of a corpus."""
    texts = enumerate(islice(corpus, start, end), start)
    return (Article(f"planted/{place:08d}.txt", text) for place, text in texts)


def rename(articles: Iterator[Article]) -> list[Article]:
    """The same texts under other names, since an archive does not compare an article with itself."""
    return [Article(f"asked/{article.id}", article.text) for article in articles]


def measure_disk(archive: Path) -> dict[str, float]:
    """Bytes an article: the whole file, the deflated texts, and the rest."""
    with closing(sqlite3.connect(archive)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        count, texts = db.execute("SELECT count(*), sum(length(text)) FROM article").fetchone()
    whole = archive.stat().st_size
    return {"bytes": whole / count, "text_bytes": texts / count, "other_bytes": (whole - texts) / count}


def measure_answers(index: dupdetect.Index, asked: Sequence[Article]) -> tuple[list[Took], int]:
    """How long each answer takes, after as many to warm up, and the candidates compared for all."""
    for article in asked:
        index.check(article)
    answers = [time_call(partial(index.check, article)) for article in asked]
    return [took for _, took in answers], sum(findings.counts["compared"] for findings, _ in answers)


def describe_answers(archive: Path, asked: Sequence[Article]) -> dict[str, float]:
    """Milliseconds of an answer, and candidates compared for it."""
    with dupdetect.Index.open(archive, writing=False) as index:
        took, compared = measure_answers(index, asked)
    figures = {"compared": compared / len(asked)}
    for name in Took._fields:
        for share in (50, 99):
            times = [1000 * getattr(one, name) for one in took]
            figures[f"{name}_p{share}_ms"] = float(np.percentile(times, share))
    return figures


def build_archive(archive: Path, articles: Iterator[Article]) -> Took:
    """How long it takes to add articles to an archive."""

    def build() -> None:
        with dupdetect.Index.open(archive) as index:
            index.add(articles)

    return time_call(build)[1]


def measure_archive(corpus: Corpus, folder: Path, count: int, checked: int) -> Figures:
    """The figures of an archive of the first articles of a corpus."""
    archive = folder / "archive.dupdetect"
    build = build_archive(archive, read_articles(corpus, 0, count))
    disk = measure_disk(archive)
    asked = rename(islice(read_articles(corpus, 0, count), 0, None, max(1, count // checked)))
    answers = describe_answers(archive, asked)
    later = list(read_articles(corpus, count, len(corpus)))
    more = build_archive(archive, iter(later))
    empty = build_archive(folder / "empty.dupdetect", iter(later))
    with dupdetect.Index.open(archive, writing=False) as index:
        segments = index.info().segments
    return {
        "articles": count,
        "build": build._asdict(),
        "disk": disk,
        "checked": len(asked),
        "check": answers,
        "segments": segments,
        "more": {"articles": len(later), "large": more._asdict(), "empty": empty._asdict()},
    }


def sample_nothing(texts: Sequence[str], *_: object) -> list[Keys]:
    """No wording of any text, in place of `sample_wording`."""
    return [np.empty(0, np.uint64) for _ in texts]


def measure_both(corpus: Corpus, count: int, checked: int) -> Iterator[Figures]:
    """The figures of an archive as it is, and of one that does not keep who holds which wording."""
    bare = patch.object(questions, "sample_wording", sample_nothing)
    for keeps, way in ((True, nullcontext()), (False, bare)):
        with way, tempfile.TemporaryDirectory() as folder:
            yield {"keeps_wording": keeps, **measure_archive(corpus, Path(folder), count, checked)}


def measure_event(articles: int) -> Figures:
    """CPU seconds of a check where nearly every article holds wording of many others."""
    event = made_up_event.make_event(1, articles).articles
    with dupdetect.Index.in_memory() as index:
        index.add(event.values())
        took, _ = measure_answers(index, rename(iter(event.values())))
    seconds = [one.cpu for one in took]
    return {"articles": len(event), "mean_s": round(float(np.mean(seconds)), 3), "most_s": round(max(seconds), 3)}


def warm_up(corpus: Corpus) -> None:
    """Load what is loaded once."""
    articles = list(read_articles(corpus, 0, 50))
    with dupdetect.Index.in_memory() as index:
        index.add(articles)
        index.check_all(articles[:3])


def main() -> int:
    """Run the command line."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=90_000, metavar="N")
    options.add_argument("--more", type=int, default=10_000, metavar="N", help="how many are added afterwards")
    options.add_argument("--checked", type=int, default=1_000, metavar="N", help="how many of them are checked, about")
    options.add_argument("--event", type=int, default=made_up_event.ARTICLES, metavar="N", help="articles of the event")
    options.add_argument("--results", type=Path, metavar="FILE", help="where to write the results")
    given = options.parse_args()
    corpus = Corpus(planted_copies.ensure_corpus(given.articles + given.more))
    warm_up(corpus)
    rows = list(measure_both(corpus, given.articles, given.checked))
    results = {**provenance.describe_origin(PACKAGES), "rows": rows, "event": measure_event(given.event)}
    print(f"wrote {provenance.write_results('archive', results, given.results)}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())

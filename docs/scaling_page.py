"""The figures of docs/scaling.md: what `make cluster` measured, and what it makes of a billion articles and of ten.

Without a file of results the parts say so in a line.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tables import measured_on, table

from dupdetect.settings import Settings

RESULTS = Path(__file__).resolve().parents[1] / "benchmarks" / "results" / "cluster.json"
MISSING = "Not measured yet: `make cluster` measures, and `make docs` writes the figures here."

SIZES = (1_000_000_000, 10_000_000_000)
PRICE = 0.04
"""US dollars for an hour of one core: an assumption that stands in the page, to be replaced by the reader's own."""
CORES = 1_000
_VALUES = 1 << 32  # different values of a signature

Figures = Mapping[str, Any]
Told = Callable[[Figures], str]


def engine_figures() -> str:
    """Time, memory and shuffles of both engines, a column a size."""
    results = _read_results(RESULTS)
    if not results:
        return MISSING
    rows = _both(results)
    return "\n".join([_write_table(_SCAN_ROWS, rows), *_growth(rows), measured_on(results).strip()])


def phases() -> str:
    """Where the seconds of a scan on Spark go, a column a size."""
    results = _read_results(RESULTS)
    if not results:
        return MISSING
    rows = _both(results)
    names = list(dict.fromkeys(name for row in rows for name in row["spark"]["phases_s"]))
    cells = [[name, *(f"{row['spark']['phases_s'].get(name, 0):,.0f}" for row in rows)] for name in names]
    return table(["phase, s", *(f"{row['articles']:,}" for row in rows)], cells).rstrip("\n")


def sizing() -> str:
    """The arithmetic for a billion articles and for ten, from the largest corpus that was measured."""
    results = _read_results(RESULTS)
    if not results:
        return MISSING
    row = _both(results)[-1]
    return "\n".join(["```text", *_costs(row, results["processes"]), "```"])


def deduplication() -> str:
    """Time and memory of `dedup` on both engines, a column a size."""
    results = _read_results(RESULTS.with_name("cluster_dedup.json"))
    if not results:
        return MISSING
    return "\n".join([_write_table(_DEDUP_ROWS, results["rows"]), measured_on(results).strip()])


PARTS: dict[str, Callable[[], str]] = {
    "cluster": engine_figures,
    "phases": phases,
    "sizing": sizing,
    "deduplication": deduplication,
}


def _read_results(path: Path) -> Figures:
    """What was measured; empty where nothing was."""
    if not path.exists():
        return {}
    found: Figures = json.loads(path.read_text(encoding="utf-8"))
    return found


def _both(results: Figures) -> Sequence[Figures]:
    """The corpora that both engines scanned, the largest last."""
    rows = [row for row in results["rows"] if "local" in row and "spark" in row]
    return sorted(rows, key=lambda row: int(row["articles"]))


def _times(key: str) -> Told:
    return lambda row: f"{row['spark'][key] / row['local'][key]:.1f}"


def _cost(engine: str) -> Told:
    return lambda row: f"{row[engine]['wall_s']:,.0f} ({row[engine]['cpu_s']:,.0f})"


_COSTS: dict[str, Told] = {
    "one machine, s (CPU s)": _cost("local"),
    "Spark, s (CPU s)": _cost("spark"),
    "one machine, peak MiB": lambda row: f"{row['local']['peak_mib']:,.0f}",
    "Spark, peak MiB, a heap of 6 GiB": lambda row: f"{row['spark']['peak_mib']:,.0f}",
    "Spark, disk at the peak, bytes an article": lambda row: (
        f"{row['spark']['disk_mib'] * (1 << 20) / row['articles']:,.0f}"
    ),
}

_SCAN_ROWS: dict[str, Told] = _COSTS | {
    "Spark, times the time": _times("wall_s"),
    "Spark, times the CPU time": _times("cpu_s"),
    "Spark, shuffled bytes an article": lambda row: f"{row['spark']['shuffle_bytes'] / row['articles']:,.0f}",
    "text, bytes an article": lambda row: f"{row['bytes'] / row['articles']:,.0f}",
    "candidates an article": lambda row: f"{row['spark']['counts']['compared'] / row['articles']:.2f}",
    "pairs": lambda row: f"{row['spark']['counts']['pairs']:,}",
    "families": lambda row: f"{row['spark']['counts']['clusters']:,}",
    "the same in both": lambda row: row["same"],
}

_DEDUP_ROWS: dict[str, Told] = _COSTS | {
    "planted rows that must go": lambda row: f"{row['to_drop']:,}",
    "rows that went, in both": lambda row: f"{row['dropped']:,}",
    "of these wrongly": lambda row: f"{row['dropped_wrongly']:,}",
}


def _write_table(cells: Mapping[str, Told], rows: Sequence[Figures]) -> str:
    """A column a size, a row for each of `cells`."""
    heads = ["articles", *(f"{row['articles']:,}" for row in rows)]
    return table(heads, [[name, *map(tell, rows)] for name, tell in cells.items()])


def _growth(rows: Sequence[Figures]) -> Iterator[str]:
    """How time grows from the smallest corpus to the largest."""
    small, large = rows[0], rows[-1]
    if small is large:
        return
    more = large["articles"] / small["articles"]
    wall, cpu = (large["spark"][key] / small["spark"][key] for key in ("wall_s", "cpu_s"))
    yield f"For {more:.1f} times the articles, Spark took {wall:.1f} times the time, {cpu:.1f} times the CPU time.\n"


def _costs(row: Figures, processes: int) -> Iterator[str]:
    """The lines of the arithmetic."""
    articles, spark = row["articles"], row["spark"]
    each = 1000 * spark["cpu_s"] / articles
    moved, text, disk = spark["shuffle_bytes"] / articles, row["bytes"] / articles, spark["disk_mib"] * 2**20 / articles
    # All the time of that phase counts, also where a core waited.
    compared = 1000 * spark["phases_s"]["comparing"] * processes / spark["counts"]["compared"]
    yield f"measured with {articles:,} articles"
    yield _line("CPU", f"{spark['cpu_s']:,.0f} s / {articles:,}", f"{each:.2f} ms an article")
    yield _line("the same", f"{each:.2f} ms x 1,000,000", f"{each * 1000:,.0f} CPU s a million articles")
    yield _line("shuffle", f"{spark['shuffle_bytes']:,} bytes / {articles:,}", f"{moved:,.0f} bytes an article")
    pairs = f"{spark['phases_s']['comparing']:,.0f} s x {processes} cores / {spark['counts']['compared']:,}"
    yield _line("comparing", pairs, f"{compared:.2f} ms a pair, at most")
    for size in SIZES:
        yield ""
        yield f"{size // 10**9} billion articles"
        yield _line("text", f"{_power(size)} x {text:,.0f} bytes", _bytes(size * text))
        yield _line("shuffle", f"{_power(size)} x {moved:,.0f} bytes", _bytes(size * moved))
        yield _line("disk", f"{_power(size)} x {disk:,.0f} bytes", _bytes(size * disk))
        yield from _hours(size, each)
        yield from _describe_thinning(size, row["words"])


def _hours(size: int, each: float) -> Iterator[str]:
    """Core-hours, what they cost, and how long they take."""
    hours = size * each / 3.6e6
    yield _line("CPU", f"{_power(size)} x {each:.2f} ms / 3,600,000", f"{hours:,.0f} core-hours")
    yield _line(f"on {CORES:,} cores", f"{hours:,.0f} / {CORES:,}", f"{hours / CORES:,.1f} hours")
    yield _line("cost", f"{hours:,.0f} x {PRICE} USD", f"{hours * PRICE:,.0f} USD")


def _describe_thinning(size: int, words: int) -> Iterator[str]:
    """What default settings keep of the keys of rewrites and passages, an article having about a key a word."""
    settings = Settings()
    most, full = settings.fingerprinting.passage_keys, settings.pairing.row_bucket
    sample = 1 << max(0, (size * words - 1) // most).bit_length()
    yield _line("passage keys", f"{_power(size)} x {words} / {most:,}", f"one in {sample:,} is kept")
    # A value is the least of so many hashes of 32 bits, and small values are shared by chance.
    left = min(1.0, full * _VALUES / (size * words))
    yield _line("rewrite rows", f"{full} x 2^32 / ({_power(size)} x {words})", f"{100 * left:.0f} % not full by chance")


def _line(name: str, sum_: str, result: str) -> str:
    return f"  {name:<16} {sum_:<38} = {result}"


def _power(number: int) -> str:
    return f"10^{len(str(number)) - 1}"


def _bytes(number: float) -> str:
    return f"{number / 1e12:,.1f} TB"

"""Whether hostile files can end a scan: mutants of every format, each scanned beside a pair that must be found.

    python -m benchmarks.runs.fuzz                      10 mutants of each format; a minute or two
    python -m benchmarks.runs.fuzz --mutants 200        as many as a release is tried with
    python -m benchmarks.runs.fuzz --formats a.zip      this one alone; the results keep the rows of the others
    python -m benchmarks.runs.fuzz --results FILE       where to write the results; without it only the table is printed

A mutant is a sound file that was cut, of which bytes were flipped, whose numbers lie, or whose brackets and tags are
repeated thousands of times. Mutants lie in folders of `--batch` files, each with two near copies; a folder is scanned
by a process of its own. The table gives, by format, in how many folders the pair was found, what was read and skipped,
how many scans ended with a traceback or a status that is not documented, the longest time of a scan and the largest
memory of a process with its workers, shared pages counted once. The run ends with status 1 when a pair was missed, a
scan failed, or memory passed the bound.
"""

from __future__ import annotations

import argparse
import json
import random
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.corpora.fuzz_seeds import PAIR, SEEDS
from benchmarks.measures import provenance
from benchmarks.measures.process_tree_meter import measure_memory

MEMORY = 1_500
"""MB that the processes of a scan may take in all."""

PATIENCE = 300
"""Seconds by the clock for the scan of a folder."""

COLUMNS = ("format", "mutants", "pair found", "articles", "skips", "failures", "seconds", "MB")

PACKAGES = ("lxml", "trafilatura", "pypdfium2", "pyarrow", "warcio", "numpy")
"""Packages whose version can change a figure."""

_NESTED = (b"<div>", b'{"a":', b"[", b"(", b"<b><i>", b"From a@b Mon May  6 07:30:00 2024\n\n", b"&#65;", b"\x00")
_INTERVAL = 0.1

_Mutation = Callable[[bytes, random.Random], bytes]


def cut(data: bytes, chance: random.Random) -> bytes:
    """`data` up to somewhere."""
    return data[: chance.randrange(len(data))]


def flip(data: bytes, chance: random.Random) -> bytes:
    """`data` with some bits turned over."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 8, 64))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def nest(data: bytes, chance: random.Random) -> bytes:
    """`data` with something that opens, thousands of times, in the middle."""
    at = chance.randrange(len(data))
    return data[:at] + chance.choice(_NESTED) * chance.choice((300, 5_000, 200_000)) + data[at:]


def lie(data: bytes, chance: random.Random) -> bytes:
    """`data` with a number put where a length may stand."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 4))):
        number = chance.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 0x00FFFFFF))
        at = chance.randrange(max(1, len(changed) - 4))
        changed[at : at + 4] = struct.pack(chance.choice(("<L", ">L")), number)
    return bytes(changed)


def repeat(data: bytes, chance: random.Random) -> bytes:
    """`data` with a part of it repeated."""
    start = chance.randrange(len(data))
    part = data[start : start + chance.choice((16, 256, 4_096))]
    return data[:start] + part * chance.choice((2, 50, 2_000)) + data[start:]


MUTATIONS: tuple[_Mutation, ...] = (cut, flip, nest, lie, repeat)


@dataclass
class Tally:
    """What became of the mutants of one format."""

    mutants: int = 0
    scans: int = 0
    pairs: int = 0
    articles: int = 0
    skips: int = 0
    failures: list[str] = field(default_factory=list)
    seconds: float = 0
    memory: int = 0

    def is_sound(self) -> bool:
        """Whether every pair was found, no scan failed, and memory kept within the bound."""
        return self.pairs == self.scans and not self.failures and self.memory < MEMORY

    def list_cells(self, form: str) -> list[str | int]:
        """The row of the table for a format."""
        found = f"{self.pairs} of {self.scans}"
        counts = (self.articles, self.skips, len(self.failures), round(self.seconds), self.memory)
        return [form, self.mutants, found, *counts]


def write_mutants(folder: Path, form: str, count: int, chance: random.Random) -> None:
    """Write a pair that is sound, and mutants of a format."""
    (folder / "pair-a.txt").write_text(PAIR, encoding="utf-8")
    (folder / "pair-b.txt").write_text(PAIR.replace("Monday", "Tuesday"), encoding="utf-8")
    name, data = SEEDS[form]()
    for number in range(count):
        mutation = MUTATIONS[number % len(MUTATIONS)]
        (folder / f"mutant-{number}-{mutation.__name__}-{name}").write_bytes(mutation(data, chance))


def scan_folder(folder: Path, tally: Tally) -> None:
    """Scan a folder in a process of its own, and add up what became of it."""
    output = folder.with_suffix(".json")
    command = [sys.executable, "-m", "dupdetect", "scan", str(folder), "--format", "json", "-o", str(output)]
    began = time.monotonic()
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        memory = _watch(process, began)
        errors.seek(0)
        talk = errors.read().decode("utf-8", "replace")
    tally.scans += 1
    tally.seconds = max(tally.seconds, time.monotonic() - began)
    tally.memory = max(tally.memory, memory)
    if process.returncode != 0 or "Traceback" in talk or not output.exists():
        tally.failures.append(f"{folder.name}: status {process.returncode}: {talk[-500:]}")
        return
    _count(json.loads(output.read_text(encoding="utf-8")), tally)


def _count(findings: dict[str, list[dict[str, str]]], tally: Tally) -> None:
    pairs = [(pair["a"], pair["b"]) for pair in findings["pairs"] if pair["verdict"] in ("identical", "near_copy")]
    tally.pairs += any({Path(a).name, Path(b).name} == {"pair-a.txt", "pair-b.txt"} for a, b in pairs)
    tally.articles += len(findings["articles"]) - 2
    tally.skips += len(findings["skipped"])


def _watch(process: subprocess.Popen[bytes], began: float) -> int:
    """Wait for a process; the largest memory in MB that it and its children had at one time."""
    most = 0
    while process.poll() is None:
        most = max(most, sum(map(measure_memory, _family(process.pid))) >> 20)
        if time.monotonic() - began > PATIENCE:
            process.kill()
        time.sleep(_INTERVAL)
    return most


def _family(pid: int) -> Iterator[int]:
    """A process and its children, as Linux tells; only the process elsewhere."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            named = children.read_text().split()
        except OSError:
            continue
        for child in named:
            yield from _family(int(child))


def try_format(form: str, mutants: int, batch: int, seed: int) -> Tally:
    """Scan so many mutants of a format, in folders of `batch`."""
    tally, chance = Tally(), random.Random(f"{seed}-{form}")
    with tempfile.TemporaryDirectory() as top:
        while tally.mutants < mutants:
            count = min(batch, mutants - tally.mutants)
            folder = Path(top) / f"{form}-{tally.mutants}"
            folder.mkdir()
            write_mutants(folder, form, count, chance)
            scan_folder(folder, tally)
            tally.mutants += count
    return tally


def write_results(rows: Mapping[str, list[str | int]], mutants: int, file: Path) -> None:
    """Write the rows by format, beside those of other formats that the file holds."""
    earlier: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {"rows": []}
    every: dict[Any, Any] = {row[0]: row for row in earlier["rows"]} | dict(rows)
    results = {
        "mutants": mutants,
        "memory": MEMORY,
        "columns": COLUMNS,
        "rows": [every[form] for form in sorted(every)],
    }
    provenance.write_results("fuzz", {**provenance.describe_origin(PACKAGES), **results}, file)


def main(arguments: list[str] | None = None) -> int:
    """Print a table of formats; the exit status says whether all were sound."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--mutants", type=int, default=10, help="of each format")
    parser.add_argument("--batch", type=int, default=50, help="mutants that are scanned together")
    parser.add_argument("--formats", nargs="*", choices=sorted(SEEDS), default=sorted(SEEDS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--results", type=Path, metavar="FILE", help="where to write the results")
    options = parser.parse_args(arguments)
    print("| " + " | ".join(COLUMNS) + " |")
    print("|---" + "|--:" * (len(COLUMNS) - 1) + "|")
    sound = True
    for form in options.formats:
        tally = try_format(form, options.mutants, options.batch, options.seed)
        cells = tally.list_cells(form)
        print("| " + " | ".join(map(str, cells)) + " |", flush=True)
        print("\n".join(tally.failures), end="", file=sys.stderr)
        if options.results:
            write_results({form: cells}, options.mutants, options.results)
        sound = sound and tally.is_sound()
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())

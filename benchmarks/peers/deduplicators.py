"""What an engineer would run on one machine to drop near duplicates from a file of JSON lines, each peer as documented.

    python -m benchmarks.peers.deduplicators NAME IN.jsonl OUT THRESHOLD

A record has an `id` and a `text`. All use shingles of five words and 128 values, in 16 bands of 8 rows where that is
the user's choice. Peers that read and write files are called as their documentation calls them; for the libraries,
reading, choosing (the first of similar records stays) and writing is the cheapest Python that we know.
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import numpy as np

from benchmarks.peers import datatrove_pipeline
from benchmarks.peers.engines import BANDS, ENGINES, SHINGLE, VALUES, Pair, shingle_texts

Run = Callable[[Path, Path, float], None]


@dataclass(frozen=True, slots=True)
class Deduplicator:
    """One way to drop near duplicates.

    Attributes:
        run: reads a file of JSON lines, and writes the records to keep to a file or folder.
        package: what has to be installed.
        how: what it does with a candidate, for the table.
        most: the most articles it is asked about; what is slow is not run at every size.
    """

    run: Run
    package: str
    how: str
    most: int = 1_000_000


def dupdetect(source: Path, target: Path, threshold: float) -> None:
    """`dupdetect dedup`, with its log of what was dropped and why."""
    become_command("dupdetect", ["dedup", str(source), "-o", str(target), "--threshold", str(threshold)])


def text_dedup(source: Path, target: Path, threshold: float) -> None:
    """`python -m text_dedup.minhash`, which writes a data set of Hugging Face's."""
    bands, rows = BANDS[threshold]
    words = [
        "--path", "json", "--data_files", str(source), "--split", "train",
        "--column", "text", "--output", str(target), "--cache_dir", str(target.with_name("cache")),
        "--ngram", str(SHINGLE), "--min_length", "1", "--num_perm", str(VALUES), "--hash_func", "xxh3",
        "--hash_bits", "32", "--threshold", str(threshold), "--b", str(bands), "--r", str(rows),
    ]  # fmt: skip
    become_command("text_dedup.minhash", words)


def become_command(module: str, words: Sequence[str]) -> NoReturn:
    """Run a module as a program in place of this process."""
    os.execv(sys.executable, [sys.executable, "-m", module, *words])


def datatrove(source: Path, target: Path, threshold: float) -> None:
    """datatrove's four stages with its local executor, from files to files."""
    datatrove_pipeline.deduplicate(source, target, BANDS[threshold][0])


def rensa(source: Path, target: Path, threshold: float) -> None:
    """rensa's `RMinHashDeduplicator`, as its documentation keeps unique documents."""
    from rensa import RMinHashDeduplicator

    lines, texts = read_records(source)
    keeper = RMinHashDeduplicator(threshold=threshold, num_perm=VALUES, use_lsh=True)
    kept = keeper.add_pairs((str(i), shingles) for i, shingles in enumerate(shingle_texts(texts)))
    write_lines(target, (line for line, keep in zip(lines, kept, strict=True) if keep))


def dedup_rs(source: Path, target: Path, threshold: float) -> None:
    """dedup-rs: text-dedup's scheme in Rust; what meets in a band is one group, unchecked."""
    from dedup_rs import EmbedFunc

    lines, texts = read_records(source)
    places = np.arange(len(texts), dtype=np.uint32)
    bands, rows = BANDS[threshold]
    embedder = EmbedFunc.from_b_r(bands, rows, SHINGLE, VALUES, "text", "id", "u32", 1)
    embedder.batch_embed_shard(texts, places)
    kept = embedder.filter_duplicates(embedder.cluster(), places)
    write_lines(target, (lines[place] for place in kept))


def by_pairs(name: str) -> Run:
    """A library that finds pairs: the first of similar records stays, and no record that resembles one that stays."""

    def run(source: Path, target: Path, threshold: float) -> None:
        lines, texts = read_records(source)
        kept = keep_first(len(lines), ENGINES[name].run(texts, threshold))  # type: ignore[arg-type]  # all give pairs
        write_lines(target, (lines[place] for place in kept))

    return run


def keep_first(records: int, pairs: Iterable[Pair]) -> list[int]:
    """The places of records that resemble no earlier one that is kept."""
    earlier: dict[int, list[int]] = defaultdict(list)
    for a, b in pairs:
        earlier[max(a, b)].append(min(a, b))
    kept: set[int] = set()
    for place in range(records):
        if kept.isdisjoint(earlier.get(place, ())):
            kept.add(place)
    return sorted(kept)


def read_records(path: Path) -> tuple[list[bytes], list[str]]:
    """The lines of a file, and the texts in them."""
    lines = path.read_bytes().splitlines(keepends=True)
    return lines, [json.loads(line)["text"] for line in lines]


def write_lines(path: Path, lines: Iterable[bytes]) -> None:
    """Write lines as they were read."""
    with path.open("wb") as out:
        out.writelines(lines)


def read_kept(target: Path) -> list[int]:
    """The ids of the records that a deduplicator kept, whatever form it writes."""
    if (target / "dataset_info.json").exists():
        from datasets import load_from_disk

        return [int(name) for name in load_from_disk(str(target))["id"]]
    files = sorted(target.glob("*.jsonl")) if target.is_dir() else [target]
    return [int(json.loads(line)["id"]) for path in files for line in path.read_bytes().splitlines()]


DEDUPLICATORS = {
    "dupdetect": Deduplicator(dupdetect, "dupdetect", "exact similarity"),
    "rensa": Deduplicator(rensa, "rensa", "estimate"),
    "gaoya": Deduplicator(by_pairs("gaoya"), "gaoya", "estimate"),
    "FastSketchLSH": Deduplicator(by_pairs("FastSketchLSH"), "FastSketchLSH", "estimate"),
    "dedup-rs": Deduplicator(dedup_rs, "dedup-rs", "unchecked"),
    "text-dedup": Deduplicator(text_dedup, "text-dedup", "unchecked", most=10_000),
    "datatrove": Deduplicator(datatrove, "datatrove", "unchecked", most=2_000),
}

ABSENT = {
    "fast-dedup 0.1.0": "a binding with parts of MinHash, but with no search for pairs",
    "fastrustrag 0.1.2": "comes as source that needs a Rust compiler",
    "semhash": "compares embeddings, and fetches a model from a hub at its first use",
    "nemo-curator": "its fuzzy deduplication needs a GPU",
}
"""Deduplicators on PyPI that are not measured, and why."""


def main(words: Sequence[str]) -> None:
    """Run one deduplicator."""
    name, source, target, threshold = words
    DEDUPLICATORS[name].run(Path(source), Path(target), float(threshold))


if __name__ == "__main__":
    main(sys.argv[1:])

"""Tables of made-up articles with planted copies, and which row of each family a deduplication must keep.

Texts and similarities are those of `planted_copies`. JSON lines have ids that are strings, Parquet ids that are
integers below zero and above, so that neither can be taken for a row number. For decontamination, short items are put
into documents of which none resembles another.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow
from pyarrow import parquet

from benchmarks.corpora.planted_copies import Planter
from benchmarks.places import BUILD

KEPT = BUILD / "tables"
ROWS_A_GROUP = 5_000
ITEM_WORDS = 40
"""Median of the words of a planted item."""

Drops = Mapping[int, int]
"""By the place of each row that must go, the place of the row that is kept for it."""


def choose_drops(planted: Iterable[tuple[int, int, float]], threshold: float) -> Drops:
    """The rows that must go where the first of similar rows stays: each for the most similar kept one before it."""
    similar: dict[int, dict[int, float]] = defaultdict(dict)
    for first, second, jaccard in planted:
        if jaccard >= threshold:
            similar[second][first] = jaccard
    drops: dict[int, int] = {}
    for place in sorted(similar):
        staying = [(-jaccard, first) for first, jaccard in similar[place].items() if first not in drops]
        if staying:
            drops[place] = min(staying)[1]
    return drops


class Table(NamedTuple):
    """A table on disk: its file, the ids of its rows in order, and the planted pairs with their similarity."""

    path: Path
    ids: Sequence[str | int]
    planted: Sequence[tuple[int, int, float]]


def write_lines(path: Path, articles: int, seed: int = 1) -> Table:
    """Articles as JSON lines."""
    planter = Planter(articles, seed)
    ids = [f"a/{place:07}" for place in range(articles)]
    with path.open("w", encoding="utf-8") as out:
        for name, text in zip(ids, planter, strict=True):
            out.write(json.dumps({"url": name, "text": text, "score": 1.0}, ensure_ascii=False) + "\n")
    return Table(path, ids, planter.planted)


def write_parquet(path: Path, articles: int, seed: int = 1) -> Table:
    """The same articles as Parquet."""
    planter = Planter(articles, seed)
    ids = [7 * place - articles for place in range(articles)]
    schema = pyarrow.schema([("doc", pyarrow.int64()), ("text", pyarrow.string()), ("score", pyarrow.float64())])
    with parquet.ParquetWriter(path, schema, compression="zstd") as out:
        texts = iter(planter)
        for start in range(0, articles, ROWS_A_GROUP):
            names = ids[start : start + ROWS_A_GROUP]
            columns = [names, [next(texts) for _ in names], [1.0] * len(names)]
            out.write_table(pyarrow.table(dict(zip(schema.names, columns, strict=True)), schema))
        list(texts)
    return Table(path, ids, planter.planted)


WRITERS = {"jsonl": write_lines, "parquet": write_parquet}


class Contaminated(NamedTuple):
    """Documents, some of which hold a short item, as two files of JSON lines.

    Attributes:
        documents, items: the files.
        holders: by the id of each document that holds an item, the item's id.
        texts: of the items, by id.
    """

    documents: Path
    items: Path
    holders: Mapping[str, str]
    texts: Mapping[str, str]


def write_contaminated(folder: Path, documents: int, items: int, seed: int = 1) -> Contaminated:
    """Write documents and items that resemble no other, and put each item into a document of its own."""
    random = np.random.default_rng([seed, documents, items])
    texts = _take_unlike(documents, seed + 1)
    held = {f"item {number:05}": text for number, text in enumerate(_take_unlike(items, seed + 2, ITEM_WORDS))}
    places = random.choice(documents, items, replace=False).tolist()
    for place, text in zip(places, held.values(), strict=True):
        texts[place] = _insert(texts[place], text, random)
    holders = {f"doc {place:06}": name for place, name in zip(places, held, strict=True)}
    named = {f"doc {place:06}": text for place, text in enumerate(texts)}
    for path, rows in ((folder / "documents.jsonl", named), (folder / "items.jsonl", held)):
        lines = (json.dumps({"id": name, "text": text}, ensure_ascii=False) + "\n" for name, text in rows.items())
        path.write_text("".join(lines), encoding="utf-8")
    return Contaminated(folder / "documents.jsonl", folder / "items.jsonl", holders, held)


def _take_unlike(count: int, seed: int, words: int | None = None) -> list[str]:
    """Texts that have no planted copy."""
    planter = Planter(2 * count + 100, seed, words) if words else Planter(2 * count + 100, seed)
    texts = list(planter)
    copies = {place for first, second, _ in planter.planted for place in (first, second)}
    return list(_pick(texts, copies, count))


def _pick(texts: Sequence[str], without: set[int], count: int) -> Iterator[str]:
    alone = (text for place, text in enumerate(texts) if place not in without)
    return (text for _, text in zip(range(count), alone, strict=False))


def _insert(text: str, item: str, random: np.random.Generator) -> str:
    """`item` between two words of `text`, as a paragraph or within a line."""
    words = text.split(" ")
    at = int(random.integers(0, len(words) + 1))
    space = "\n\n" if random.random() < 0.5 else " "
    return space.join(part for part in (" ".join(words[:at]), item, " ".join(words[at:])) if part)

"""Articles and skips as rows of a Spark DataFrame, on their way out of Python workers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import pyarrow

from dupdetect.read.skips import SKIPS_LISTED
from dupdetect.records import Article, Skip
from dupdetect.records.columns import arrow_type, plain_record
from dupdetect.records.shape import hints

FIELDS = ("id", "text", "title", "source", "author", "published", "url", "links", "encoding", "signals")
"""The columns of an article, by the names of its fields; all are null in the row of a skip."""

SCHEMA = (
    "id string, text string, title string, source string, author string, published string, url string, "
    "links array<string>, encoding string, signals array<struct<kind: string, value: string>>, "
    "file int, number bigint, path string, reason string"
)
"""The columns of what is read: those of an article; `file` and `number`, which give the order of reading; and those of
a skip."""

RAW = f"{SCHEMA}, articles bigint, skips bigint"
"""The columns while files are read: each piece of a file has another row, with its path and the counts of the piece."""

_TEXT = pyarrow.string()
ARROW = pyarrow.schema(
    [(name, arrow_type(hints(Article)[name])) for name in FIELDS]
    + [("file", pyarrow.int32()), ("number", pyarrow.int64()), ("path", _TEXT), ("reason", _TEXT)]
    + [("articles", pyarrow.int64()), ("skips", pyarrow.int64())]
)

_ROWS = 1024
_BYTES = 16 << 20


class Tally(NamedTuple):
    """The counts of a piece of the file `path`: articles, and records that were skipped."""

    path: str
    articles: int
    skips: int


class Read(NamedTuple):
    """An item that was read, and its place.

    Attributes:
        what: an article, a skip, or the counts of a piece.
        file: the file's place in the order of files, from 0.
        number: the place in the file, from 1.
    """

    what: Article | Skip | Tally
    file: int
    number: int


def bound_skips(records: Iterable[tuple[int, Article | Skip]], name: str, file: int) -> Iterator[Read]:
    """Yield the numbered records of a piece of a file, but only its first skips; then the counts of both.

    Args:
        name: of the file.
        file: its place in the order of files.
    """
    articles = skips = 0
    for number, record in records:
        is_record = isinstance(record, Article) or record.path != name  # otherwise the file itself is damaged
        articles += isinstance(record, Article)
        skips += isinstance(record, Skip) and is_record
        if isinstance(record, Article) or skips <= SKIPS_LISTED or not is_record:
            yield Read(record, file, number)
    yield Read(Tally(name, articles, skips), file, 0)


def write_batches(reads: Iterable[Read]) -> Iterator[pyarrow.RecordBatch]:
    """`reads` as Arrow batches of bounded size."""
    rows: list[dict[str, Any]] = []
    size = 0
    for item in reads:
        rows.append(_row(item))
        size += len(rows[-1].get("text") or "")
        if len(rows) == _ROWS or size > _BYTES:
            yield _batch(rows)
            rows, size = [], 0
    if rows:
        yield _batch(rows)


def _row(read: Read) -> dict[str, Any]:
    what = read.what
    place: dict[str, Any] = {"file": read.file, "number": read.number}
    if isinstance(what, Article):
        return place | plain_record(what)
    if isinstance(what, Skip):
        return place | {"path": what.path, "reason": what.reason}
    return place | what._asdict()


def _batch(rows: list[dict[str, Any]]) -> pyarrow.RecordBatch:
    try:
        return pyarrow.RecordBatch.from_pylist(rows, schema=ARROW)
    except UnicodeEncodeError:
        return pyarrow.RecordBatch.from_pylist([_mend_row(row) for row in rows], schema=ARROW)


def _mend_row(row: dict[str, Any]) -> dict[str, Any]:
    """`row` with lone surrogates, which UTF-8 cannot hold, replaced one for one, so that offsets stay valid."""
    mended: dict[str, Any] = _mend_value(row)
    return mended


def _mend_value(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _mend_value(entry) for name, entry in value.items()}
    if isinstance(value, list):
        return [_mend_value(entry) for entry in value]
    return _replace_surrogates(value) if isinstance(value, str) else value


def _replace_surrogates(text: str) -> str:
    return "".join("\ufffd" if "\ud800" <= item <= "\udfff" else item for item in text)

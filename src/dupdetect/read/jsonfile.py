"""JSON lines and JSON -> articles. Lines are read one at a time, so that a file may be larger than memory."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from dupdetect.errors import InputError
from dupdetect.read import charset
from dupdetect.read.naming import record_name
from dupdetect.read.rows import Rows, has_text
from dupdetect.read.skips import bound_records
from dupdetect.read.source import Source
from dupdetect.records import Article, Skip
from dupdetect.settings import Reading


def read_lines(source: Source) -> Iterator[Article | Skip]:
    """The records of a JSON Lines file."""
    return bound_records(read_records(_of(source), source.name, source.settings), source.name)


def read_records(
    lines: Iterable[str | bytes | None], file: str, settings: Reading, first: int = 1
) -> Iterator[Article | Skip]:
    """The records that lines of JSON hold.

    Args:
        lines: as `held` gives them.
        file: the id of the file.
        first: the number of the first line.
    """
    rows = Rows(file, settings)
    for number, line in enumerate(lines, first):
        if line is None:
            reason = f"longer than {settings.max_size:,} bytes; raise reading.max_size to read it"
            yield Skip(record_name(file, str(number)), reason)
        elif line.strip():
            yield _row(rows, file, line, number)


def count_held(stream: io.BufferedReader | io.TextIOWrapper, limit: int) -> Iterator[str | bytes | None]:
    """The lines of a stream; None for a line longer than `limit`, which is skipped without loading it."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit:
            yield line
            continue
        while line and line[-1] not in _ENDS:
            line = stream.readline(_PIECE)
        yield None


_ENDS = ("\n", ord("\n"))  # of a text, and of bytes
_PIECE = 1 << 16


def _row(rows: Rows, file: str, line: str | bytes, number: int) -> Article | Skip:
    try:
        value = json.loads(line)
    except RecursionError:
        return Skip(record_name(file, str(number)), "JSON nested too deeply")
    except ValueError as error:
        return Skip(record_name(file, str(number)), f"not a line of JSON ({_reason(error)})")
    if not isinstance(value, dict):
        return Skip(record_name(file, str(number)), "not a JSON object")
    return rows.article(value, number)


def _reason(error: ValueError) -> str:
    return error.msg if isinstance(error, json.JSONDecodeError) else "not UTF-8"


def _of(source: Source) -> Iterator[str | bytes | None]:
    """The lines of a source; as bytes where they are UTF-8, so that a bad line spoils no other."""
    name = source.settings.encoding or charset.find_mark(source.head) or "utf-8"  # as JSON must be
    data = source.stream()
    data.read(3 if name == "utf-8-sig" else 0)
    eight_bit = name in ("utf-8-sig", "utf-8")
    return count_held(data if eight_bit else io.TextIOWrapper(data, name, newline="\n"), source.settings.max_size)


def whole(source: Source) -> Iterator[Article | Skip]:
    """The records of a JSON file: an object, a list of them, or a list in an object."""
    text = charset.decode(source.whole(), source.settings.encoding).text
    try:
        value = json.loads(text)
    except RecursionError as error:
        raise InputError("JSON nested too deeply") from error
    except ValueError as error:
        raise InputError(f"not valid JSON ({error})") from error
    return bound_records(_records(source, value), source.name)


def _records(source: Source, value: Any) -> Iterator[Article | Skip]:
    rows = Rows(source.name, source.settings)
    listed = value if isinstance(value, list) else _find_records(value, source.settings.text_column)
    for number, item in enumerate(listed, 1):
        if isinstance(item, dict):
            yield rows.article(item, number)
        elif isinstance(item, str):
            yield rows.article({source.settings.text_column or "text": item}, number)
        else:
            yield Skip(record_name(source.name, str(number)), "not a JSON object, nor a text")


def _find_records(value: Any, column: str) -> list[Any]:
    """The records in an object: itself when it has a text, else the longest list of objects with texts in it.

    Without such a list, its objects, and last a list of other objects, whose records say what they lack.
    """
    if not isinstance(value, dict):
        raise InputError("holds no record: neither an object nor a list of objects")
    if column in value or has_text(value):
        return [value]
    lists = [entry for entry in _inner_lists(value) if isinstance(entry[0], dict)]
    if lists:
        return max(lists, key=lambda entry: (has_text(entry[0]), len(entry)))
    named = [{"id": key, **entry} for key, entry in value.items() if isinstance(entry, dict) and has_text(entry)]
    return named if len(named) > 1 else [value]


def _inner_lists(value: dict[str, Any]) -> Iterator[list[Any]]:
    """The lists in an object, in the objects in it, and in the first object of each list, such as `hits.hits`."""
    level: list[dict[str, Any]] = [value]
    for _ in range(_DEPTH):
        lists = [entry for item in level for entry in item.values() if isinstance(entry, list) and entry]
        yield from lists
        level = [entry for item in level for entry in item.values() if isinstance(entry, dict)]
        level += [entry[0] for entry in lists if isinstance(entry[0], dict)]


_DEPTH = 4
"""Levels of nested objects searched for a list of records."""

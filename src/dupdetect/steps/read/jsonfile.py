"""JSON lines and JSON -> articles. Lines are read one at a time, so that a file may be larger than memory."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

from dupdetect.errors import InputError
from dupdetect.records import Article, Skip
from dupdetect.steps.read import charset
from dupdetect.steps.read.naming import record
from dupdetect.steps.read.rows import COLUMNS, Rows, bounded
from dupdetect.steps.read.source import Source

_OURS = "dupdetect-findings/"


def lines(source: Source) -> Iterator[Article | Skip]:
    """The records of a JSON Lines file."""
    return bounded(_lines(source), source.name)


def _lines(source: Source) -> Iterator[Article | Skip]:
    rows = Rows(source.name, source.settings)
    for number, line in enumerate(_bounded_lines(source), 1):
        if not line.strip():
            continue
        yield _row(rows, source.name, line, number)


def _row(rows: Rows, file: str, line: str | bytes, number: int) -> Article | Skip:
    try:
        value = json.loads(line)
    except RecursionError:
        return Skip(record(file, str(number)), "JSON nested too deeply")
    except ValueError as error:
        return Skip(record(file, str(number)), f"not a line of JSON ({_reason(error)})")
    if not isinstance(value, dict):
        return Skip(record(file, str(number)), "not a JSON object")
    return rows.article(value, number)


def _reason(error: ValueError) -> str:
    return error.msg if isinstance(error, json.JSONDecodeError) else "not UTF-8"


def _bounded_lines(source: Source) -> Iterator[str | bytes]:
    """Lines, of at most `reading.max_size`; bytes where they are UTF-8, for a bad one then spoils no other."""
    name = source.settings.encoding or charset.mark(source.head) or "utf-8"  # as JSON must be
    data = source.stream()
    data.read(3 if name == "utf-8-sig" else 0)
    eight_bit = name in ("utf-8-sig", "utf-8")
    stream: io.BufferedReader | io.TextIOWrapper = data if eight_bit else io.TextIOWrapper(data, name, newline="\n")
    limit = source.settings.max_size
    while line := stream.readline(limit + 1):
        if len(line) > limit:
            raise InputError(f"a line is longer than {limit:,} bytes; raise reading.max_size. The rest was not read")
        yield line


def whole(source: Source) -> Iterator[Article | Skip]:
    """The records of a JSON file: an object, a list of them, or a list in an object."""
    text = charset.decoded(source.whole(), source.settings.encoding).text
    try:
        value = json.loads(text)
    except RecursionError as error:
        raise InputError("JSON nested too deeply") from error
    except ValueError as error:
        raise InputError(f"not valid JSON ({error})") from error
    return bounded(_records(source, value), source.name)


def _records(source: Source, value: Any) -> Iterator[Article | Skip]:
    if isinstance(value, dict) and str(value.get("schema", "")).startswith(_OURS):
        raise InputError("findings of dupdetect, not articles")
    rows = Rows(source.name, source.settings)
    listed = value if isinstance(value, list) else _listed(value, source.settings.text_column)
    for number, one in enumerate(listed, 1):
        if isinstance(one, dict):
            yield rows.article(one, number)
        else:
            yield Skip(record(source.name, str(number)), "not a JSON object")


def _listed(value: Any, column: str) -> list[Any]:
    """The records in an object: itself when it has a text, else its longest list of objects."""
    if not isinstance(value, dict):
        raise InputError("holds no record: neither an object nor a list of objects")
    lists = [one for one in value.values() if isinstance(one, list) and one and isinstance(one[0], dict)]
    known = {str(key).lower() for key in value}
    if column in value or not lists or known & set(COLUMNS[:9]):
        return [value]
    return max(lists, key=len)

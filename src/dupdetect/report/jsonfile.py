"""Findings as JSON, `dupdetect-findings/1`: the form that every other tool should read, and that loads again.

Each article, pair, family and skip stands on a line of its own, so that two files can be compared line by line.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from dupdetect.errors import FindingsError, InputError
from dupdetect.records import Article, Findings, Listed
from dupdetect.report.shape import as_list, as_mapping, as_plain, build_record, hints, key, names, record

SCHEMA = "dupdetect-findings/1"

_ENDS = ("id", "title", "text")
ARTICLE_KEYS = ("id", "title", "words", "ours", *(name for name in names(Article) if name not in _ENDS), "text")
"""An article's keys: what it is, what is known about it, and its long text last."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def write(findings: Findings, out: TextIO) -> None:
    """Write findings as one JSON object."""
    parts = [f'"schema": {dumps(SCHEMA)}']
    for name in names(Findings):
        value = getattr(findings, name)
        many = isinstance(value, tuple)
        parts.append(f'"{name}": {_lines(value) if many else dumps(as_plain(value))}')
    out.write("{\n")
    for i, part in enumerate(parts):
        out.write(part + (",\n" if i + 1 < len(parts) else "\n"))
    out.write("}\n")


def dumps(value: object) -> str:
    """`value` as JSON in readable Unicode; only what UTF-8 cannot hold is escaped, and NaN is refused."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _LONE_SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def list_item(value: object) -> Any:
    """One article, pair, family or skip as plain values."""
    if isinstance(value, Listed):
        flat = as_plain(value.article) | {"words": value.words, "ours": value.ours}
        return {name: flat[name] for name in ARTICLE_KEYS}
    return as_plain(value)


def load(path: str | Path) -> Findings:
    """Read what `write` wrote; "-" is standard input."""
    try:
        return loads(_read(path))
    except FindingsError as error:
        hint = "give a file that was written with --format json"
        raise FindingsError(f"{_name_place(path)}: {error}; {hint}") from error


def loads(content: bytes) -> Findings:
    """What `write` wrote, as UTF-8.

    Raises:
        FindingsError: it is no JSON, follows another schema, or is damaged.
    """
    return _findings(_parse_json(content))


def _lines(values: Iterable[object]) -> str:
    lines = ",\n".join(dumps(list_item(value)) for value in values)
    return f"[\n{lines}\n]" if lines else "[]"


def _name_place(path: str | Path) -> str:
    return "standard input" if str(path) == "-" else str(path)


def _read(path: str | Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(path) == "-" else Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{_name_place(path)}: cannot be read ({reason}); name a readable findings file") from error


def _parse_json(content: bytes) -> object:
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse)
    except UnicodeDecodeError as error:
        raise FindingsError("not UTF-8") from error
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":
            raise FindingsError("more than one JSON value, as in JSON lines") from error
        raise FindingsError(f"not JSON (line {error.lineno}, column {error.colno})") from error
    except (ValueError, RecursionError) as error:
        raise FindingsError("not JSON that can be read (nested too deep, or a number too long)") from error


def _refuse(word: str) -> object:
    raise FindingsError(f"{word} is no JSON number")


def _findings(value: object) -> Findings:
    given = as_mapping(value, "the file")
    schema = given.get("schema")
    if schema != SCHEMA:
        raise FindingsError(f"its schema is {schema!r}, not {SCHEMA!r}" if schema else "it names no schema")
    kinds = hints(Findings) | {"articles": None}
    made = {name: build_record(kind, key(given, name, "the file"), name) for name, kind in kinds.items() if kind}
    articles = tuple(_articles(as_list(key(given, "articles", "the file"), "articles")))
    findings = Findings(articles=articles, **made)
    _check_ids(findings)
    return findings


def _articles(values: list[object]) -> Iterator[Listed]:
    for i, value in enumerate(values):
        where = f"articles[{i}]"
        words = build_record(int, key(as_mapping(value, where), "words", where), f"{where}.words")
        ours = build_record(bool, as_mapping(value, where).get("ours", False), f"{where}.ours")
        yield Listed(record(Article, value, where), words, ours)


def _check_ids(findings: Findings) -> None:
    known = {article.article.id for article in findings.articles}
    for i, pair in enumerate(findings.pairs):
        if missing := {pair.a, pair.b} - known:
            raise FindingsError(f"pairs[{i}]: the article {min(missing)!r} is not listed")

"""Findings as JSON, `dupdetect-findings/1`: the format for other tools, which can be loaded again.

Each article, pair, family and skip has a line of its own, so that two files can be compared line by line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dupdetect.errors import FindingsError
from dupdetect.records import Article, Findings, Listed
from dupdetect.records.shape import as_list, as_mapping, as_plain, build_record, defaults, hints, key, names, record

SCHEMA = "dupdetect-findings/1"

_ENDS = ("id", "title", "text")
LISTED_KEYS = tuple(name for name in names(Listed) if name != "article")
"""The fields of a listed article besides the article itself; in JSON both are one object."""

ARTICLE_KEYS = ("id", "title", *LISTED_KEYS, *(name for name in names(Article) if name not in _ENDS), "text")
"""The keys of an article: id and title, then metadata, and its long text last."""

_SPACED = json.JSONEncoder(ensure_ascii=False, allow_nan=False)
_COMPACT = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def format_findings(findings: Findings) -> Iterator[str]:
    """Findings as one JSON object, as consecutive pieces of text."""
    yield f'{{\n"schema": {dumps(SCHEMA)}'
    for name in names(Findings):
        value = getattr(findings, name)
        yield f',\n"{name}": '
        if isinstance(value, Sequence) and not isinstance(value, str):
            yield from _format_lines(value)
        else:
            yield dumps(as_plain(value))
    yield "\n}\n"


def parse_findings(content: str | bytes) -> Findings:
    """Findings from the output of `format_findings`, as text or as UTF-8. Unknown keys are ignored.

    Raises:
        FindingsError: it is not JSON, has another schema, or is damaged.
    """
    return _build_findings(_parse_json(content))


def dumps(value: object, *, compact: bool = False) -> str:
    """`value` as JSON in readable Unicode, compact without spaces; lone surrogates are escaped, and NaN is refused."""
    text = (_COMPACT if compact else _SPACED).encode(value)
    return text if text.isascii() else _LONE_SURROGATE.sub(lambda hit: f"\\u{ord(hit[0]):04x}", text)


def list_item(value: object) -> Any:
    """One article, pair, family or skip as plain values."""
    if isinstance(value, Listed):
        flat = as_plain(value.article) | {name: as_plain(getattr(value, name)) for name in LISTED_KEYS}
        return {name: flat[name] for name in ARTICLE_KEYS}
    return as_plain(value)


def _format_lines(values: Iterable[object]) -> Iterator[str]:
    between = "[\n"
    for value in values:
        yield between + dumps(list_item(value))
        between = ",\n"
    yield "[]" if between == "[\n" else "\n]"


def _parse_json(content: str | bytes) -> object:
    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
        return json.loads(text, parse_constant=_refuse)
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


def _build_findings(value: object) -> Findings:
    fields = as_mapping(value, "the file")
    schema = fields.get("schema")
    if schema != SCHEMA:
        raise FindingsError(f"its schema is {schema!r:.100}, not {SCHEMA!r}" if schema else "it names no schema")
    built: dict[str, Any] = {}
    for name, kind in hints(Findings).items():
        if name == "articles":
            built[name] = _build_articles(key(fields, name, "the file"))
        elif name in fields or name not in defaults(Findings):
            built[name] = build_record(kind, key(fields, name, "the file"), name)
    findings = Findings(**built)
    _check_ids(findings)
    return findings


def _build_articles(value: object) -> tuple[Listed, ...]:
    places = ((f"articles[{i}]", entry) for i, entry in enumerate(as_list(value, "articles")))
    return tuple(_build_listed(as_mapping(entry, where), where) for where, entry in places)


def _build_listed(fields: dict[str, object], where: str) -> Listed:
    listed: Listed = record(Listed, {**fields, "article": fields}, where)
    return listed


def _check_ids(findings: Findings) -> None:
    """Refuse duplicate ids, empty families, and pairs and families of articles that are not listed."""
    listed_ids = {listed.article.id for listed in findings.articles}
    if len(listed_ids) < len(findings.articles):
        raise FindingsError("articles: two have the same id")
    for i, family in enumerate(findings.clusters):
        if not family.articles:
            raise FindingsError(f"clusters[{i}].articles: a family needs articles")
    for where, ids in _name_members(findings):
        if missing := set(ids) - listed_ids:
            raise FindingsError(f"{where}: the article {min(missing)!r:.200} is not listed")


def _name_members(findings: Findings) -> Iterator[tuple[str, list[str]]]:
    """The place of each pair and family in the file, with the ids that it names."""
    for i, pair in enumerate(findings.pairs):
        yield f"pairs[{i}]", [pair.a, pair.b]
    for i, family in enumerate(findings.clusters):
        attached = (item.id for item in family.attached)
        yield f"clusters[{i}]", [*family.articles, *filter(None, [family.source]), *attached]

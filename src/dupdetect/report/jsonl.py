"""Findings as JSON lines, for streams: a header, an article, pair, family, common passage or skip a line, then counts.

Each line but the first is an object with one key that says what it holds; the values are those of the JSON form.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from dupdetect.records import Findings
from dupdetect.records.jsonform import SCHEMA, dumps, list_item
from dupdetect.records.shape import as_plain


def write(findings: Findings, out: TextIO) -> None:
    """Write findings as one JSON object a line."""
    for line in _lines(findings):
        out.write(dumps(line) + "\n")


def _lines(findings: Findings) -> Iterator[dict[str, object]]:
    yield {"schema": SCHEMA, "signature": findings.signature, "settings": as_plain(findings.settings)}
    yield from ({"article": list_item(article)} for article in findings.articles)
    yield from ({"pair": list_item(pair)} for pair in findings.pairs)
    yield from ({"cluster": list_item(cluster)} for cluster in findings.clusters)
    yield from ({"common": list_item(passage)} for passage in findings.common)
    yield from ({"skipped": list_item(skip)} for skip in findings.skipped)
    yield {"counts": as_plain(findings.counts)}

"""Findings as Arrow tables, for data frames and Parquet: the columns are the keys of the JSON form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from dupdetect.errors import MissingExtraError, UsageError
from dupdetect.records import Article, Cluster, Comparison, Findings, Listed, Skip
from dupdetect.records.jsonform import ARTICLE_KEYS, SCHEMA, list_item
from dupdetect.records.shape import hints, write_key

_ROWS = 4096
"""Rows of a record batch."""

TABLES = ("pairs", "articles", "clusters", "skipped")
"""The names that `build_table` knows."""


def build_table(findings: Findings, name: str) -> Any:
    """A table of findings: a row for each pair, article, family or skip, in the order of the findings.

    The articles have a column `cluster` besides: the place of their family among `clusters`, from 0, or null.

    Raises:
        MissingExtraError: pyarrow is not installed.
        UsageError: there is no such table.
    """
    schema, batches = list_batches(findings, name)
    import pyarrow

    return pyarrow.Table.from_batches(batches, schema=schema)


def list_batches(findings: Findings, name: str, chosen: Sequence[str] = ()) -> tuple[Any, Iterator[Any]]:
    """The same as an Arrow schema and record batches, so that large findings are never in memory as a whole.

    Args:
        chosen: the columns, in order; empty for all.

    Raises:
        MissingExtraError, UsageError: as for `build_table`.
    """
    if name not in TABLES:
        raise UsageError(f"no table of findings is called {name!r}; choose from {', '.join(TABLES)}")
    try:
        import pyarrow
    except ModuleNotFoundError as error:
        how = 'install it with pip install "dupdetect[parquet]"'
        raise MissingExtraError(f"Arrow tables need {error.name}; {how}") from error
    from dupdetect.records.columns import arrow_type

    columns, rows = _LAYOUTS[name](findings)
    about = {"schema": SCHEMA, "signature": findings.signature}
    fields = [(key, arrow_type(columns[key])) for key in chosen or columns]
    schema = pyarrow.schema(fields, metadata=about)
    left = map(dict, rows)
    parts = iter(lambda: list(islice(left, _ROWS)), [])
    return schema, (pyarrow.RecordBatch.from_pylist(part, schema=schema) for part in parts)


Layout = tuple[Mapping[str, Any], Iterable[Mapping[str, Any]]]
"""The types of columns by name, and the rows."""


def _list_pairs(findings: Findings) -> Layout:
    return _list_records(Comparison, findings.pairs)


def _list_clusters(findings: Findings) -> Layout:
    return _list_records(Cluster, findings.clusters)


def _list_skips(findings: Findings) -> Layout:
    return _list_records(Skip, findings.skipped)


def _list_articles(findings: Findings) -> Layout:
    kinds = hints(Article) | hints(Listed)
    place = {name: number for number, cluster in enumerate(findings.clusters) for name in cluster.articles}
    rows = ({**list_item(listed), "cluster": place.get(listed.article.id)} for listed in findings.articles)
    return {name: kinds[name] for name in ARTICLE_KEYS} | {"cluster": int}, rows


def _list_records(record: Any, values: Iterable[object]) -> Layout:
    return {write_key(name): kind for name, kind in hints(record).items()}, map(list_item, values)


_LAYOUTS: dict[str, Callable[[Findings], Layout]] = {
    "pairs": _list_pairs,
    "articles": _list_articles,
    "clusters": _list_clusters,
    "skipped": _list_skips,
}

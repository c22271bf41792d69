"""A Spark cluster: the same pairs, verdicts and families as on one machine, by Spark's shuffles and storage.

engine       the steps, on data frames
session      an active session or a new one; one-line errors if something is missing
reading      files and data frames -> articles and skips
articles     numbered in the order of their ids, with what the search needs of each
plan         the number of shards of the index
postings     candidate pairs, through two shuffles
boilerplate  lines that recur across unrelated articles
comparing    pairs aligned and judged in the executors
families     connected components
tables       the results, as data frames and as findings
output       the results as a folder of Parquet

Workers run the steps of this package on Arrow batches, so dupdetect must be installed where they run.
"""

from __future__ import annotations

from importlib.util import find_spec

from dupdetect.errors import MissingExtraError

for _package in ("pyspark", "pyarrow", "pandas"):
    if find_spec(_package) is None:
        raise MissingExtraError(f'the Spark engine needs {_package}; install it: pip install "dupdetect[spark]"')

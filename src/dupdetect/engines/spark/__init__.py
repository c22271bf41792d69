"""A Spark cluster: the same pairs, verdicts and families as on one machine, from Spark's own shuffles and storage.

engine       the steps, on data frames
session      an active session or a new one; what is missing is said in one line
reading      Parquet, JSON lines and data frames -> articles and skips
articles     numbered in the order of their ids, and what the search has to know of each
plan         into how many shards the index is cut
postings     candidate pairs, through two shuffles
boilerplate  lines that recur across unrelated articles
comparing    pairs aligned and judged in the executors
families     connected components
tables       what was found, as data frames and as findings
output       the same as a folder of Parquet

Workers run the steps of this package on Arrow batches, so dupdetect must be installed where they run.
"""

from __future__ import annotations

from importlib.util import find_spec

from dupdetect.errors import MissingExtraError

for _package in ("pyspark", "pyarrow", "pandas"):
    if find_spec(_package) is None:
        raise MissingExtraError(f'the Spark engine needs {_package}; install it: pip install "dupdetect[spark]"')

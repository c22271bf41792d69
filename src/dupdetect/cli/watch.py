"""Files that arrive in a folder, each checked against an archive as soon as it is there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dupdetect.errors import InputError, MissingExtraError
from dupdetect.records import CommonPassage, Comparison, Skip
from dupdetect.records.jsonform import dumps, list_item

if TYPE_CHECKING:
    from dupdetect.pipeline import Index


def check_arrivals(index: Index, folder: str, suffixes: tuple[str, ...]) -> Iterator[str]:
    """A JSON object for each file that arrives or changes: its path, the pairs found, the wording that counts for
    none, and what was skipped and why.

    Files already in the folder are not checked. A file that cannot be read is reported as skipped.
    """
    if not os.path.isdir(folder):
        raise InputError(f"{folder}: no such folder; --watch needs one that exists")
    try:
        from watchfiles import Change, watch
    except ImportError as error:
        raise MissingExtraError('--watch needs watchfiles; install it with pip install "dupdetect[watch]"') from error

    endings = tuple(suffix.lower() for suffix in suffixes)

    def is_relevant(change: Change, path: str) -> bool:
        name = os.path.basename(path).lower()
        return change is not Change.deleted and name.endswith(endings) and not name.startswith(".")

    for changes in watch(folder, watch_filter=is_relevant, step=200, debounce=1000, raise_interrupt=True):
        for path in sorted({path for _, path in changes}):
            if os.path.isfile(path):
                yield check_file(index, path)


def check_file(index: Index, path: str) -> str:
    """What the archive says of one file, as a line of JSON."""
    try:
        findings = index.check_all([path])
    except InputError as error:  # it was removed before it could be read
        return _write_line(path, (), (), (Skip(path, str(error)),))
    return _write_line(path, findings.pairs, findings.common, findings.skipped)


def _write_line(
    path: str, pairs: Sequence[Comparison], common: Sequence[CommonPassage], skipped: Sequence[Skip]
) -> str:
    lists = {"pairs": pairs, "common": common, "skipped": skipped}
    return dumps({"checked": path, **{name: [list_item(item) for item in items] for name, items in lists.items()}})

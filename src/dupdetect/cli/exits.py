"""Exit statuses that depend on the findings."""

from __future__ import annotations

from collections.abc import Sequence

from dupdetect.errors import InputError
from dupdetect.records import Findings, Skip

FAIL_ON_MET = 3


def fail_on_met(findings: Findings, fail_on: str | None) -> int:
    """3 when some pair has the verdict `fail_on` or a stronger one, else 0."""
    if fail_on and any(pair.verdict >= fail_on for pair in findings.pairs):
        return FAIL_ON_MET
    return 0


def require_articles(articles: int, skipped: Sequence[Skip], paths: Sequence[str]) -> None:
    """Fail if no article could be read.

    Raises:
        InputError: there is no article.
    """
    if articles:
        return
    if skipped:
        left = len(skipped) - 1
        others = f" and {left:,} other{'s' * (left > 1)}" if left else ""
        first = f"{skipped[0].path}{others} skipped ({skipped[0].reason})"
        raise InputError(f"nothing could be read: {first}; name other files, or fix the stated cause")
    hint = "name files one by one, or say which to look for with --set reading.suffixes=.txt,.log"
    raise InputError(f"{_name_paths(paths)}: there are no files to read; {hint}")


def require_both(findings: Findings, paths: Sequence[str], ours: Sequence[str]) -> None:
    """Fail if no article could be read, or none beside ours where ours were named.

    Raises:
        InputError: there is nothing to compare.
    """
    require_articles(findings.counts["articles"], findings.skipped, paths)
    if ours and all(listed.ours for listed in findings.articles):
        hint = "name the files or folders with the copies"
        raise InputError(f"{_name_paths(paths)}: no article was read there beside ours; {hint}")


def _name_paths(paths: Sequence[str]) -> str:
    return ", ".join(paths[:3]) + (", ..." if len(paths) > 3 else "")

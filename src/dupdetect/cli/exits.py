"""The exit status that findings themselves ask for."""

from __future__ import annotations

from dupdetect.records import Findings, Verdict

FAIL_ON_MET = 3


def fail_on_met(findings: Findings, fail_on: str | None) -> int:
    """3 when some pair has the verdict `fail_on` or a stronger one, else 0."""
    if fail_on and any(pair.verdict.reaches(Verdict(fail_on)) for pair in findings.pairs):
        return FAIL_ON_MET
    return 0

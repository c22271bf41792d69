"""Tables and figures as the generated pages write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], left: int = 1) -> str:
    """A Markdown table; the first `left` columns are text, the others figures."""
    rule = ["---" if i < left else "--:" for i in range(len(heads))]
    lines = [f"| {' | '.join(heads)} |", f"|{'|'.join(rule)}|", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines) + "\n"


def percent(share: float | None) -> str:
    """A share in percent; only all is 100.0, and a dash where there was nothing to share."""
    if share is None:
        return "-"
    return "99.9" if 0.9995 <= share < 1 else f"{100 * share:.1f}"


def measured_on(results: Mapping[str, Any]) -> str:
    """The day, the machine and the versions of a file of results."""
    machine, versions = results["machine"], results["versions"]
    told = ", ".join(f"{name} {number}" for name, number in versions.items())
    return (
        f"\nTaken on {results['date']}, {machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB,"
        f" {machine['system']},\nwith {told}.\n"
    )

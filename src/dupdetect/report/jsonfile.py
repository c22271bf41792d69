"""Read and write findings as a JSON file; `records.jsonform` defines the format."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TextIO

from dupdetect.errors import FindingsError, InputError
from dupdetect.records import Findings
from dupdetect.records.jsonform import format_findings, parse_findings


def write(findings: Findings, out: TextIO) -> None:
    """Write findings as one JSON object."""
    out.writelines(format_findings(findings))


def load(path: str | Path) -> Findings:
    """Read what `write` wrote; "-" is standard input."""
    place = "standard input" if str(path) == "-" else str(path)
    try:
        return parse_findings(_read(path, place))
    except FindingsError as error:
        hint = "give a file that was written with --format json"
        raise FindingsError(f"{place}: {error}; {hint}") from error


def _read(path: str | Path, place: str) -> bytes:
    if str(path) == "-" and sys.stdin is None:
        raise InputError("standard input is closed; name a file instead")
    try:
        return sys.stdin.buffer.read() if str(path) == "-" else Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{place}: cannot be read ({reason}); name a readable findings file") from error

"""Whether a scan fits into memory, told before the machine begins to swap.

What a scan holds grows with its articles: their texts, two signatures each, and passage keys up to a bound. The figures
are estimates from the sizes of the arrays, rounded up.
"""

from __future__ import annotations

from pathlib import Path

from dupdetect.errors import InputError
from dupdetect.settings import Fingerprinting

_PER_ARTICLE = 4_096
"""Bytes: signatures, ids and the record."""

_PER_CHARACTER = 2
"""Bytes of a code point in memory, at most for text in one of the larger alphabets."""

_PER_KEY = 40
"""Bytes of a passage key, its owner, and what sorting them takes."""

_CHARACTERS_A_KEY = 6
"""Code points of text that bring a passage key, about."""

_GIGABYTE = 1 << 30


def require_memory(articles: int, characters: int, settings: Fingerprinting) -> None:
    """Check that so many articles of so many code points together can be scanned here.

    Raises:
        InputError: they cannot; the message says how much is missing, and what can be done instead.
    """
    free = available_bytes()
    needed = estimate_demand(articles, characters, settings)
    if free is not None and needed > free + characters * _PER_CHARACTER:  # the texts are in memory already
        raise InputError(
            f"too many articles for a scan in memory: {articles:,} so far need about {needed / _GIGABYTE:.1f} GiB, "
            f"and {free / _GIGABYTE:.1f} are free; scan them in parts, set fingerprinting.passage_keys lower, or look "
            "for near copies alone (near_copies, dedup), which keep texts on disk"
        )


def estimate_demand(articles: int, characters: int, settings: Fingerprinting) -> int:
    """Bytes of memory that a scan takes at its peak, about."""
    keys = min(settings.passage_keys, characters // _CHARACTERS_A_KEY // settings.passage_sample)
    return articles * _PER_ARTICLE + characters * _PER_CHARACTER + keys * _PER_KEY


def available_bytes() -> int | None:
    """Bytes that can be had without swapping; None where the system does not say."""
    limits = [bytes_ for bytes_ in (_of_machine(), _of_container()) if bytes_ is not None]
    return min(limits) if limits else None


def _of_machine() -> int | None:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:")), None)


def _of_container() -> int | None:
    """What the control group leaves (Linux, version 2); file caches that can be dropped count as free."""
    group = Path("/sys/fs/cgroup")
    try:
        most, used, kinds = (group.joinpath(f"memory.{name}").read_text("ascii") for name in ("max", "current", "stat"))
        return int(most) - int(used) + int(dict(map(str.split, kinds.splitlines()))["inactive_file"])
    except (OSError, ValueError, KeyError):  # no such file, or no bound: "max"
        return None

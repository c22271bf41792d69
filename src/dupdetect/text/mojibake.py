"""Repair text written as UTF-8 and read as Windows-1252, Latin-1 or Windows-1251: clusters become letters again.

ftfy recognises sequences that nobody writes on purpose, and its codec decodes them. It repairs whole texts without
offsets, so here it only judges the runs, and its codec decodes them cluster by cluster. It is loaded when a run occurs.
It does not recognise most Russian read as Windows-1251, so those runs have a rule of their own: two clusters or more,
and not only letters that may follow there in Russian or Ukrainian.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_WESTERN = "\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™"
_CLUSTER = re.compile(f"[ÂÃÄÅÎÏÐÑ×ØÙ][{_WESTERN}]|â[{_WESTERN}]{{2}}|ð[{_WESTERN}]{{3}}")
"""What the bytes in UTF-8 of Latin, Greek, Cyrillic, Hebrew, Arabic letters, punctuation and emoji look like."""
_RUN = re.compile(f"(?:{_CLUSTER.pattern})+")
_FOREIGN = f"{_WESTERN}ЂЃѓЉЊЌЋЏђљњќћџЎўЈЅѕј"
_CYRILLIC = re.compile(f"[РС][{_FOREIGN}ёіїєґЁІЇЄҐ№]|[вВ][«»]|вЂ[{_WESTERN}ќћњљ]")
"""What the bytes in UTF-8 of Cyrillic letters and of punctuation look like in Windows-1251."""
_CYRILLIC_RUN = re.compile(rf"(?<!\w)(?:{_CYRILLIC.pattern})+(?!\w)")
_TELLING = re.compile(f"[РС][{_FOREIGN}№]")
"""Clusters that are no two letters of Russian or Ukrainian."""

POINTS = "ÂÃÄÅÎÏÐÑ×ØÙâðРС"
"""A class of what such clusters begin with."""
FOLLOWING = f"{_FOREIGN}№"
"""What follows there in some cluster at least of any text that is repaired."""
DEEPEST = 3
"""Most nested wrong encodings that are undone."""
_LEAD = re.compile(f"[{POINTS}]")


def find_suspects(characters: str) -> bool:
    """Whether a text of such characters may hold a cluster."""
    return _LEAD.search(characters) is not None


def find_repairs(text: str) -> list[tuple[int, int, str]]:
    """The wrongly decoded clusters of `text`, in order: start, end, and the letter that was meant."""
    repairs = _decode_runs(text, _bad_runs(text), _CLUSTER, ("sloppy-windows-1252", "latin-1"))
    if any(_is_russian_misread(run.group()) for run in _CYRILLIC_RUN.finditer(text)):
        repairs += _decode_runs(text, _CYRILLIC_RUN.finditer(text), _CYRILLIC, ("sloppy-windows-1251",))
    return sorted(repairs)


def _bad_runs(text: str) -> Iterator[re.Match[str]]:
    return (run for run in _RUN.finditer(text) if _bad(text[max(0, run.start() - 1) : run.end() + 1]))


def _is_russian_misread(run: str) -> bool:
    return len(_CYRILLIC.findall(run)) > 1 and _TELLING.search(run) is not None


def _decode_runs(
    text: str, runs: Iterator[re.Match[str]], cluster: re.Pattern[str], codecs: tuple[str, ...]
) -> list[tuple[int, int, str]]:
    parts = [part for run in runs for part in cluster.finditer(text, run.start(), run.end())]
    letters = [_decode_cluster(part.group(), codecs) for part in parts]
    return [(part.start(), part.end(), letter) for part, letter in zip(parts, letters, strict=True) if letter]


def _bad(run: str) -> bool:
    from ftfy.badness import is_bad

    return is_bad(run)


def _decode_cluster(cluster: str, codecs: tuple[str, ...]) -> str:
    """The letter that a cluster was; nothing where it is none."""
    from ftfy import bad_codecs

    bad_codecs.ok()  # the codec is registered by the import
    for codec in codecs:
        try:
            return cluster.encode(codec).decode("utf-8")
        except UnicodeError:
            continue
    return ""

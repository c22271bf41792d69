"""Repair text written as UTF-8 and read as Windows-1252 or Latin-1: each cluster becomes its letter again.

ftfy recognises sequences that nobody writes on purpose, and its codec decodes them. It repairs whole texts without
offsets, so here it only judges the runs, and its codec decodes them cluster by cluster. It is loaded when a run occurs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

FOLLOWING = "\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™"
_CLUSTER = re.compile(f"[ÂÃÄÅÎÏÐÑ×ØÙ][{FOLLOWING}]|â[{FOLLOWING}]{{2}}|ð[{FOLLOWING}]{{3}}")
"""What the bytes in UTF-8 of Latin, Greek, Cyrillic, Hebrew, Arabic letters, punctuation and emoji look like."""
_RUN = re.compile(f"(?:{_CLUSTER.pattern})+")
POINTS = "ÂÃÄÅÎÏÐÑ×ØÙâð"
"""A class of what such clusters begin with."""
DEEPEST = 3
"""Most nested wrong encodings that are undone."""
_LEAD = re.compile(f"[{POINTS}]")


def find_suspects(characters: str) -> bool:
    """Whether a text of such characters may hold a cluster."""
    return _LEAD.search(characters) is not None


def find_repairs(text: str) -> Iterator[tuple[int, int, str]]:
    """The wrongly decoded clusters of `text`: start, end, and the letter that was meant."""
    for run in _RUN.finditer(text):
        if _bad(text[max(0, run.start() - 1) : run.end() + 1]):
            for cluster in _CLUSTER.finditer(text, run.start(), run.end()):
                letter = _decode_run(cluster.group())
                if letter:
                    yield cluster.start(), cluster.end(), letter


def _bad(run: str) -> bool:
    from ftfy.badness import is_bad

    return is_bad(run)


def _decode_run(cluster: str) -> str:
    """The letter that a cluster was; nothing where it is none."""
    from ftfy import bad_codecs

    bad_codecs.ok()  # the codec is registered by the import
    for codec in ("sloppy-windows-1252", "latin-1"):
        try:
            return cluster.encode(codec).decode("utf-8")
        except UnicodeError:
            continue
    return ""

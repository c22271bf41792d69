"""Recognise files that dupdetect wrote itself, such as findings among the articles, so that they are not read."""

from __future__ import annotations

import re

from dupdetect.errors import InputError

_LOOKED_AT = 4096

_WRITTEN = (
    (re.compile(rb'\s*\{\s*"schema"\s*:\s*"dupdetect-findings/'), "findings of dupdetect"),
    (
        re.compile(rb"(?:\xef\xbb\xbf)?a,b,verdict,[a-z_,]{0,300}\bcoverage_a,coverage_b,"),
        "findings of dupdetect as CSV",
    ),
    (re.compile(rb'[^\0]{0,2000}<meta name="generator" content="dupdetect">'), "a report of dupdetect"),
    (
        re.compile(rb'\{"id": [^\n]{1,1000}, "kept": [^\n]{1,1000}, "reason": '),
        "a list of dropped articles by dupdetect",
    ),
)

DROPPED = ".dropped.jsonl"
"""The ending of the list that `dupdetect dedup` writes beside its output."""


def refuse_own_output(head: bytes) -> None:
    """Raise InputError when a file that begins with `head` was written by dupdetect; the message is the reason."""
    for pattern, what in _WRITTEN:
        if pattern.match(head[:_LOOKED_AT]):
            raise InputError(f"{what}, not articles")


KEPT = "the output of dupdetect dedup, copies of other files; name it by itself to have it read"

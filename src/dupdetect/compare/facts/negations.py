"""Negations that a sentence has and its partner has in no form: neither as "not" nor as "refused" or "unable"."""

from __future__ import annotations

import re

_NOT = re.compile(
    r"\b(?:not|never|cannot|nobody|nothing|none|neither|without|no)\b|(?<=n)['’]t\b|(?<=\w)n['’]t\b", re.IGNORECASE
)
_IDLE = re.compile(
    r"\bnot (?:only|just|merely|least|to mention|until)\b|\bno (?:fewer|less|more than|later|doubt|longer|matter)"
    r"|\bno \d|\bno\.|\bwhether or not\b|\bif not\b|\bnothing but\b|\bnone other\b|\bnone the\b",
    re.IGNORECASE,
)
"""What says "not" and denies nothing, or what other wordings say without it."""

_OTHERWISE = re.compile(
    r"\b(?:un|in|im|il|ir|dis|non|mis)-?[a-z]{4,}|\w+less\b|\b(?:refus|reject|declin|den(?:y|ied|ies|ial)|fail|lack"
    r"|avoid|prevent|stop|ban|bar|block|halt|prohibit|forb[ia]d|oppos|against|absen|hardly|barely|scarcely|rarely|seldom"
    r"|few|little|instead|rather|except|miss|short of|far from|free of|anything but|exclud|out of|wrong|false|doubt"
    r"|nor\b|nowhere|zero|nil|neg|withdr|drop|abandon|cancel|reluct|still|yet|end|away|empty|only|until|remain|quit"
    r"|lost|lose|left out|leave out|remov|omit|void)",
    re.IGNORECASE,
)
"""Wordings that may carry a negation on the other side."""


def find_negations(sentence: str) -> bool:
    """Whether a sentence says "not" or the like anywhere."""
    return _NOT.search(sentence) is not None


def find_lost(sentence: str, partner: str, start: int, end: int) -> tuple[int, int] | None:
    """The negation that `sentence` has between two of its offsets, when `partner` says nothing of the kind."""
    if not _NOT.search(sentence, start, end):
        return None
    idle = [match.span() for match in _IDLE.finditer(sentence)]
    for match in _NOT.finditer(sentence, start, end):
        if not any(low <= match.start() < high for low, high in idle):
            spoken = _NOT.search(partner) or _OTHERWISE.search(partner)
            return None if spoken else match.span()
    return None

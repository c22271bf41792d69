"""Negations that only one of two sentences has, counting "refused" or "unable" as forms of "not"."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORDS = r"\b(?:not|never|cannot|nobody|nothing|none|neither|without|no)\b"
_NOT = re.compile(rf"{_WORDS}|(?<=n)['’]t\b|(?<=\w)n['’]t\b", re.IGNORECASE)
_MAYBE_NOT = re.compile(rf"{_WORDS}|['’]t\b", re.IGNORECASE)
"""The same where the beginning of a word may be missing."""
_TRACES = ("no", "ne", "thout", "'t", "’t")
"""What every match holds in small letters, by letters for which a pattern takes no others."""
_IDLE = re.compile(
    r"\bnot (?:only|just|merely|least|to mention|until)\b|\bno (?:fewer|less|more than|later|doubt|longer|matter)"
    r"|\bno \d|\bno\.|\bwhether or not\b|\bif not\b|\bnothing but\b|\bnone other\b|\bnone the\b",
    re.IGNORECASE,
)
"""Phrases with "not" that do not negate, or that other wordings express without it."""

_NO_PREFIX = (
    r"(?!der|til|ion|it|ites?d?\b|ique|iver|less|inter|side|clud|creas|form|stead|vest|dustr|flu|divid|tern|sist|stitut"
    r"|tend|volv|come|quir|spect|ject|crease|port|prov|plem|pact|press|mediat|tercept|tro|land|her|jur|sur|st)"
)
"""Words that begin like a negating prefix but do not negate: under, inside, important."""

_OTHERWISE = re.compile(
    rf"\b(?:un|in|im|il|ir|dis|non|mis)-?{_NO_PREFIX}[a-z]{{4,}}|\w+less\b|\b(?:refus\w*|reject\w*|declin\w*"
    r"|den(?:y|ied|ies|ial)|fail\w*|lack(?:s|ed|ing)?|avoid\w*|prevent\w*|stop(?:s|ped|ping)?|ban(?:s|ned|ning)?"
    r"|bar(?:s|red|ring)?|block(?:s|ed|ing)?|halt(?:s|ed|ing)?|prohibit\w*|forb[ia]d\w*|oppos\w*|against|absen\w*"
    r"|hardly|barely|scarcely|rarely|seldom|few(?:er)?|little|instead|rather|except(?:ed|ing|ion)?|miss(?:es|ed|ing)?"
    r"|short of|far from|free of|anything but|exclud\w*|out of|wrong|false|doubt\w*|nor|nowhere|zero|nil|negat\w*"
    r"|withdr\w*|drop(?:s|ped|ping)?|abandon\w*|cancel\w*|reluct\w*|still|yet|end(?:s|ed|ing)?|away|empty|only|until"
    r"|remain\w*|quit|los(?:e|es|t|ing)|left out|leave out|remov\w*|omit\w*|void)\b",
    re.IGNORECASE,
)
"""Wordings that may carry a negation on the other side."""


def may_hold_negations(stretches: Iterable[str]) -> bool:
    """Quickly check whether any of some stretches of a text may say "not" or the like; most say nothing of the kind."""
    lines = "\n".join(stretches)
    lower = lines.lower()
    return any(trace in lower for trace in _TRACES) and _MAYBE_NOT.search(lines) is not None


def holds_negation(sentence: str, start: int, end: int) -> bool:
    """Whether a sentence says "not" or the like between two of its offsets."""
    return _NOT.search(sentence, start, end) is not None


def count_negations(sentence: str) -> int:
    """How often a sentence says "not" or the like."""
    return sum(1 for _ in _NOT.finditer(sentence))


def find_lost(sentence: str, partner: str, start: int, end: int, counts: tuple[int, int]) -> tuple[int, int] | None:
    """The negation that `sentence` has between two of its offsets, when `partner` says nothing of the kind.

    Args:
        counts: the negations of `sentence` and of `partner`. Where both have some, one more of the first is lost; what
            the partner says otherwise, such as "refused", cannot be told from its own.
    """
    if not holds_negation(sentence, start, end) or counts[0] <= counts[1]:
        return None
    idle = [match.span() for match in _IDLE.finditer(sentence)]
    for match in _NOT.finditer(sentence, start, end):
        if not any(low <= match.start() < high for low, high in idle):
            spoken = not counts[1] and _OTHERWISE.search(partner)
            return None if spoken else match.span()
    return None

"""Consent texts and lists of references, recognised by their form at any length.

A consent text mentions cookies, partners and purposes throughout; a reference gives names, a year in brackets and a
publisher, and stands in a list. Two articles that share either did not take it from each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LONGEST = 4000
"""Code points of a line that is looked at."""

_CONSENT_HINTS = (
    "cookie", "consent", "partners", "personal data", "personalis", "personaliz", "vendors", "datenschutz", "données",
    "datos", "dane", "consenso",
)  # fmt: skip
"""One of them stands in every consent text. Lines are many, and plain searches are faster than a pattern."""
_UNUSUAL = "ıİſ"
"""Letters that a pattern takes for others when it ignores case, and that have another small letter."""
_DIGIT = re.compile(r"\d")
_CONSENT = re.compile(
    "|".join(
        (
            r"\bcookies?\b",
            r"\b(?:our|\d+) (?:\w+ )?(?:partners|vendors)\b",
            r"\b(?:personal|browsing) data\b|\bprecise (?:geo)?location\b|\blegitimate interests?\b",
            r"\b(?:your|site) (?:device|consent|preferences|choices|privacy|permission)\b",
            r"\bpersonali[sz]ed (?:ads?|advertising|content)\b|\b(?:audience|content|ad) (?:research|measurement)\b",
            r"\b(?:unique|device) (?:identifiers?|characteristics|scanning)\b",
            r"\b(?:privacy|cookie) (?:policy|settings)\b",
            r"\bunsere[nr]? partnern?\b|\beinwilligung\b|\bdatenschutz\w*|\bpersonenbezogene\w*",
            r"\bnos partenaires\b|\bconsentement\b|\bdonnées personnelles\b|\bpolitique de confidentialité\b",
            r"\bnuestros socios\b|\bconsentimiento\b|\bdatos personales\b|\bpolítica de (?:privacidad|cookies)\b",
            r"\bnostri partner\b|\bconsenso\b|\bdati personali\b|\binformativa sulla privacy\b",
            r"\b(?:nasi|naszych) partner\w*|\bdan\w+ osobow\w+|\bpolityk\w+ prywatności\b|\bzgod[ęay]\b",
        )
    ),
    re.I,
)
_PHRASES = 3
"""Least different consent terms in a line."""
ADDRESS = re.compile(r"\b(?:we|our|us|you|your|wir|uns|nous|vos|votre|nosotros|su|noi|tuoi|my|nasz\w*)\b", re.I)
"""Words to the reader, which notices hold and reports do not: a consent text has some, a report on cookies has none."""

_YEAR = r"\(?(?:1[5-9]|20)\d\d[a-z]?\)?"
_NAME = r"[^\W\d_a-zà-öø-ÿ][\w'’-]+(?: [^\W\d_a-zà-öø-ÿ][\w'’-]+)?, ?(?:[^\W\d_]\.[ -]?){1,4}"
_REFERENCE = re.compile(
    rf"^\W{{0,3}}\d{{0,3}}[\].)]?\s*{_NAME}.{{0,300}}?{_YEAR}"  # Harrow, P. and Moor, R. (1998). ...
    rf"|^\W{{0,3}}\d{{1,3}}[\].)]\s.{{5,400}}\b(?:doi\b|https?://|vol\. ?\d|pp?\. ?\d+|{_YEAR})",  # [3] ... 2011
)
_LISTED = 3
"""Least consecutive references that make a list."""
_TITLE = re.compile(
    r"^\W*(?:references|bibliography|works cited|sources|further reading|literatur(?:verzeichnis)?|quellen"
    r"|références|bibliographie|referencias|bibliografía|bibliografia|riferimenti|literatura|литература|参考文献)\W*$",
    re.I,
)


def mark_notices(text: str, lower: str, lines: list[str]) -> list[bool]:
    """Which of the lines of a text are consent texts or in a list of references; `lower` is the text in lower case."""
    hints = [hint for hint in _CONSENT_HINTS if hint in lower]
    unusual = _has_unusual(text)
    marked = [False] * len(lines)
    if hints or unusual:
        marked = [_is_consent(line, hints, unusual=unusual) for line in lines]
    for start, end in _find_lists(lines):
        marked[start:end] = [True] * (end - start)
        if start > 0 and _TITLE.match(lines[start - 1][:80]):
            marked[start - 1] = True
    return marked


def _find_lists(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Where references follow one another, enough for a list. Each such list holds one of every `_LISTED` lines."""
    end = 0
    for i in range(_LISTED - 1, len(lines), _LISTED):
        if i < end or not _is_reference(lines[i]):
            continue
        start, end = i, i + 1
        while start > 0 and _is_reference(lines[start - 1]):
            start -= 1
        while end < len(lines) and _is_reference(lines[end]):
            end += 1
        if end - start >= _LISTED:
            yield start, end


def _is_consent(line: str, hints: list[str], *, unusual: bool) -> bool:
    """Whether a line asks for consent, given the hints that its text holds and whether that has unusual letters."""
    if len(line) > _LONGEST or not (_holds_hint(line, hints) or (unusual and _has_unusual(line))):
        return False
    if not ADDRESS.search(line):
        return False
    return len({phrase.group().lower().rstrip("s") for phrase in _CONSENT.finditer(line)}) >= _PHRASES


def _holds_hint(line: str, hints: list[str]) -> bool:
    lower = line.lower() if hints else ""
    return any(hint in lower for hint in hints)


def _has_unusual(text: str) -> bool:
    return not text.isascii() and any(letter in text for letter in _UNUSUAL)


def _is_reference(line: str) -> bool:
    return _DIGIT.search(line, 0, 800) is not None and _REFERENCE.match(line[:800]) is not None

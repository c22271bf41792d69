"""Phrases by which a text credits a source, in several languages, and a quick test whether a text may hold one.

The pattern of all phrases is dear to try at every word, and most texts credit nobody. So each phrase has a hint that is
searched first: plain words that every text with the phrase must hold.
"""

from __future__ import annotations

import re

_PART = r"(?-i:[A-ZÀ-Þ][\w&.'’-]{0,40})"
NAME = rf"(?:the )?{_PART}(?: (?:of |the |and |for |& )?{_PART}){{0,5}}"
"""Bounded, so that a line of a million hyphened capitals costs no more than any other."""
_PIECE = r"(?:article|story|piece|report|post|text|interview|commentary|analysis|column)"
_SAYS = (
    r"(?:writes?|wrote|reports?|reported|has reported|(?:was|were) (?:the )?first to report|first reported|revealed)"
)
_FIRST = r"(?:(?:was )?(?:first|originally) (?:appeared|published|posted|ran|printed)|appeared first|first ran)"

ADDRESS = r"(?:https?://|www\.|(?<![@\w.])(?:[a-z0-9-]{1,40}\.){1,3}[a-z]{2,12}/)[^\s)>\]\"'”’]*"
"""A web address, with a scheme or with a path."""
_SITE = r"(?:[a-z0-9-]{1,40}\.){1,3}[a-z]{2,12}\b"
"""The bare name of a site, where a source is named."""
_WHOLE = r"(?:full|whole|original|complete|entire)"

_ELSEWHERE = (
    rf"\b(?:zuerst|ursprünglich) (?:erschienen|veröffentlicht) (?:in|bei|auf|im) (?:de[rnm] )?{NAME}",
    rf"\berschien (?:zuerst|ursprünglich) (?:in|bei|auf|im) (?:de[rnm] )?{NAME}",
    rf"\b(?:wie|so) (?:(?:der|die|das) )?{NAME} berichtete?[nt]?\b",
    rf"\b(?:initialement|d’abord|d'abord) (?:publié|paru)e? (?:dans|sur|par) (?:l[ea’'] ?)?{NAME}",
    rf"\b(?:publié|paru)e? (?:initialement|d’abord|d'abord) (?:dans|sur|par) (?:l[ea’'] ?)?{NAME}",
    rf"\bselon (?:un article|une enquête) (?:de |du |d[’'])(?:l[ea’'] ?)?{NAME}",
    rf"\bpublicad[oa] (?:originalmente|por primera vez|pela primeira vez) (?:en|por|no|na|em) (?:el |la )?{NAME}",
    rf"\bpubblicat[oa] (?:originariamente|originalmente|per la prima volta) (?:su|da|in|nel) (?:il |la )?{NAME}",
    rf"\b(?:oorspronkelijk|eerder) (?:verschenen|gepubliceerd) (?:in|op|door) (?:de |het )?{NAME}",
    rf"\b(?:pierwotnie|po raz pierwszy) (?:opublikowan[oay]|ukazał[oa]? się) (?:w|na) {NAME}",
    r"\b(?:впервые опубликован[оаы]?|по материалам|как сообщает|перепечатано из) [«\"]?(?-i:[А-ЯЁ])[^.\n]{1,60}",
    r"(?:转载自|原载于|来源[：:]|转自)[^。\n]{1,30}",
)
"""The same in German, French, Spanish and Portuguese, Italian, Dutch, Polish, Russian and Chinese."""

CREDITED = re.compile(
    r"(?:\b(?=\w)|(?=[,(\n转原来]))(?:"  # where any of them can begin: most characters stand inside words
    + "|".join(
        (
            rf"\b(?:this|the) (?:above )?{_PIECE} {_FIRST}\b[^.\n]{{0,20}}\b(?:in|on|by|at|with) {NAME}",
            rf"\b{_FIRST} (?:in|on|by|at) (?:{NAME}|{_SITE})",
            rf"\b{NAME} {_SAYS} in (?:the|an?|its|their) {_PIECE}\b",
            rf"(?:, |\bas )(?:the )?{NAME} {_SAYS}\b",
            rf"\baccording to (?:a|an|the) {_PIECE} (?:in|by|on|from) {NAME}",
            r"\b(?:reprinted|republished|reproduced|syndicated|reposted|cross-posted)\b[^.\n]{0,40}"
            r"\b(?:from|with|by|under|courtesy of) [^.\n]{1,60}",
            r"\b(?:read|see|view|find) the (?:original|full|whole|complete)\b[^.\n]{0,20}"
            rf"\b{_PIECE}?[^.\n]{{0,20}}\b(?:at|on|in|here|by|from)\b[^.\n]{{0,60}}",
            rf"\b{NAME} has (?:the|a) (?:{_WHOLE}|longer) (?:story|article|piece|interview) ?(?:[.!:\n]|here\b|\Z)",
            rf"(?:\b(?:read|see|view|find|get) |^|\n)(?:the |our )?(?:{_WHOLE}|rest of the) {_PIECE} ?: ?"
            rf"(?:{ADDRESS}|{NAME})",
            rf"\baccording to {NAME} \({ADDRESS}\)",
            rf"\b(?:adapted|excerpted|an excerpt|taken|translated) from an? {_PIECE} (?:in|by|on|from|at) {NAME}",
            rf"\b(?:courtesy of|with thanks to|hat tip to|h/t:?) {NAME}",
            rf"(?:^|\n|\()(?:via|source|original|originally|quelle|fuente|источник|first published)"
            rf"(?: (?:in|on|by|at))?\s?:? ?(?:{NAME}|https?://)",
            rf"\b{_PIECE} (?:by|from|of) (?:the )?{NAME} (?:appears|is published|is used) with (?:kind )?permission",
            *_ELSEWHERE,
        )
    )
    + ")",
    re.IGNORECASE,
)
"""A phrase that credits a source."""

_UNUSUAL = "ıİſᲀᲁᲂᲃᲄᲅᲆ"
"""Letters that a pattern takes for others when it ignores case, although they are no capitals of them."""

_PIECES = ("article", "story", "piece", "report", "post", "text", "interview", "commentary", "analysis", "column")
_WHOLES = ("full ", "whole ", "original ", "complete ", "entire ", "longer ")
_PRINTING = ("appeared", "published", "posted", "ran", "printed")
_OPENINGS = ("via", "source", "original", "quelle", "fuente")
"""What begins a line or a bracket with a source, and may begin the text."""
_ALONE = (
    *("appeared first", "reprinted", "republished", "reproduced", "syndicated", "courtesy of ", "with thanks to "),
    *("hat tip to ", "h/t", "zuerst ", "berichtet", "initialement ", "d'abord", "selon un article", "publicad"),
    *("pubblicat", "oorspronkelijk ", "pierwotnie ", "po raz pierwszy "),
)
_TOGETHER = {
    **{first: tuple(first + printed for printed in _PRINTING) for first in ("first ", "originally ")},
    "posted": ("reposted", "cross-posted"),
    **{
        f"the {whole}": tuple(f"{read} the {whole}" for read in ("read", "see", "view", "find"))
        for whole in ("original", "full", "whole", "complete")
    },
    **{has: tuple(has + whole for whole in _WHOLES) for has in ("has the ", "has a ")},
    ":": tuple(piece + colon for piece in _PIECES for colon in (":", " :")),
    " from a": tuple(f"{taken} from a" for taken in ("adapted", "excerpted", "excerpt", "taken", "translated")),
    "permission": ("with permission", "with kind permission"),
    **{source: (f"\n{source}", f"({source}") for source in _OPENINGS},
    "eerder ": ("eerder verschenen", "eerder gepubliceerd"),
}
"""What some hints have in common, and these hints; hints that have nothing in common with others are `_ALONE`.

One of all hints stands in every text that holds a phrase, in small letters, save those for which a pattern looks.
"""
_HINTS_BEYOND_ASCII = (
    *("ursprünglich ", "d’abord", "selon une enquête", "источник", "впервые опубликован", "по материалам"),
    *("как сообщает", "перепечатано из", "转载自", "原载于", "来源", "转自"),
)
_ACCORDING = re.compile(
    rf"according to (?:an? {_PIECE}|the {_PIECE}|[^(]{{1,300}} \((?:https?://|www\.|[a-z0-9-]{{1,40}}\.))"
)
_SAID_LAST = re.compile(r" (?:writes?|wrote|reports?|reported|revealed)\b")
"""The last word of what `_SAYS` matches, in small letters."""
_WHO = re.compile(rf"(?:, |\bas )(?:the )?{NAME}(?: has| (?:was|were) (?:the )?first to| first)?\Z", re.IGNORECASE)
_WHERE = re.compile(rf" in (?:the|an?|its|their) {_PIECE}\b")
_LONGEST_NAME = 400
"""Code points before the last word of `_SAYS` in which the name lies, more than it can have."""


def may_credit(text: str) -> bool:
    """Whether a text may hold a phrase that credits a source; hardly ever true of one that holds none."""
    lower = text.lower()
    if _holds_hint(lower) or lower.startswith(_OPENINGS):
        return True
    if not text.isascii() and _holds_foreign_hint(text, lower):
        return True
    return ("according to " in lower and _ACCORDING.search(lower) is not None) or _may_name_reporter(text, lower)


def _holds_hint(lower: str) -> bool:
    if any(hint in lower for hint in _ALONE):
        return True
    return any(shared in lower and any(hint in lower for hint in hints) for shared, hints in _TOGETHER.items())


def _holds_foreign_hint(text: str, lower: str) -> bool:
    return any(hint in lower for hint in _HINTS_BEYOND_ASCII) or any(letter in text for letter in _UNUSUAL)


def _may_name_reporter(text: str, lower: str) -> bool:
    """Whether a text may say in an aside who reported it, or in what; `lower` is the same in small letters."""
    for said in _SAID_LAST.finditer(lower):
        if _WHERE.match(lower, said.end()):
            return True
        if _WHO.search(text, max(0, said.start() - _LONGEST_NAME), said.start()):
            return True
    return False

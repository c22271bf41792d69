"""Which lines are boilerplate that pages put around an article, by patterns of a whole line.

Every pattern is anchored at both ends and sees at most 240 characters, so that hostile lines cost bounded time. A
line that might be narration is left alone: a missed share bar costs a little coverage, a dropped sentence costs truth.
So a line that ends like a sentence is boilerplate only if it addresses the reader or is about the page itself.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from dupdetect.text.boilerplate_patterns import LINES, SENTENCES

_ENDS = re.compile(r"(?<![.…])[.!?][\"'”’»)\]]*\Z")
LONGEST = 240
_FEWEST = 4
"""Words of a sentence; a shorter line is not narration, however it ends."""


def _any(kinds: dict[str, tuple[str, ...]]) -> re.Pattern[str]:
    whole = (rf"(?:{pattern})\s*\Z" for patterns in kinds.values() for pattern in patterns)
    return re.compile("|".join(whole), re.IGNORECASE)


@cache
def _lines() -> re.Pattern[str]:
    """Boilerplate that does not end like a sentence. Compiling it takes 20 ms, and few plain texts need it."""
    return _any(LINES)


@cache
def _sentences() -> re.Pattern[str]:
    """Boilerplate that may end like a sentence."""
    return _any(SENTENCES)


@cache
def _impersonal() -> re.Pattern[str]:
    """The kinds of boilerplate that may hold words of narration."""
    return _any({kind: SENTENCES[kind] for kind in ("scraper", "legal", "byline and date", "links", "forum")})


_NARRATED = re.compile(
    r"\b(?:said|says|told|tells|asked|begged|cried|warned|urged|added|announced|ordered|wrote|argued|pleaded|demanded"
    r"|insisted|shouted|was|were|he|she|they|his|her|their)\b",
    re.IGNORECASE,
)
"""Words of narration about others. Pages that address their readers use none, except in the kinds below."""

_OPENINGS = frozenset((
    "a ad|a ne|a on|a st|a we|abon|abou|acce|acti|ad|all |alre|also|anze|apr |apr.|apri|arti|atta|aug |aug.|augu|"
    "awar|back|be t|beco|blue|book|by |c) |call|capt|cate|clic|clos|come|comm|comp|cond|cont|cook|copi|copy|crea|"
    "dail|date|dec |dec.|dece|dele|did |disc|do y|don'|dona|dont|down|druc|e-ma|edit|emai|enjo|esti|even|face|fax|"
    "feat|feb |feb.|febr|file|find|firs|flag|foll|forw|foun|free|fri |fri,|frid|from|fw|get |gold|grab|grap|have|"
    "havi|home|hope|http|if y|imag|impr|in c|in p|inst|iscr|jan |jan.|janu|join|jul |jul.|july|jun |jun.|june|juni|"
    "karm|keyw|komm|labe|last|late|lea |leav|lega|lese|let |like|link|lire|list|load|loca|log |logi|love|mana|mar |"
    "mar.|marc|mast|may |may.|mehr|memb|menu|mess|mod|mon |mon,|mond|more|morn|most|neve|new |newa|newm|newp|news|"
    "newu|next|no a|no c|no d|no r|note|noti|nov |nov.|nove|oct |oct.|octo|on|op|orig|our |page|paid|part|past|paus|"
    "payl|perm|phon|phot|pict|pin|play|plea|popu|post|prem|pres|prev|prin|priv|prom|pubb|publ|quot|rank|rate|re|rss|"
    "sat |sat,|satd|satu|save|saw |scro|sear|see |seen|send|seni|sent|sep |sep.|sepe|sept|shar|show|sign|skip|sms|"
    "sorr|spoi|spon|staf|stam|star|stat|stor|subj|subm|subs|sun |sun,|sund|supp|susc|swip|tag |tag:|taga|tagg|tags|"
    "tagu|take|tap |teil|tel|term|text|than|the |this|thou|thre|thu |thu,|thud|thur|tikt|to c|to r|to u|top|tren|"
    "try |tue |tue,|tued|tues|twee|twit|udos|unsu|up n|upda|uplo|upvo|user|vide|view|want|watc|we a|we d|we u|web |"
    "wed |wed,|wedd|wedn|week|werb|what|why |word|writ|x|you |your|yout"
).split("|"))  # fmt: skip
"""The first four letters, in lower case, of boilerplate that begins with an ASCII letter."""

_HEAD = 4
_SIGNS = frozenset("©(@-_=*~.#,")
"""What else boilerplate begins with, besides digits."""
_FOREIGN = "àпкрч"
"""Letters beyond ASCII with which boilerplate begins, in lower case."""
_LETTERS = re.compile(r"[^\W\d_]*")
_UNUSUAL = re.compile("[ıſ]")
"""Small letters that a pattern takes for others when it ignores case."""


def is_furniture(line: str) -> bool:
    """Whether a line, stripped of bullets, is boilerplate; runs of spaces count as one."""
    return len(line) <= 2 * LONGEST and may_match(line) and _matches(line)


def may_match(line: str) -> bool:
    """Whether a pattern may match: the first letters rule out most lines of a text.

    Only `all rights reserved` may stand further on.
    """
    start = line[:_HEAD]
    head = (start if start.isalnum() else " ".join(line[: 4 * _HEAD].split())[:_HEAD]).lower()
    if _may_begin(head) and (head != "the " or _may_follow_the(line)):
        return True
    return "erved" in line.lower()


@lru_cache(maxsize=4096)
def _may_begin(head: str) -> bool:
    """Whether boilerplate may begin with these characters, four of them unless the line is shorter."""
    if not head[:1].isalpha():
        return head[:1].isdecimal() or head[:1] in _SIGNS
    if len(head) < _HEAD:
        return True
    if head.isascii():
        return head in _OPENINGS or head[:3] in _OPENINGS or head[:2] in _OPENINGS or head[0] in _OPENINGS
    word = _LETTERS.match(head)
    return word is None or word[0].isascii() or head[0] in _FOREIGN or _UNUSUAL.search(head) is not None


def _may_follow_the(line: str) -> bool:
    """Whether a line that begins with `the` may be boilerplate: few patterns begin with a word as common."""
    return not line.isascii() or "post" in line[: 4 * _HEAD].lower() or "newsletter" in line.lower()


@lru_cache(maxsize=4096)  # layout asks up to three times, and pages of one site repeat their lines
def _matches(line: str) -> bool:
    line = " ".join(line.split())
    if len(line) > LONGEST:
        return False
    if _sentences().match(line) and (not _NARRATED.search(line) or _impersonal().match(line)):
        return True
    narration = _ENDS.search(line) and len(line.split()) >= _FEWEST
    return not narration and _lines().match(line) is not None

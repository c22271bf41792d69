"""The closed vocabularies of findings: verdicts, kinds, directions, forms of credit, channels."""

from __future__ import annotations

from enum import Enum


class _Word(str, Enum):
    """A string enum whose members equal, print and serialise as their word."""

    def __str__(self) -> str:
        return str(self.value)

    def __format__(self, form: str) -> str:
        return format(str(self.value), form)


class Verdict(_Word):
    """How two articles are related, from the strongest to the weakest.

    Verdicts are ordered by strength: `Verdict.REWRITE > Verdict.PARTIAL`, and `pair.verdict >= "rewrite"` works too.
    """

    IDENTICAL = "identical"
    NEAR_COPY = "near_copy"
    REWRITE = "rewrite"
    PARTIAL = "partial"
    INDEPENDENT = "independent"

    @property
    def rank(self) -> int:
        """4 for `identical` down to 0 for `independent`."""
        return _RANKS[self.value]

    def reaches(self, other: Verdict) -> bool:
        """Whether this verdict is as strong as `other`, or stronger."""
        return self >= other

    def __lt__(self, other: str) -> bool:
        return self.rank < Verdict(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= Verdict(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > Verdict(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= Verdict(other).rank


_RANKS = {"identical": 4, "near_copy": 3, "rewrite": 2, "partial": 1, "independent": 0}


class Kind(_Word):
    """How near the two sides of a passage are."""

    VERBATIM = "verbatim"
    EDITED = "edited"
    REWORDED = "reworded"


class Manner(_Word):
    """How the wording of one article became that of the other."""

    VERBATIM = "verbatim"
    EDITED = "edited"
    SPUN = "spun"
    REWORDED = "reworded"
    RETOLD = "retold"
    TRANSLATED = "translated"


class AttachedAs(_Word):
    """Why an article is attached to a family without being a member: it is cut from one, or holds one among others."""

    TRIM = "trim"
    ROUND_UP = "round_up"


class Direction(_Word):
    """Which article was made from which, as far as evidence goes."""

    A_TO_B = "a_to_b"
    B_TO_A = "b_to_a"
    UNKNOWN = "unknown"


class CreditForm(_Word):
    """How one text names the source of the other, from the strongest form to none."""

    LINKED = "linked"
    CREDITED = "credited"
    BYLINE = "byline"
    NONE = "none"


class Channel(_Word):
    """Which search found a candidate pair."""

    SAME_WORDS = "same_words"
    NEAR_COPIES = "near_copies"
    REWRITES = "rewrites"
    PASSAGES = "passages"
    MEANING = "meaning"
    ASKED = "asked"


class DriftKind(_Word):
    """What sort of fact differs between two aligned sentences."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"


class SignalKind(_Word):
    """In which form a page speaks to programs."""

    CANONICAL = "canonical"
    """Its address, or that of the original: `<link rel="canonical">`."""
    LICENCE = "licence"
    """A licence: a link with `rel="license"`."""
    CREATIVE_COMMONS = "creative_commons"
    """A link to a Creative Commons licence that does not say whether it is the licence of the page."""
    RSL = "rsl"
    """Terms for programs in Really Simple Licensing, linked or in the page (https://rslstandard.org/rsl)."""
    C2PA = "c2pa"
    """Content credentials, linked or in the page: a C2PA manifest (https://spec.c2pa.org)."""

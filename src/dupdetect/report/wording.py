"""The wording of reports: figures as percentages, and the meaning of each verdict for editors."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from itertools import takewhile

from dupdetect.records import AttachedAs, Comparison, CreditForm, Direction, Drift, DriftKind, Kind, Manner, Verdict
from dupdetect.records.views import EditKind

LABELS = {
    Verdict.IDENTICAL: "Identical",
    Verdict.NEAR_COPY: "Near copy",
    Verdict.REWRITE: "Rewrite",
    Verdict.PARTIAL: "Partly shared",
    Verdict.INDEPENDENT: "Independent",
}
SIGNS = {
    Verdict.IDENTICAL: "=",
    Verdict.NEAR_COPY: "≈",
    Verdict.REWRITE: "∼",
    Verdict.PARTIAL: "∩",
    Verdict.INDEPENDENT: "≠",
}
"""A sign for each verdict, so that colour is never the only difference."""

MEANINGS = {
    Verdict.IDENTICAL: "The two are the same text. Only capitals, spacing, punctuation and what the site adds around "
    "an article (bylines, share buttons, subscribe lines) differ.",
    Verdict.NEAR_COPY: "Most of at least one text is the other’s wording with small edits, as in a syndicated or "
    "trimmed copy.",
    Verdict.REWRITE: "Most of at least one text says the other’s sentences in other words: paraphrased by hand, or put "
    "through a program that exchanges words (“spun”).",
    Verdict.PARTIAL: "Some passages are shared, word for word or reworded. The rest of each text is its own.",
    Verdict.INDEPENDENT: "They share nothing but what two reports of one event share (names, figures, short "
    "quotations) or two fillings of one form: its wording, with other facts.",
}

KINDS = {
    Kind.VERBATIM: ("word for word", "="),
    Kind.EDITED: ("lightly edited", "≈"),
    Kind.REWORDED: ("reworded", "∼"),
}
"""What a passage is called, and its sign."""

MANNERS = {
    Manner.VERBATIM: "word for word",
    Manner.EDITED: "lightly edited",
    Manner.SPUN: "spun by a machine",
    Manner.REWORDED: "reworded",
    Manner.RETOLD: "retold in other words",
    Manner.TRANSLATED: "translated",
}
"""How the wording of one text became that of the other."""

DRIFTS = {
    DriftKind.NUMBER: "Number",
    DriftKind.DATE: "Date or time",
    DriftKind.NAME: "Name",
    DriftKind.NEGATION: "“Not”",
}
DIRECTIONS = {
    Direction.A_TO_B: "B was made from A",
    Direction.B_TO_A: "A was made from B",
    Direction.UNKNOWN: "Not known",
}
CREDITS = {
    CreditForm.LINKED: "Credited with a link",
    CreditForm.CREDITED: "Credited by name",
    CreditForm.BYLINE: "Author or agency named only",
    CreditForm.NONE: "No credit found",
}
ATTACHED = {AttachedAs.TRIM: "cut from it", AttachedAs.ROUND_UP: "holds it among others"}
"""Why an article stands beside a family."""

EDITS = {
    EditKind.KEPT: "kept",
    EditKind.EXCHANGED: "words exchanged",
    EditKind.CUT: "cut",
    EditKind.ADDED: "added",
}
"""What became of a stretch on the way from one text to another."""

RULES = {
    "credit": "Names the outlet or author",
    "link": "Links to the original",
    "byline": "Names every author",
    "line": "Bears the required line",
    "no_edits": "Edits nothing but time, place and style",
    "same_headline": "Keeps the headline",
    "keep_links": "Keeps the links",
    "keep_licence": "Keeps the licence for programs",
    "least_share": "Is long enough",
    "same_facts": "Changes no facts",
    "no_translation": "Is not translated",
    "noncommercial": "Is not sold",
    "pixel": "Keeps the counting pixel",
    "embargo": "Waited for the embargo",
    "partner": "Is a partner’s, with a licence of its own",
}
"""The rules of a licence as a copy keeps them."""

BREACHES = {
    "credit": "credit",
    "link": "link",
    "byline": "byline",
    "line": "required line",
    "no_edits": "edits",
    "same_headline": "headline",
    "keep_links": "links removed",
    "keep_licence": "licence link",
    "least_share": "length",
    "same_facts": "changed facts",
    "no_translation": "translation",
    "pixel": "counting pixel",
    "embargo": "embargo",
}
"""What a broken rule is about, in a list."""

SPUN = {True: "Yes, it looks so", False: "No sign of it", None: "Too little to tell"}

_MONTHS = ("January February March April May June July August September October November December").split()


def percent(value: float) -> str:
    """A share as whole percents; only all is 100 %, and only nothing 0 %."""
    return f"{round_whole(value)}%"


def round_whole(value: float) -> int:
    """A share as a whole number of percents, as `percent` writes it."""
    rounded = round(100 * value)
    return min(99, max(1, rounded)) if 0 < value < 1 else rounded


def share(value: float) -> str:
    """A share in two places; only 1 itself is 1.00."""
    return "0.99" if 0.99 < value < 1 else f"{value:.2f}"


def describe_manner(pair: Comparison) -> str:
    """How a pair's wording is related, or why that cannot be told; empty for independent pairs."""
    if pair.undecided:
        return f"undecided: {pair.undecided}"
    return MANNERS[pair.manner] if pair.manner else ""


def describe_drift(change: Drift, a: str, b: str) -> str:
    """What a changed fact is in either text, such as 12m -> 15m."""
    ours, theirs = a[change.a_start : change.a_end], b[change.b_start : change.b_end]
    return f"{ours or '(nothing)'} -> {theirs or '(nothing)'}"


def shorten_signature(signature: str) -> str:
    """The name of a signature and a digest of the whole, such as dupdetect:4#f3f6a6a6."""
    digest = hashlib.sha256(signature.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{signature.partition('|')[0]}#{digest}"


def count_noun(number: int, text: str, many: str = "") -> str:
    """Such as 1 pair, 2 pairs."""
    return f"{number:,} {text if number == 1 else many or text + 's'}"


def day(published: str) -> date | None:
    """The day of an ISO 8601 date or time; None for anything else."""
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None


def describe_date(published: str) -> str:
    """An ISO 8601 date as it is read, such as 5 March 2024; what is no date stays as it is."""
    date_ = day(published)
    return f"{date_.day} {_MONTHS[date_.month - 1]} {date_.year}" if date_ else published


def shared_folder(ids: Sequence[str]) -> str:
    """The folder that all ids start with, up to its slash; empty when there is none, or it is only a scheme."""
    if len(ids) < 2:
        return ""
    first, last = min(ids), max(ids)  # a prefix of the first and last in order is a prefix of all
    prefix = "".join(x for x, _ in takewhile(lambda two: two[0] == two[1], zip(first, last, strict=False)))
    folder = prefix[: max(prefix.rfind("/"), prefix.rfind("\\")) + 1]
    return "" if folder.endswith("//") else folder

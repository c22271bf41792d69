"""Tricks that hide a copy from a program and not from a reader change no verdict."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import ftfy.bad_codecs  # noqa: F401  registers the codec below
import pytest

from dupdetect import Verdict, compare
from dupdetect.text import fold_text

ARTICLES = Path(__file__).parents[2] / "samples" / "articles"
PAIRS = {
    Verdict.IDENTICAL: ("ferry-exact-copy.txt", "ferry-original.txt"),
    Verdict.NEAR_COPY: ("hospital-near-copy.txt", "hospital-original.txt"),
    Verdict.REWRITE: ("club-spun-heavy.txt", "club-original.txt"),
    Verdict.PARTIAL: ("ferry-lift.txt", "ferry-original.txt"),
    Verdict.INDEPENDENT: ("tram-second-report.txt", "tram-original.txt"),
}
LOOK_ALIKES = str.maketrans("aeopcxyAEHKMOPT", "аеорсхуАЕНКМОРТ")
FULL_WIDTH = {code: code + 0xFEE0 for code in (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B))}


def sprinkled(text: str, extra: str, share: float) -> str:
    """`text` with `extra` inside a share of its words."""
    draw = random.Random(1)
    return re.sub(r"(?<=\w)(?=\w)", lambda _: extra if draw.random() < share else "", text)


def looking_alike(text: str) -> str:
    draw = random.Random(2)
    return "".join(c.translate(LOOK_ALIKES) if draw.random() < 0.3 else c for c in text)


def hyphenated(text: str) -> str:
    """`text` with its paragraphs wrapped, and words cut at the line ends where they are long enough."""
    lines = []
    for rest in text.split("\n"):
        paragraph = len(rest) > 160
        while paragraph and len(rest) > 72:
            inside = rest[68:72].isalpha() and rest[68:72].islower()
            cut = 70 if inside else rest.rfind(" ", 0, 70) + 1
            lines.append(rest[:cut].rstrip() + ("-" if inside else ""))
            rest = rest[cut:]
        lines.append(rest)
    return "\n".join(lines)


def in_digits(text: str) -> str:
    """A third of the letters o and l inside words as the digits that look like them."""
    draw = random.Random(4)
    return re.sub(
        r"(?<=[a-z])[ol](?=[a-z]{2})",
        lambda one: {"o": "0", "l": "1"}[one.group()] if draw.random() < 0.3 else one.group(),
        text,
    )


def misread(text: str) -> str:
    """UTF-8 read as Windows-1252, with typographic quotes so that there is something to misread."""
    curly = re.sub(r"\"([^\"\n]*)\"", "“\\1”", text).replace("'", "’")
    return curly.encode("utf-8").decode("sloppy-windows-1252")


DISGUISES: dict[str, Callable[[str], str]] = {
    "zero-width spaces": lambda text: sprinkled(text, "\u200b", 0.2),
    "soft hyphens": lambda text: sprinkled(text, "\u00ad", 0.2),
    "strokes through letters": lambda text: text.replace("e", "e\u0337"),
    "Cyrillic letters": looking_alike,
    "full-width letters": lambda text: text.translate(FULL_WIDTH),
    "doubled spaces": lambda text: text.replace(" ", "  "),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "words cut at line ends": hyphenated,
    "straight quotes": lambda text: text.translate(str.maketrans("“”‘’", "\"\"''")),
    "curly quotes": lambda text: re.sub(r"\"([^\"\n]*)\"", "“\\1”", text).replace("'", "’"),
    "digits for letters": in_digits,
    "digits of another script": lambda text: text.translate({48 + n: 0x660 + n for n in range(10)}),
    "Armenian, Cherokee and phonetic letters": lambda text: text.translate(str.maketrans("ognDRa", "օցոᎠᎡɑ")),
    "a wrong encoding": misread,
    "upper case": str.upper,
    "lower case": str.lower,
    "carriage returns": lambda text: text.replace("\n", "\r\n"),
    "all at once": lambda text: misread(sprinkled(looking_alike(in_digits(text.replace(" ", "  "))), "\u200b", 0.1)),
}
TOLD = {
    "zero-width spaces": "invisible characters",
    "soft hyphens": "invisible characters",
    "Cyrillic letters": "letters of another alphabet that look the same",
    "Armenian, Cherokee and phonetic letters": "letters of another alphabet that look the same",
    "digits for letters": "digits in the place of letters",
    "digits of another script": "digits of another script",
    "a wrong encoding": "letters in a wrong encoding",
}
"""What a comparison says of a disguise; the others are every printer's right."""


@pytest.mark.parametrize("verdict", PAIRS, ids=str)
@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_disguise_changes_no_verdict(disguise: str, verdict: Verdict) -> None:
    suspect, original = ((ARTICLES / name).read_text(encoding="utf-8") for name in PAIRS[verdict])
    assert compare(suspect, original).verdict is verdict
    assert compare(DISGUISES[disguise](suspect), original).verdict is verdict


@pytest.mark.parametrize("verdict", [Verdict.NEAR_COPY, Verdict.REWRITE, Verdict.INDEPENDENT], ids=str)
def test_other_order_of_paragraphs_changes_no_verdict(verdict: Verdict) -> None:
    suspect, original = ((ARTICLES / name).read_text(encoding="utf-8") for name in PAIRS[verdict])
    paragraphs = suspect.split("\n\n")
    random.Random(3).shuffle(paragraphs)
    assert compare("\n\n".join(paragraphs), original).verdict is verdict


@pytest.mark.parametrize("disguise", TOLD)
def test_a_disguise_is_told_and_honest_text_has_none(disguise: str) -> None:
    suspect, original = ((ARTICLES / name).read_text(encoding="utf-8") for name in PAIRS[Verdict.REWRITE])
    assert TOLD[disguise] in [one.text for one in compare(DISGUISES[disguise](suspect), original).disguises]
    assert compare(suspect, original).disguises == ()


@pytest.mark.parametrize("disguise", DISGUISES)
def test_offsets_are_those_of_the_disguised_text(disguise: str) -> None:
    suspect, original = ((ARTICLES / name).read_text(encoding="utf-8") for name in PAIRS[Verdict.NEAR_COPY])
    disguised = DISGUISES[disguise](suspect)
    found = compare(disguised, original)
    assert found.passages
    for one in found.sentences:
        for at in (one.a_start, one.a_end):  # an offset stands at the edge of a word, as a reader sees it
            around = [fold_text(side).text for side in (disguised[max(0, at - 40) : at], disguised[at : at + 40])]
            whole = fold_text(disguised[max(0, at - 40) : at + 40]).text
            assert len(re.findall(r"\w+", whole)) == sum(len(re.findall(r"\w+", side)) for side in around)

"""What measures the stability of verdicts, and the stability that holds for sure."""

from __future__ import annotations

from pathlib import Path

import pytest

import dupdetect
from benchmarks.corpora import altered_texts
from benchmarks.corpora.verdict_cases import INDEPENDENT, TIED, Case
from benchmarks.measures import verdict_stability
from benchmarks.places import KINDS
from benchmarks.runs import stability
from dupdetect import Article, Verdict

BRIEFS = sorted((KINDS / "articles").glob("brief-*-original.txt"))
LAST = "Nine otters were seen below the weir at Tarnby on Sunday."
STORY = "A headline about the mill\n\nBy Mara Oake\n\n" + "\n\n".join(
    f"Paragraph {i} tells that the mill at Weir {i} burned down on {i} May and cost {i + 3} million." for i in range(8)
)


@pytest.mark.parametrize("brief", BRIEFS, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    "alteration", ["menus, share bars, comments", "wrapped at 70", "straight quotes", "upper case"]
)
def test_a_brief_printed_otherwise_is_the_same_text(brief: Path, alteration: str) -> None:
    text = brief.read_text(encoding="utf-8")
    assert dupdetect.compare(text, altered_texts.LAYOUT[alteration](text)).verdict is Verdict.IDENTICAL


def test_alterations_keep_all_words_of_the_text() -> None:
    for name, alter in altered_texts.LAYOUT.items():
        words = alter(STORY).lower().split()
        assert set(STORY.lower().split()) <= set(words), name


def test_cuts_take_the_beginning_or_the_end() -> None:
    dropped = altered_texts.drop_paragraphs(STORY)
    assert STORY.endswith(dropped)
    assert dropped.startswith("Paragraph 0")
    assert altered_texts.drop_paragraphs("A headline.\n\nA text.") == "A headline.\n\nA text."
    kept = altered_texts.keep_beginning(STORY)
    assert STORY.startswith(kept + " ")
    assert len(STORY) * 0.65 < len(kept) < len(STORY) * 0.7


def case_of(a: str, b: str, *, related: bool) -> Case:
    return Case(Article("a", a), Article("b", b), {"group": TIED if related else INDEPENDENT})


def test_a_text_that_a_page_surrounds_keeps_its_verdict() -> None:
    cases = [case_of(STORY, f"{STORY}\n\n{LAST}", related=True), case_of(STORY, LAST, related=False)]
    flips = list(verdict_stability.find_flips(cases))
    assert [flip for flip in flips if flip.alteration in ("menus, share bars, comments", "wrapped at 70")] == []


def test_a_verdict_that_rested_on_text_that_is_gone_is_explained() -> None:
    own = " ".join(f"Own sentence {i} tells of otters, herons and the weir number {i}." for i in range(18))
    flips = verdict_stability.find_flips([case_of(STORY, f"{own}\n\n{STORY}", related=True)])
    told = [(flip.before, flip.direction, flip.explained) for flip in flips if flip.alteration == "first 70 % kept"]
    assert told == [(Verdict.NEAR_COPY, "lost", True)]


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        (Verdict.REWRITE, Verdict.INDEPENDENT, "lost"),
        (Verdict.IDENTICAL, Verdict.REWRITE, "weaker"),
        (Verdict.PARTIAL, Verdict.REWRITE, "stronger"),
        (Verdict.INDEPENDENT, Verdict.PARTIAL, "alarm"),
    ],
)
def test_flips_are_counted_by_direction(before: Verdict, after: Verdict, direction: str) -> None:
    flip = verdict_stability.Flip("upper case", "group", "a", "b", before, after, explained=False)
    rows = verdict_stability.count_flips([case_of(STORY, LAST, related=False)], [flip])
    assert list(rows) == list(altered_texts.ALTERATIONS)
    counted = {key: number for key, number in rows["upper case"].items() if number}
    assert counted == {"pairs": 1, "flips": 1, direction: 1, "faults": 1}
    (fault,) = verdict_stability.describe_faults([flip])
    assert (fault["before"], fault["after"]) == (str(before), str(after))


def test_pairs_are_drawn_evenly_from_all_groups() -> None:
    cases = [
        Case(Article(f"a{i}", STORY), Article(f"b{i}", LAST), {group: right})
        for group, right, number in (("x", TIED, 3), ("y", TIED, 50), ("z", INDEPENDENT, 50))
        for i in range(number)
    ]
    drawn = stability.draw_halves(cases, 20)
    assert [case.group for case in drawn] == ["x"] * 3 + ["y"] * 7 + ["z"] * 10
    assert drawn == stability.draw_halves(cases, 20)

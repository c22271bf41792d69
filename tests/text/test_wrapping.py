"""Hard-wrapped text: lines are joined before anything is judged by them, and lists are left as they are."""

# ruff: noqa: E501  texts

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dupdetect import Verdict, compare
from dupdetect.records import Article
from dupdetect.settings import Segmenting
from dupdetect.text import Vocabulary, segment_article
from dupdetect.text.wrapping import find_paragraphs

ARTICLES = Path(__file__).parents[2] / "samples" / "articles"
SHORT = (
    "The mill at Orsk will grind no more flour after May, its owner said on Monday.\n\n"
    "Farmers in the valley have brought their grain to the wheel since their grandparents' time, and now they must "
    "share the road with quarry lorries to reach the next mill, an hour away."
)
GERMAN = (
    "Die Mühle in Orsk mahlt nach dem Mai kein Mehl mehr, wie der Besitzer am Montag sagte. Die Bauern im Tal brachten ihr "
    "Korn seit den Tagen ihrer Großeltern zum Rad und müssen nun auf der Straße der Steinbrüche eine Stunde weit zur "
    "nächsten Mühle fahren.\n\nDer Gemeinderat will die Schließung im Juni mit den Anwohnern und dem Verein der Müller beraten."
)


def wrapped(text: str, width: int, indent: str = "") -> str:
    paragraphs = (textwrap.wrap(line, width, initial_indent=indent) for line in text.split("\n") if line.strip())
    return ("\n" if indent else "\n\n").join("\n".join(lines) for lines in paragraphs)


def said(text: str) -> list[str]:
    return [" ".join(text[line.start : line.end].split()) for line in find_paragraphs(text)]


@pytest.mark.parametrize("indent", ["", "   "])
@pytest.mark.parametrize("width", [46, 55, 70, 79, 90])
@pytest.mark.parametrize("name", ["ferry", "recount", "tram", "volcano", "bakery"])
def test_a_wrapped_article_is_its_paragraphs_again(name: str, width: int, indent: str) -> None:
    text = (ARTICLES / f"{name}-original.txt").read_text(encoding="utf-8")
    other = wrapped(text, width, indent)
    assert said(other) == said(text)
    assert compare(text, other).verdict is Verdict.IDENTICAL


SHORT_STORIES = {
    "English": SHORT,
    "one paragraph": "The mill at Orsk will grind no more flour after May, its owner said on Monday, and farmers in the "
    "valley must share the road with quarry lorries to reach the next one.",
    "German": "Die Mühle in Orsk mahlt nach dem Mai kein Mehl mehr, wie der Besitzer am Montag sagte. Die Bauern im Tal "
    "brachten ihr Korn seit den Tagen ihrer Großeltern zum Rad, und viele Familien lebten vom Fuhrwerk.\n\n"
    "Der Gemeinderat will die Schließung im Juni mit den Anwohnern und dem Verein der Müller beraten. Ein Ergebnis "
    "erwartet Bürgermeisterin Hanna Brandt aus der Fraktion der Freien Wähler erst nach der Ernte.",
    "French": "Le moulin d'Orsk ne moudra plus de farine après le mois de mai, a déclaré lundi son propriétaire, car la "
    "rivière est trop basse.\n\nLes paysans de la vallée devront partager la route avec les camions de la carrière pour "
    "atteindre le moulin suivant, à une heure de là.",
    "Polish": "Młyn w Orsku od maja nie będzie już mielił mąki, powiedział w poniedziałek jego właściciel, bo rzeka jest "
    "zbyt płytka.\n\nRolnicy z doliny muszą teraz dzielić drogę z ciężarówkami z kamieniołomu, żeby dojechać do "
    "następnego młyna, godzinę stąd.",
    "Russian": "Мельница в Орске с мая больше не будет молоть муку, сообщил в понедельник её владелец, потому что река "
    "обмелела.\n\nКрестьянам долины придётся делить дорогу с грузовиками карьера, чтобы доехать до следующей мельницы, "
    "а это час пути.",
    "Spanish": "El molino de Orsk no molerá más harina después de mayo, dijo el lunes su dueño, porque el río lleva muy "
    "poca agua.\n\nLos campesinos del valle deberán compartir el camino con los camiones de la cantera para llegar al "
    "molino más cercano, a una hora de allí.",
}


@pytest.mark.parametrize("indent", ["", "   "])
@pytest.mark.parametrize("name", SHORT_STORIES)
@given(width=st.integers(46, 90))
@example(72)
@example(88)
@settings(max_examples=50, deadline=None)
def test_so_is_a_story_of_a_few_lines_at_any_width(name: str, indent: str, width: int) -> None:
    text = SHORT_STORIES[name]
    assert said(wrapped(text, width, indent)) == [line for line in text.split("\n") if line]


@pytest.mark.parametrize("width", [46, 60, 79, 90])
@pytest.mark.parametrize("text", [SHORT, GERMAN], ids=["English", "German"])
def test_so_is_a_short_one(text: str, width: int) -> None:
    assert said(wrapped(text, width)) == [line for line in text.split("\n") if line]


WIRE = (
    "Orsk Mill Company's subsidiary\n"
    "Hollow Quarry and Lime said it will grind no more flour after\n"
    "the month of May, since the river is too low for the wheel.\n"
    "    Hollow said farmers of the valley will have to bring their\n"
    "grain to the mill at Weir, an hour away by the quarry road.\n"
    " Nordwire"
)
BRIEF = (
    "Hollow Quarry and Lime said it will\n"
    "grind no more flour at Orsk after the month of May, since the\n"
    "river is too low for the wheel.\n"
    " Nordwire"
)


@pytest.mark.parametrize("text", [WIRE, BRIEF], ids=["capital", "small letter"])
def test_a_first_line_without_its_dateline_is_no_heading(text: str) -> None:
    first, second, *_ = text.split("\n")
    assert said(text)[0].startswith(f"{first} {second}")
    headings = segment_article(Article("a", text), Vocabulary(), Segmenting()).headings
    assert not any(heading.start == 0 for heading in headings)


@pytest.mark.parametrize(
    "headline",
    [
        "Mill at Orsk will grind no more flour\n\n",
        "MILL AT ORSK WILL GRIND NO MORE\n",
        "Mill at Orsk will close.\n",
        "Mill at Orsk will close\n    ",
    ],
    ids=["blank line", "capitals", "stop", "indent"],
)
def test_a_headline_above_such_a_text_stays_one(headline: str) -> None:
    assert said(headline + WIRE.partition("\n")[2])[0] == headline.strip()


def test_a_headline_over_wrapped_paragraphs_without_indents_stays_one() -> None:
    assert said("Mill at Orsk closes\n" + wrapped(SHORT, 70))[0] == "Mill at Orsk closes"


def test_a_line_inside_a_paragraph_is_no_share_bar() -> None:
    text = next(cut for width in range(46, 91) if "\nshare the road" in (cut := wrapped(SHORT, width)))
    assert segment_article(Article("a", text), Vocabulary(), Segmenting()).furniture == ()


def test_quotations_run_across_lines() -> None:
    text = (
        SHORT
        + '\n\n"We kept the stones turning as long as there was water in the river," the owner said, "and then longer."'
    )
    one, other = (segment_article(Article("a", t), Vocabulary(), Segmenting()) for t in (text, wrapped(text, 50)))
    assert one.quoted.tolist() == other.quoted.tolist()
    assert one.breaks.tolist() == other.breaks.tolist()


@pytest.mark.parametrize(
    "text",
    [
        "Council votes to close the old fish market for a year\nMill at Orsk will grind no more flour\n"
        "Night buses return to the coast road after a long strike\nWater from the mine tested\nA whale in the basin",
        "Log in to comment on this story or to report it | Print | Share\nTags: ferry, harbour, storm, flood, insurance\n"
        "Photographs by the Weir Gazette and its readers, 2021 | Order\n© 2021 The Weir Gazette. All rights reserved",
        "The mill will close in May.\nIts owner said so on Monday, at a meeting.\nFarmers must go to the next one.\n"
        "That is an hour away by a road that lorries use.\nThe council is to discuss it in June.",
        "The miller came home to the wheel in the snow,\nAnd the river was frozen and deep in the vale,\n"
        "And the lantern he carried was guttering low,\nAnd the wind at the door was a wolf and a gale.",
        "Gemeinderat berät über die Mühle am alten Kanal\nBauern bringen Korn zum letzten Mal an das Rad\n"
        "Bürgermeisterin fordert Hilfe für alle Betriebe",
        "Marta Lindqvist, Verein der Müller am Kanal e. V.\nHinter dem Steinbruch Nummer vierzehn, Hofgebäude\n"
        "Ostrand an der Weir, Postleitzahl 40213, Nordland",
        "Flour from the mill at Orsk, fine, per sack      48.10\nFlour from the mill at Orsk, coarse, per sack    39.90\n"
        "Bran from the mill at Orsk, loose, per cartload  12.00",
        "- flour of the last harvest from the mill at Orsk;\n- grain that the farmers of the valley have stored;\n"
        "- bran for the horses, which are kept by the quarry.",
        "Mill at Orsk will grind no more flour after the month of May\nThe river is too low for the wheel, its owner said on Monday.",
    ],
    ids=["headlines", "rows", "sentences", "verse", "German headlines", "address", "table", "list", "headline"],
)
def test_lines_that_are_not_wrapped_stay(text: str) -> None:
    assert said(text) == [" ".join(line.split()) for line in text.split("\n")]


def test_hostile_lines_cost_little() -> None:
    for text in ("a\n" * 50_000, " \n" * 50_000, "x" * 200_000 + "\nb", ("word " * 12 + "\n ") * 9000):
        assert find_paragraphs(text)[-1].end <= len(text) if text.strip() else not find_paragraphs(text)

"""Consent texts and lists of references are set aside, whatever their length; articles on such matters are not."""

# ruff: noqa: E501  texts

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dupdetect import Verdict, compare
from dupdetect.text.notices import mark_notices

ORCHARD = (
    "Growers above the town want water from a disused slate quarry, after a third summer with hardly any rain. The pits hold "
    "enough for two seasons, according to a survey that they paid for themselves.\n\nAnglers are against the plan, because "
    "the quarry feeds a stream in which trout spawn each November. A decision is not expected before the spring."
)
LIBRARY = (
    "Two hundred maps are drying between sheets of blotting paper in the reading room, where the cellar pump failed during "
    "the storm of last month. The oldest shows the harbour with three windmills.\n\nVolunteers turn the sheets every "
    "second day. The librarian, who slept in the building for a week, thinks that all but nine can be saved."
)
CONSENT = {
    "English": "We and our 61 partners use cookies and process personal data, such as your IP address, so that we can show you "
    "personalised ads and measure how our pages are read. You can change your choices at any time in the privacy settings.",
    "German": "Wir und unsere Partner speichern Informationen auf Ihrem Gerät und verarbeiten personenbezogene Daten, auch "
    "mit Cookies, für die Auswahl von Anzeigen. Ihre Einwilligung können Sie jederzeit in der Datenschutzerklärung widerrufen.",
    "French": "Avec nos partenaires, nous utilisons des cookies et traitons vos données personnelles pour vous proposer des "
    "contenus. Vous pouvez retirer votre consentement à tout moment depuis la politique de confidentialité de ce site.",
    "Spanish": "Nosotros y nuestros socios usamos cookies y tratamos datos personales para mostrar anuncios. Puede retirar "
    "su consentimiento en cualquier momento en la política de cookies, a la que se llega desde el pie de cada página.",
}
REFERENCES = {
    "numbered": "References\n\n1. Oster, M. and Pell, R. (1997). Blotting and freezing of wet maps. Paper and Water, 3(1), 9-31.\n"
    "2. Quill, A. (2003). Cellars below the tide. Archive Building, 12, 77-80.\n"
    "3. Reed, T., Sand, U. and Thorn, V. (2015). What storms cost libraries. Public Shelves, 40(2), 5-22.\n"
    "4. Umber, K. (2018). Fading of inks in salt water. Pigment Letters, 8, 201-219.",
    "bracketed": "[1] M. Oster and R. Pell, Blotting and freezing of wet maps, Paper and Water, vol. 3, pp. 9-31, 1997.\n"
    "[2] A. Quill, Cellars below the tide, Archive Building, vol. 12, pp. 77-80, 2003.\n"
    "[3] T. Reed, U. Sand and V. Thorn, What storms cost libraries, Public Shelves, vol. 40, 2015.",
    "German": "Literatur\n\nOster, M., Pell, R. (1997): Trocknen nasser Karten zwischen Löschpapier. Papier und Wasser 3, S. 9-31.\n"
    "Quill, A. (2003): Keller unter der Flut. Archivbau 12, S. 77-80.\n"
    "Umber, K. (2018): Das Verblassen der Tinte in Salzwasser. Briefe über Farben 8, S. 201-219.",
}


def find_notices(lines: list[str]) -> list[bool]:
    text = "\n".join(lines)
    return mark_notices(text, text.lower(), lines)


@pytest.mark.parametrize("name", CONSENT)
def test_a_shared_consent_text_makes_nothing_of_two_articles(name: str) -> None:
    notice = CONSENT[name]
    assert compare(f"{notice}\n\n{ORCHARD}", f"{notice}\n\n{LIBRARY}").verdict is Verdict.INDEPENDENT
    assert compare(f"{notice}\n\n{ORCHARD}", ORCHARD).verdict is Verdict.IDENTICAL


@pytest.mark.parametrize("name", REFERENCES)
def test_the_same_references_make_nothing_of_two_articles(name: str) -> None:
    works = REFERENCES[name]
    assert compare(f"{ORCHARD}\n\n{works}", f"{LIBRARY}\n\n{works}").verdict is Verdict.INDEPENDENT
    assert compare(f"{ORCHARD}\n\n{works}", ORCHARD).verdict is Verdict.IDENTICAL


@pytest.mark.parametrize(
    "line",
    [
        "The regulator fined the shop because it set cookies before visitors had given their consent, it said on Monday.",
        "Personal data of nine thousand patients, among them their addresses, lay open for a month, the clinic admitted.",
        "Our partners in the north had our consent, said the minister, and the bakery sells its own cookies.",
        "1. The council will meet again in March, and the wall is to be rebuilt by 2031.",
        "Moor, the goalkeeper, was born in 1998 and has played for three clubs since then.",
    ],
)
def test_news_is_no_notice(line: str) -> None:
    assert find_notices([line, "A sentence of another kind.", line]) == [False] * 3


REFERENCE = "Oster, M. and Pell, R. (1997). Blotting and freezing of wet maps. Paper and Water, 3(1), 9-31."


@given(st.lists(st.sampled_from(["reference", "title", "prose"]), max_size=14))
@example(["prose", "title", "reference", "reference", "reference"])
@example(["reference", "reference", "reference", "prose", "reference", "reference"])
def test_three_references_in_a_row_are_a_list_wherever_it_stands(kinds: list[str]) -> None:
    line = {"reference": REFERENCE, "title": "References", "prose": "The wall was built in 1998, and it fell in May."}
    runs = [(match.start(), match.end()) for match in re.finditer("t?rrr+", "".join(kind[0] for kind in kinds))]
    assert find_notices([line[kind] for kind in kinds]) == [
        any(start <= i < end for start, end in runs) for i in range(len(kinds))
    ]


def test_an_article_that_is_a_notice_alone_is_compared_as_it_is() -> None:
    assert compare(CONSENT["English"], CONSENT["English"]).verdict is Verdict.IDENTICAL


def test_hostile_lines_cost_little() -> None:
    find_notices(["cookie your " * 100_000, "1. " + "a " * 400_000, "A, B. " * 200_000, "1" * 500_000])


CREDITS = (
    "Voices of the Estuary is made by Ines Maro and edited by Paul Tretter, with help from Lena Oduya. The theme music is by "
    "The Quiet Harbour. Facts were checked by Tom Beller. If you like what you heard, rate the show wherever you listen, and "
    "tell a friend. Write to voices@example.org or leave a message at any hour. This season was paid for by Fernbrook Coffee, "
    "beans roasted on the day on which they are sent. Give the word harbour at the checkout for ten per cent off three bags."
)
PROFILE = (
    "About Northgate: the group carries parcels for shops, factories and clinics with 4,200 people at 61 places in 14 "
    "countries. It was founded in 1953 as the haulage business of a family and has been listed since 2007. Sales came to 812 "
    "million crowns in the past year, a tenth more than in the year before. Press contact: Karin Stolz, 555 0177, who also "
    "sends photographs of lorries, ships and warehouses for use without a fee."
)
ADDITION = (
    "Growers told this paper that the quarry should have been opened to them a year ago. Anglers answered that trout had no "
    "other stream to spawn in, and that the pits belong to everybody in the town, growers or not."
)


@pytest.mark.parametrize("notice", [CREDITS, PROFILE], ids=["credits", "profile"])
@pytest.mark.parametrize("layout", ["{story}\n\n{notice}", "{notice}\n\n{story}"], ids=["below", "above"])
def test_a_notice_that_outweighs_two_stories_makes_no_copy(notice: str, layout: str) -> None:
    first, second = (layout.format(story=story, notice=notice) for story in (ORCHARD, LIBRARY))
    comparison = compare(first, second)
    assert comparison.verdict is Verdict.PARTIAL
    assert comparison.reasons[0].startswith("a block that both carry")


def test_a_story_with_an_addition_about_it_stays_a_copy() -> None:
    other = (
        "Trout, says the club, were caught in the stream below the quarry in every spring since the pits were flooded."
    )
    comparison = compare(f"{ORCHARD}\n\n{ADDITION}", f"{ORCHARD}\n\n{other}")
    assert comparison.verdict is Verdict.NEAR_COPY

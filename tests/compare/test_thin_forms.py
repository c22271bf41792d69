"""Forms with few facts, whose stock text is long: two fillings are no copies of each other, and copies of one are."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from dupdetect import compare
from dupdetect.records import Verdict

EPISODE = (
    "Episode {0}: {1}\n\nIn this episode we sit down with {2}, {3}. We discuss how {2} got started, what was the "
    "greatest surprise along the way, and what advice there is for anyone who wants to follow the same path. We also "
    "answer questions of listeners and share our recommendation of the week. If you enjoy the show, please leave us "
    "a rating and a review wherever you listen, and tell a friend about it. You can support us on our membership "
    "page and get early access to everything. Follow us for photos from behind the scenes. Music by {4}. Edited by "
    "{5}."
)
CLOSURE = (
    "{0} closed {1}\n\n{0} will remain closed {1} because of {2}. The decision was taken by the head teacher, {3}, "
    "after consultation with the local authority. Emergency care is available for pupils whose parents cannot make "
    "other arrangements; please call the school office to register. Work for the day has been posted on the learning "
    "platform. School buses will not run. The club in the afternoon and all sports training are cancelled as well. "
    "We apologise for the inconvenience and thank all families for their understanding. Further information will "
    "follow on the website by {4}."
)
RUN = (
    "{0} run raises {1} for {2}\n\nMore than {3} people took part in the {0} run and raised {1} for {2}. "
    "Participants of all ages set off from {4} in bright sunshine and covered distances of between two and ten "
    "kilometres. The first to cross the finishing line was {5}, who completed the long course in {6} minutes. "
    "Volunteers handed out water and fruit along the route, and a brass band entertained spectators in the "
    "afternoon. The organiser, {7}, thanked all helpers and sponsors. Many people want to do something good, {7} "
    "said, and that was wonderful to see. The next run is planned for the same weekend next year."
)
HOTEL = (
    "{0}, {1}\n\n{0} is a family-run hotel in the centre of {1}, only {2} minutes on foot from {3}. All {4} rooms "
    "have a private bathroom, a television and free wireless internet. A generous breakfast buffet is served every "
    "morning from seven to ten, and the bar is open until midnight. Guests can relax in the sauna or on the terrace. "
    "Secure parking is available on request for a small daily charge. Pets are welcome. Check-in is possible from "
    "three in the afternoon; late arrivals should inform the reception in advance. The staff will gladly help you to "
    "plan excursions and to book tickets."
)
FILLINGS = {
    "podcast": [
        EPISODE.format(12, "The lamp", "Anna Reyes", "a keeper on the coast", "Low Tide", "Jim Frost"),
        EPISODE.format(57, "City bees", "Omar Haddad", "who keeps forty hives", "The Larks", "Mia Chen"),
    ],
    "school": [
        CLOSURE.format("Ashby Primary School", "on Thursday", "a burst pipe", "Helen Marsh", "6 p.m."),
        CLOSURE.format("Linden Grammar School", "on Monday", "a failure of the heating", "Robert Quill", "noon"),
    ],
    "run": [
        RUN.format("harbour", "12,400 pounds", "the hospice", 480, "the fish market", "Liam Byrne", 38, "Joan Adair"),
        RUN.format("castle", "7,950 pounds", "the lifeboats", 310, "the town hall", "Priya Nair", 41, "Kenneth Ross"),
    ],
    "hotel": [
        HOTEL.format("Hotel Bellevue", "Lausanne", 5, "the lake", 34),
        HOTEL.format("Pension Rosner", "Passau", 8, "the cathedral", 17),
    ],
}


@pytest.mark.parametrize("form", FILLINGS)
def test_two_fillings_are_independent(form: str) -> None:
    first, second = FILLINGS[form]
    found = compare(first, second)
    assert found.verdict is Verdict.INDEPENDENT
    assert found.reasons[0].startswith("one form filled in twice: ")


def trim(text: str) -> str:
    """Without the last two sentences."""
    return " ".join(re.split(r"(?<=\.) ", text)[:-2])


def behead(text: str) -> str:
    """Without the headline and the first sentence, which name the subject."""
    return " ".join(re.split(r"(?<=\.) ", text)[1:])


def change_figures(text: str) -> str:
    return re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), text, count=2)


def add_note(text: str) -> str:
    return f"{text} Readers of the Morning Gazette may write to Paula Stern with questions of their own until 30 June."


@pytest.mark.parametrize("edit", [trim, behead, change_figures, add_note])
@pytest.mark.parametrize("form", FILLINGS)
def test_an_edited_copy_of_a_filling_is_a_copy(form: str, edit: Callable[[str], str]) -> None:
    for text in FILLINGS[form]:
        assert compare(text, edit(text)).verdict >= Verdict.NEAR_COPY


def test_long_prose_without_facts_is_no_form_though_its_two_names_are_others() -> None:
    essay = (
        "{0} of {1} likes to say that a garden is never finished. You dig, you sow, you wait, and what comes up is "
        "seldom what you had in mind. The beans climb where the peas should be. The roses sulk behind the shed. In the "
        "second summer you learn to look before you pull, because half of what you took for weeds were the very plants "
        "that you had paid for. In the third you give up on rows. By then {0} and the others lean over the fence "
        "and ask for cuttings, and you hand them out as if you had always known what you were doing. Nobody tells you "
        "how much of it is luck, how often the rain does the work, and how little it matters in the end whether the "
        "lawn is even or the edges are sharp. A garden is a place in which time passes at the pace of roots, and if "
        "you sit in it long enough you begin to do the same. That is all the advice there is, and it is enough. Buy a "
        "good spade, wear old shoes, and never trust a seed packet that promises colour all the year round."
    )
    found = compare(essay.format("Hester Lumley", "Ashcombe"), essay.format("Doreen Pask", "Wickford"))
    assert found.verdict >= Verdict.NEAR_COPY

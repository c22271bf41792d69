"""Who names whose source, and which text was made from which: only on evidence, and with its place."""

from __future__ import annotations

import pytest

from dupdetect.compare import credit
from dupdetect.records import Article, CreditForm, Direction, Evidence

BODY = "The harbour wall gave way a little after midnight. Nobody was hurt, but forty families slept in the school."


def found(a: Article, b: Article) -> tuple[CreditForm, tuple[Evidence, ...]]:
    return credit.find_credit(credit.find_mentions(a), credit.find_mentions(b))


def plain(name: str = "b") -> Article:
    return Article(name, BODY)


@pytest.mark.parametrize(
    "line",
    [
        "This article first appeared in The Weir Gazette.",
        "This story was originally published by The Weir Gazette.",
        "The wall had been hollow for years, The Weir Gazette reports.",
        "As the Weir Gazette reported, the wall had been hollow for years.",
        "The Weir Gazette writes in an article that the wall was hollow.",
        "The wall was hollow, according to a report in The Weir Gazette.",
        "Republished with permission from The Weir Gazette.",
        "Reprinted by courtesy of the editors.",
        "Read the full story at The Weir Gazette.",
        "Courtesy of The Weir Gazette",
        "Source: The Weir Gazette",
        "Via The Weir Gazette",
        "The Weir Gazette has the full story.",
        "Full story: The Weir Gazette",
        "Adapted from an article in The Weir Gazette.",
        "Dieser Text ist zuerst erschienen in der Weir Gazette.",
        "Die Mauer war seit Jahren hohl, wie die Weir Gazette berichtet.",
        "Article initialement publié dans La Gazette de Weir.",
        "Artículo publicado originalmente en La Gaceta de Weir.",
        "По материалам «Вестника Лужни»",
        "来源：青浦日报",
    ],
)
def test_a_sentence_that_names_a_source_is_a_credit(line: str) -> None:
    text = f"{BODY}\n\n{line}\n\n{BODY}"
    form, evidence = found(Article("a", text), plain())
    assert form is CreditForm.CREDITED
    (one,) = evidence
    assert one.article == "a"
    assert text[one.start : one.end] == one.text == line


@pytest.mark.parametrize(
    "line",
    [
        "The wall was hollow (via The Weir Gazette).",
        "The wall was hollow—courtesy of The Weir Gazette.",
        "The Wall Was Hollow, The Weir Gazette Reports.",
        "据了解，本文转载自青浦日报",
    ],
)
def test_a_credit_may_begin_in_mid_line(line: str) -> None:
    form, evidence = found(Article("a", f"{BODY}\n\n{line}\n\n{BODY}"), plain())
    assert form is CreditForm.CREDITED
    assert [one.text for one in evidence] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "The wall was first built by monks in the Middle Ages.",
        "The mayor reported that nobody was hurt.",
        "According to the mayor, the wall was hollow.",
        "The story began in March, when Hanna Brook saw a crack.",
        "The source of the river lies in the hills.",
        "The minister was reported to be on his way.",
        "Families were reading in the school by the light of lamps.",
        "The board will publish the full report in March.",
        "The mayor has the full support of the council.",
        "The Weir Harbour Board (WHB) said that nobody was hurt.",
        "The World Wall Trust (Worldwide Press) paid for the repairs.",
        "The council's site, weir.example/wall, was down all night.",
    ],
)
def test_narration_is_no_credit(line: str) -> None:
    text = f"{BODY}\n\n{line}\n\n{BODY}"
    assert found(Article("a", text), plain()) == (CreditForm.NONE, ())


@pytest.mark.parametrize(
    "line",
    [
        "This article first appeared in The Weir Gazette: https://gazette.example/wall",
        "Read the full article: https://gazette.example/wall",
        "The wall was hollow, according to The Weir Gazette (gazette.example/wall).",
    ],
)
def test_a_credit_with_an_address_is_a_link(line: str) -> None:
    form, (one,) = found(Article("a", f"{BODY}\n\n{line}"), plain())
    assert form is CreditForm.LINKED
    assert one.text == line


@pytest.mark.parametrize(
    "link",
    [
        "https://gazette.example/wall",
        "http://www.gazette.example/wall/?utm_source=feed#top",
        "https://GAZETTE.example/wall",
    ],
)
def test_a_link_to_the_other_page_is_a_link_wherever_it_stands(link: str) -> None:
    source = Article("b", BODY, url="https://gazette.example/wall")
    form, (one,) = found(Article("a", BODY, links=("https://else.example/", link)), source)
    assert form is CreditForm.LINKED
    assert one == Evidence("a", source.url)
    assert found(Article("a", BODY, links=("https://gazette.example/other",)), source) == (CreditForm.NONE, ())


def test_the_address_of_the_other_page_in_the_text_is_a_link() -> None:
    text = f"{BODY}\n\nMore at gazette.example/wall."
    assert found(Article("a", text), Article("b", BODY, url="https://www.gazette.example/wall/")) == (
        CreditForm.LINKED,
        (Evidence("a", "gazette.example/wall.", len(text) - 21, len(text)),),
    )
    assert found(Article("a", text), Article("b", BODY, url="https://gazette.example/"))[0] is CreditForm.NONE


def test_a_page_that_gives_the_address_of_the_other_as_its_own_links_to_it() -> None:
    a, b = (Article(name, BODY, url="https://gazette.example/wall") for name in "ab")
    assert found(a, b)[0] is CreditForm.LINKED
    assert found(a, Article("b", BODY))[0] is CreditForm.NONE


def test_a_credit_to_somebody_else_is_none_when_the_source_is_known() -> None:
    taker = Article("a", f"{BODY}\n\nThis article first appeared in The Mill Courier.")
    assert found(taker, Article("b", BODY, source="The Weir Gazette"))[0] is CreditForm.NONE
    assert found(taker, Article("b", BODY, source="The Mill Courier"))[0] is CreditForm.CREDITED


def test_the_same_byline_is_the_weakest_credit() -> None:
    a, b = (Article(name, f"By Hanna Brook\n\n{BODY}") for name in "ab")
    form, evidence = found(a, b)
    assert form is CreditForm.BYLINE
    assert {one.article for one in evidence} == {"a", "b"}
    assert all(one.text == a.text[one.start : one.end] for one in evidence)
    assert found(a, Article("b", f"By Tomas Vale\n\n{BODY}"))[0] is CreditForm.NONE
    assert found(a, Article("b", BODY, author="Hanna Brook"))[0] is CreditForm.BYLINE


@pytest.mark.parametrize(
    ("head", "agency"),
    [
        ("LOWER WEIR (AP) - ", "(AP)"),
        ("(LNA) – Staff\n\n", "(LNA)"),
        ("LOWER WEIR (Meridian News Agency)\n\n", "(Meridian News Agency)"),
        ("Lower Weir (dpa) – ", "(dpa)"),
        ("LOWER WEIR, April 10 (Reuters) - ", "(Reuters)"),
        ("The Associated Press\n\n", "The Associated Press"),
        ("Meridian News Agency\n\n", "Meridian News Agency"),
        ("Deutsche Presse-Agentur\n\n", "Deutsche Presse-Agentur"),
        ("МОСКВА (РИА Новости) - ", "РИА Новости"),
    ],
)
def test_an_agency_mark_is_a_byline(head: str, agency: str) -> None:
    form, (one,) = found(Article("a", head + BODY), plain())
    assert form is CreditForm.BYLINE
    assert agency in one.text


def test_hostile_text_costs_linear_time() -> None:
    for text in ("A-" * 100_000, "a." * 100_000, "The Weir " * 25_000, "(" * 200_000, "full story " * 20_000):
        assert credit.find_mentions(Article("a", text)).credits == ()


def test_the_strongest_form_is_told_and_comes_first() -> None:
    text = f"By Hanna Brook\n\n{BODY}\n\nThis article first appeared in The Weir Gazette."
    form, evidence = found(Article("a", text), Article("b", f"By Hanna Brook\n\n{BODY}"))
    assert form is CreditForm.CREDITED
    assert "Gazette" in evidence[0].text
    assert len(evidence) == 3


def test_credits_are_found_on_either_side() -> None:
    taker = Article("a", f"{BODY}\n\nThis article first appeared in The Weir Gazette.")
    assert found(taker, plain())[0] is found(plain(), taker)[0] is CreditForm.CREDITED
    assert set(found(taker, plain())[1]) == set(found(plain(), taker)[1])


def test_evidence_is_one_sentence_of_bounded_length() -> None:
    long = "word " * 200
    text = f"{long}, The Weir Gazette reports {long}"
    (one,) = found(Article("a", text), plain())[1]
    assert text[one.start : one.end] == one.text
    assert "The Weir Gazette reports" in one.text
    assert len(one.text) < 400


def direction(a: Article, b: Article) -> tuple[Direction, tuple[Evidence, ...]]:
    return credit.find_direction(a, b, found(a, b)[1])


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("2020-04-10", "2020-04-12", Direction.A_TO_B),
        ("2020-04-12", "2020-04-10", Direction.B_TO_A),
        ("2020-04-10T08:00:00", "2020-04-10T21:00:00", Direction.A_TO_B),
        ("2020-04-10", "", Direction.UNKNOWN),
        ("", "", Direction.UNKNOWN),
    ],
)
def test_dates_tell_the_direction(first: str, second: str, expected: Direction) -> None:
    way, evidence = direction(Article("a", BODY, published=first), Article("b", BODY, published=second))
    assert way is expected
    assert bool(evidence) is (expected is not Direction.UNKNOWN)
    assert all(first in one.text and second in one.text for one in evidence)


def test_a_credit_tells_the_direction_only_when_it_names_the_other() -> None:
    text = f"{BODY}\n\nThis article first appeared in The Weir Gazette."
    taker, giver = Article("a", text), Article("b", BODY, source="The Weir Gazette")
    assert direction(taker, giver)[0] is Direction.B_TO_A
    assert direction(giver, taker)[0] is Direction.A_TO_B
    assert direction(taker, plain())[0] is Direction.UNKNOWN


def test_credits_both_ways_tell_no_direction() -> None:
    a = Article("a", f"{BODY}\nThis article first appeared in The Mill Courier.", source="The Weir Gazette")
    b = Article("b", f"{BODY}\nThis article first appeared in The Weir Gazette.", source="The Mill Courier")
    assert direction(a, b) == (Direction.UNKNOWN, ())


@pytest.mark.parametrize(
    "mark",
    [
        "By The Associated Press\n\n", "Madrid, 3 mar (EFE).- ", "LISBOA (Lusa) – ", "МОСКВА, 3 мар — РИА Новости. ",
        "МОСКВА, 3 марта. /ТАСС/. ", "新华社北京3月3日电 ", "L'Agence France-Presse\n\n", "dpa\n\n",
        "Associated Press writer Jane Roe\n\n",
    ],
)  # fmt: skip
def test_agencies_are_known_however_a_text_names_them(mark: str) -> None:
    form, evidence = credit.find_credit(*map(credit.find_mentions, (Article("a", mark + BODY), Article("b", BODY))))
    assert form is CreditForm.BYLINE
    assert {item.article for item in evidence} == {"a"}


@pytest.mark.parametrize(
    "line",
    [
        "It originally appeared on wexleyledger.com.", "Dieser Text erschien zuerst in der Wexley Zeitung.",
        "Cet article est paru initialement dans Le Monde.", "Pubblicato originariamente su La Repubblica.",
        "Publicado originalmente no Público.", "Oorspronkelijk verschenen in De Volkskrant.",
        "Pierwotnie opublikowano w Gazecie Wyborczej.",
    ],
)  # fmt: skip
def test_a_line_that_names_where_a_text_appeared_is_a_credit(line: str) -> None:
    article = Article("a", f"{BODY}\n\n{line}")
    form, _ = credit.find_credit(credit.find_mentions(article), credit.find_mentions(Article("b", BODY)))
    assert form is CreditForm.CREDITED

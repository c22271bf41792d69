"""What opens a sentence is no name, in any language; where nouns have capitals, the last two words tell a name."""

from __future__ import annotations

import numpy as np
import pytest

from dupdetect.compare.facts import extract_facts, openers
from dupdetect.compare.facts.names import find_names
from dupdetect.records import Article
from dupdetect.settings import Settings
from dupdetect.text import Vocabulary, segment_article


def names(text: str, language: str) -> list[tuple[str, ...]]:
    return [name.words for name in find_names(text, np.array([0]), np.array([len(text)]), language) if not name.opening]


def counted(text: str, language: str) -> list[str]:
    """The words at which the names begin that count as facts."""
    settings = Settings().updated({"segmenting": {"language": language}}).segmenting
    article = segment_article(Article("a", text), Vocabulary(), settings)
    facts = extract_facts(article).counted
    return [text[article.starts[fact.place] :].split()[0].strip(",.") for fact in facts if fact.whole]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("Selon Paul Delmas, le pont tiendra.", "fr", ("paul", "delmas")),
        ("Según Teresa Montalbán, el puente aguanta.", "es", ("teresa", "montalban")),
        ("Nach Erwin Huber sprach niemand.", "de", ("erwin", "huber")),
        ("Volgens Anna Visser is de brug veilig.", "nl", ("anna", "visser")),
        ("Secondo Carla Rossi il ponte regge.", "it", ("carla", "rossi")),
        ("Após Rui Tavares falou o presidente.", "pt", ("rui", "tavares")),
        ("Согласно Анне Кравец, мост выдержит.", "ru", ("анне", "кравец")),
        ("Według Anny Nowak most wytrzyma.", "pl", ("anny", "nowak")),
        ("Enligt Anna Lind håller bron.", "sv", ("anna", "lind")),
    ],
)
def test_a_preposition_in_front_is_no_part_of_a_name(text: str, language: str, found: tuple[str, ...]) -> None:
    assert names(text, language) == [found]
    assert names(text, "en") != [found]


def test_an_article_and_a_noun_are_no_name() -> None:
    assert counted("Die Fabrik schließt. Das Land zahlt wenig. Für Gäste ändert sich nichts.", "de") == []


def test_a_noun_and_its_genitive_are_no_name() -> None:
    assert counted("Bis zum Ende der Saison ruht das Werk, wie die Zahl von Gästen zeigt.", "de") == []


def test_an_office_before_a_german_name_does_not_make_another_name() -> None:
    first, second = (
        extract_facts(segment_article(Article(text, text), vocabulary, Settings().segmenting)).counted[0].keys
        for vocabulary in [Vocabulary()]
        for text in (
            "Gestern sprach die Landrätin Christa Möller mit den Leuten und mit der Presse.",
            "Danach hat auch Christa Möller mit den Leuten und mit der Presse gesprochen.",
        )
    )
    assert first == second


def test_a_short_german_sentence_of_many_nouns_has_names() -> None:
    assert names("Agrarminister Stefan Lüders will am Freitag nach Lindach kommen.", "de")[0][-2:] == (
        "stefan",
        "luders",
    )
    assert names("Stefan Lüders Besucht Am Freitag Lindach", "de") == []


def test_each_list_is_of_a_known_language_and_in_small_letters() -> None:
    for language, words in openers.OF.items():
        Settings().updated({"segmenting": {"language": language}})
        assert words == words.lower()

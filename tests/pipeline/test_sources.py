"""What `scan`, `near_copies` and `compare` take, and how they refuse what they do not."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import dupdetect
from dupdetect import Article, InputError, SettingsError, UsageError, Verdict

TEXT = """The harbour office closed its oldest pier on Friday after divers saw cracks in three of the wooden posts that
carry it. Boats that used to lie there will be moved across the basin until the repairs are done, which may take until
the end of the summer, the harbour master said. Two cafes on the pier have to close as well."""


@pytest.fixture(params=[dupdetect.scan, dupdetect.near_copies], ids=["scan", "near_copies"])
def search(request: pytest.FixtureRequest) -> Callable[[Any], Any]:
    found: Callable[[Any], Any] = request.param
    return found


@pytest.mark.parametrize("given", [[TEXT, f"{TEXT} More."], TEXT, ["x" * 5_000], ["A text of one line."]])
def test_texts_given_as_paths_are_refused_in_a_line_that_says_how(search: Callable[[Any], Any], given: Any) -> None:
    with pytest.raises(
        InputError, match=r"no such file or folder; .* give texts by id, as in \{'a': text\}$"
    ) as refused:
        search(given)
    assert "\n" not in str(refused.value)


def test_a_path_with_spaces_is_a_path(tmp_path: Path, search: Callable[[Any], Any]) -> None:
    file = tmp_path / "a file with many words.txt"
    file.write_text(TEXT, encoding="utf-8")
    assert search([str(file)]).counts["articles"] == 1


def test_a_short_name_that_is_not_there_is_just_missing(search: Callable[[Any], Any]) -> None:
    with pytest.raises(InputError, match=r"^nowhere: no such file or folder; check the name and"):
        search(["nowhere"])


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (None, "sources: NoneType given; give files, folders, articles or a data frame, or give texts by id"),
        ([b"a"], "sources[0]: bytes given; give files, folders, articles or a data frame, or give texts by id"),
        ([Article("a", "x"), 7], "sources[1]: int given; give files"),
        ({"a": "x", "b": None}, "sources['b']: its text is of type NoneType; give a str"),
        ({1: "x"}, "sources[1]: its id is of type int; give a str"),
        ([Article(1, "x")], "the article 1: its id is of type int; give a str"),  # type: ignore[arg-type]
        ([Article("a", None)], "the article 'a': its text is of type NoneType; give a str"),  # type: ignore[arg-type]
    ],
)
def test_other_types_are_refused_in_one_line(search: Callable[[Any], Any], given: Any, told: str) -> None:
    with pytest.raises(UsageError, match=f"^{re.escape(told)}"):
        search(given)


def test_settings_of_another_type_are_refused_in_one_line(search: Callable[..., Any]) -> None:
    with pytest.raises(SettingsError, match=r"^settings: dict given; give a dupdetect\.Settings, such as"):
        search({"a": "x"}, settings={"judging": {"most": 0.5}})


def test_compare_takes_texts_articles_and_paths(tmp_path: Path) -> None:
    file = tmp_path / "pier.txt"
    file.write_text(TEXT, encoding="utf-8")
    for a in (TEXT, Article("mine", TEXT), file):
        assert dupdetect.compare(a, TEXT).verdict is Verdict.IDENTICAL
    assert dupdetect.compare(file, Article("mine", TEXT)).a == str(file)
    assert dupdetect.compare(str(file), TEXT).verdict is Verdict.INDEPENDENT, "a string is a text"


def test_compare_refuses_what_is_no_text() -> None:
    with pytest.raises(UsageError, match=r"^b: NoneType given; give a text, an Article or a Path$"):
        dupdetect.compare(TEXT, None)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match=r"^a: its text is of type bytes; give a str$"):
        dupdetect.compare(Article("mine", b"x"), TEXT)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="no such file"):
        dupdetect.compare(Path("nowhere.txt"), TEXT)


@pytest.mark.parametrize("threshold", ["0.8", None, 0, 1.5, float("nan"), Verdict.NEAR_COPY])
def test_a_threshold_is_a_jaccard_similarity(threshold: Any) -> None:
    with pytest.raises(SettingsError, match=r"^threshold: .* is not a similarity; give one above 0 and up to 1$"):
        dupdetect.near_copies({"a": TEXT}, threshold)

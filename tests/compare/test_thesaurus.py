"""Swaps are looked up in the formats that thesauri come in, and counted in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from dupdetect.compare import thesaurus
from dupdetect.errors import InputError
from dupdetect.records import Substitution

WORDNET = """  1 This line belongs to the licence at the top, which begins with spaces.
00000001 30 v 02 return 0 come_back 1 001 @ 00000002 v 0000 01 + 02 00 | go to where one was
00000002 30 v 01 travel 0 001 ~ 00000001 v 0000 | change one's place
00000003 30 v 01 depart 0 001 ! 00000001 v 0102 | the opposite
garbage 30 v zz
00000004 30 v ff return
"""
MYTHES = """UTF-8
quick|2
(adj)|fast|speedy (similar term)|prompt
(adv)|quickly
slow|1
(adj)|sluggish
"""
MOBY = "house,home,dwelling,place of residence\nriver,stream\nalone\n\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data.verb").write_text(WORDNET, encoding="latin-1")
    (tmp_path / "th_en_US.dat").write_text(MYTHES, encoding="utf-8")
    (tmp_path / "th_en_US.idx").write_text("UTF-8\n1\nquick|6\n", encoding="utf-8")
    (tmp_path / "mthesaur.txt").write_text(MOBY, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("returned", "comes back"),  # one synset, whatever the ending
        ("return", "travels"),  # a wider meaning
        ("quick", "Speedy"),
        ("prompt", "quick"),  # either may be the one that is listed
        ("slow", "sluggish"),
        ("houses", "dwellings"),
        ("house", "place of residence"),
        ("quick river", "fast stream"),  # word by word
        ("the river", "the stream"),
    ],
)
def test_a_swap_is_listed(folder: Path, a: str, b: str) -> None:
    found = thesaurus.load_thesaurus(str(folder))
    assert found.lists(a, b)
    assert found.lists(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("depart", "return"),
        ("quick", "sluggish"),
        ("fast", "speedy"),
        ("house", "river"),
        ("a house", "home"),
        ("", ""),
    ],
)
def test_a_swap_is_not_listed(folder: Path, a: str, b: str) -> None:
    assert not thesaurus.load_thesaurus(str(folder)).lists(a, b)


def test_the_share_of_listed_swaps_is_told(folder: Path) -> None:
    found = (
        Substitution("quick", "fast", 2),
        Substitution("house", "harbour", 1),
        Substitution("in the old house by the river", "home", 5),  # too long to be a swap
    )
    marked = thesaurus.mark_listed(found, thesaurus.load_thesaurus(str(folder)))
    assert [one.listed for one in marked] == [True, False, None]
    assert [(one.a, one.b, one.count) for one in marked] == [(one.a, one.b, one.count) for one in found]
    assert thesaurus.describe_listed(marked) == ("2 of 3 short swaps (67%) are listed synonyms",)
    assert thesaurus.describe_listed(found) == thesaurus.describe_listed(()) == ()


def test_a_folder_is_read_once(folder: Path) -> None:
    assert thesaurus.load_thesaurus(str(folder)) is thesaurus.load_thesaurus(str(folder))


@pytest.mark.parametrize("name", ["missing", "empty", "file"])
def test_a_folder_without_a_thesaurus_is_told_in_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "data.noun").write_text("no synset\n", encoding="utf-8")
    (tmp_path / "file").write_text(MOBY, encoding="utf-8")
    with pytest.raises(InputError, match=name) as told:
        thesaurus.load_thesaurus(str(tmp_path / name))
    assert "\n" not in str(told.value)


def test_bytes_of_no_encoding_are_survived(tmp_path: Path) -> None:
    (tmp_path / "th.dat").write_bytes(b"UTF-8\nquick|1\n(adj)|fast|caf\xe9\n\xff\xfe|x\n")
    assert thesaurus.load_thesaurus(str(tmp_path)).lists("quick", "fast")

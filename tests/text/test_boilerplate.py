"""Patterns of boilerplate take no news: sentences of our own, and Reuters' where it is at hand."""

from __future__ import annotations

import html
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dupdetect.text.boilerplate import is_furniture

REUTERS = Path(__file__).parents[3] / "shared" / "corpora" / "reuters-21578.tar.xz"

NEWS = [
    "Donate blood, the hospital begged.",
    "Donate blood, hospital begs after crash",
    "Donate for the soldiers, posters in every tram urged.",
    "Copyright 2024 rules will bind every library in the country.",
    "Copyright trolls lose their case in Tarvel",
    "Follow them to the station.",
    "Follow him on foot, the captain told the boys.",
    "Join us or leave the valley, the miners sang.",
    "Subscribe to the theory that the wall fell by itself, and you must explain the dust.",
    "Sign up for the dole was what his father told him to do.",
    "Register here, the notice at the school gate told refugees.",
    "Support us, the miners cried as the march went by.",
    "Become a member of the club and you will never leave it, his wife said.",
    "Note: profits exclude a gain of nine million crowns",
    "Notice: two days to leave the building",
    "Photo: of the nine pictures in the trial, two were forged.",
    "Share the road with lorries, drivers were told.",
    "© the sign read, and nothing else",
    "Like this bridge, the mill is to be sold.",
    "Print the money yourselves, the minister told the banks.",
    "Scroll saws and lathes were sold at the gate.",
    "Your email address will not be enough to open an account, the bank warned.",
]
PAGES = [
    "Donate now",
    "SIGN UP: the nine best stories of the coast, every Sunday",
    "Donate to us today.",
    "Please support our journalism",
    "Subscribe to our newsletter and never miss a story! Enter your email address",
    "Sign up for the Weir Gazette's morning briefing",
    "Become a member and read without advertising.",
    "Copyright 2021 Weir Gazette. All rights reserved",
    "Copyright © 2021, Weir Gazette",
    "© 2021 The Weir Gazette",
    "Follow us on Mastodon",
    "Follow him on Twitter @oake",
    "Editor's note: This article was amended on 3 May",
    "Share on Facebook | Tweet | Email",
    "Photo: Mara Oake/Weir Gazette.",
    "Your email address will not be published. Required fields are marked",
]


@pytest.mark.parametrize("line", NEWS)
def test_news_is_left_alone(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize("line", PAGES)
def test_what_pages_ask_of_their_readers_is_taken(line: str) -> None:
    assert is_furniture(line)


def read_reuters() -> Iterator[str]:
    """The first eight files of the collection."""
    with tarfile.open(REUTERS) as packed:
        for name in sorted(name for name in packed.getnames() if name.endswith(".sgm"))[:8]:
            file = packed.extractfile(name)
            assert file
            yield file.read().decode("latin-1")


@pytest.mark.slow
@pytest.mark.skipif(not REUTERS.exists(), reason="Reuters-21578 is not in ../shared")
def test_hardly_a_sentence_of_reuters_is_taken() -> None:
    taken = []
    for file in read_reuters():
        for body in re.findall(r"<BODY>(.*?)</BODY>", file, re.DOTALL):
            paragraphs = (" ".join(part.split()) for part in re.split(r"\n {2,}", html.unescape(body)))
            sentences = (item for part in paragraphs for item in re.split(r"(?<=[.!?]) (?=[A-Z\"])", part))
            taken += [item for item in sentences if item.count(" ") >= 3 and is_furniture(item)]
    assert len(taken) <= 3

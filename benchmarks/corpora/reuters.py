"""Reuters-21578 as a list of articles: real news to hide copies among.

The collection (distribution 1.0) may be used for research; it is not part of this repository. Its files,
`reut2-000.sgm` to `reut2-021.sgm`, are SGML in Latin-1; of 21,578 stories 19,043 have a body.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from dupdetect.records import Article

STORY = re.compile(r'<REUTERS[^>]*NEWID="(\d+)".*?</REUTERS>', re.DOTALL)
BODY = re.compile(r"<BODY>(.*?)</BODY>", re.DOTALL)
CONTROL = re.compile(r"&#(?:[0-8]|1[1-24-9]|2\d|3[01]);|[\x00-\x08\x0b-\x1f]")


def articles(folder: Path) -> Iterator[Article]:
    """Every story with a body, in order; its number is its id.

    Raises:
        FileNotFoundError: the folder has no file of the collection.
    """
    files = sorted(folder.glob("reut2-*.sgm"))
    if not files:
        raise FileNotFoundError(f"{folder}: has no reut2-*.sgm; name the folder of Reuters-21578")
    for file in files:
        for story in STORY.finditer(file.read_text(encoding="latin-1")):
            if body := BODY.search(story[0]):
                yield Article(f"reuters-{int(story[1]):05}", html.unescape(CONTROL.sub("", body[1])).strip())

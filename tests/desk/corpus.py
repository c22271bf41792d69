"""An article of our own writing, and pages that outlets might make of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

TITLE = "Ferry to Saltholm island ends after ninety years"
SOURCE = "The Quarne Courier"
AUTHOR = "Ilse Brandvold"
URL = "https://www.quarnecourier.example/news/ferry"
PUBLISHED = "2026-05-06T06:00:00+00:00"
REPORT = "https://audit.example/reports/island-lines"

PARAGRAPHS = (
    "The last ferry on the timetable between Quarne and Saltholm island will sail on Friday evening, ninety years "
    "after the first, because the county refuses to pay for a new hull.",
    "Inspectors found in February that the plates under the engine room of the Morgenrot had worn down to four "
    "millimetres. A new hull would cost 6.2 million crowns, the shipping office said, and the line carries barely 140 "
    "passengers a day outside the summer.",
    "Around 310 people live on Saltholm all year. Their children go to school in Quarne, and the only doctor comes "
    "across once a week. A water taxi with twelve seats will do both trips from now on, if the waves allow it.",
    '"We are not asking for a bridge," said Torvald Eskeland, who keeps the shop at the landing stage. "We are asking '
    'for the same boat that our grandparents had."',
    "The head of transport, Mette Halvorsen, told the council yesterday that the money had gone into two road tunnels "
    "near Portmoor, Vestland, and offered to pay half of the water taxi until the end of 2027.",
    f'According to <a href="{REPORT}">a report by the national audit office</a>, nine of the country\'s 43 island '
    "lines have closed since 2015. None of them has ever come back, and most of their landing stages are now in ruins.",
    "A group of islanders has collected 84,000 crowns for a second-hand hull from Denmark. They need ten times as much "
    'by August, when the offer runs out. "It is a lot of cake to sell," Eskeland said.',
)
BODY = "\n".join(PARAGRAPHS)

OTHER = (
    "The orchestra opened its season with three forgotten symphonies, each of them played from manuscripts that a "
    "librarian had come upon in a cellar last winter.",
    "Few in the hall knew what to expect. The conductor spoke only briefly before the second half and praised the "
    "patience of her players, who had rehearsed from photographs for most of a month.",
    "Tickets for the other concerts go on sale at the usual prices, and students pay half of that at the door.",
)
"""Another story altogether."""

LICENCE = "https://creativecommons.org/licenses/by-nd/4.0/"
LICENSED = f'<link rel="license" href="{LICENCE}">'

CREDIT = f'This story originally appeared in <a href="{URL}">{SOURCE}</a>.'


def write_page(
    paragraphs: Sequence[str],
    *,
    title: str = TITLE,
    source: str = "Harbour Weekly",
    author: str = "",
    published: str = "2026-05-08T09:00:00+00:00",
    url: str = "https://harbourweekly.example/a/17",
    head: str = "",
) -> str:
    """A web page with the paragraphs, which may hold markup."""
    told = {"og:site_name": source, "author": author, "article:published_time": published, "og:url": url}
    metas = "".join(f'<meta property="{name}" content="{escape(text)}">' for name, text in told.items() if text)
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>{metas}{head}</head>'
        f"<body><article><h1>{escape(title)}</h1>{body}</article></body></html>"
    )


def strip_markup(text: str) -> str:
    """A text without its tags."""
    return re.sub(r"<[^>]*>", "", text)


def write_original(head: str = "") -> str:
    """The article as its own outlet publishes it."""
    paragraphs = (f"By {AUTHOR}", *PARAGRAPHS)
    return write_page(paragraphs, source=SOURCE, author=AUTHOR, published=PUBLISHED, url=URL, head=head)

"""Sentences that mean the same, side by side in a terminal.

Each column says which language it is in, because a reader may know only one of the two.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from dupdetect.records import MeaningEvidence
from dupdetect.report import tables, wording
from dupdetect.report.visible import make_running

LANGUAGES = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "th": "Thai",
    "tr": "Turkish",
    "zh": "Chinese",
}
"""The languages that the bundled model knows, by their ISO 639-1 codes."""


def name_language(code: str) -> str:
    """The English name of a language; its code if it has none here."""
    return LANGUAGES.get(code, code)


def show_matches(evidence: MeaningEvidence, a: str, b: str, most: int | None) -> Iterator[RenderableType]:
    """The sentences that mean the same, `most` of them, and how many more there are."""
    shown = evidence.matches if most is None else evidence.matches[:most]
    columns = f"A, {name_language(evidence.language_a)}", f"B, {name_language(evidence.language_b)}", "cosine"
    table = tables.open_side_by_side(f"sentences that mean the same, by the model {evidence.model}", columns)
    for match in shown:
        left, right = a[match.a_start : match.a_end], b[match.b_start : match.b_end]
        table.add_row(make_running(left), make_running(right), Text(wording.share(match.cosine), "dim"))
        table.add_section()
    yield table
    if rest := len(evidence.matches) - len(shown):
        yield Text(f"{wording.count_noun(rest, 'more sentence')}; dupdetect compare shows every one.", "dim")

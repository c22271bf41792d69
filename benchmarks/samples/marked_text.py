"""Marked sample files: a header, then a text with a tag in front of every sentence.

samples/README.md describes the format.  This module reads a marked file, fills in the
sentences that a verbatim tag leaves out, and writes the plain text out with the place
of every sentence in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, IntEnum
from typing import NamedTuple

TAG = re.compile(
    r"\[(?:(?P<plain>[tf-])"
    r"|(?:(?P<source>[a-z][a-z0-9-]*):)?(?P<quotation>q)?"
    r"(?P<numbers>\d+(?:\+\d+)*|\d+-\d+)(?P<manner>[vers])?)\]"
)
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*(?:’(?=\w)[^’]*)*’")
SENTENCE_BREAK = re.compile(r"(?<=[\w)%])(?<!\bMr)(?<!\bMrs)(?<!\bDr)(?<!\bSt)(?<!\b[A-Z])[.!?]\s+(?=[A-Z“\"])")
WORD = re.compile(r"\w+(?:[-'’.,]\w+)*")

REQUIRED_FIELDS = ("story", "set", "kind", "spun", "credit", "made")
OPTIONAL_FIELDS = ("from", "about", "verdict", "format")
CHOICES = {
    "set": ("tuning", "held-out"),
    "kind": (
        "original",
        "second-report",
        "third-report",
        "exact-copy",
        "syndicated",
        "near-copy",
        "trimmed",
        "spun-light",
        "spun-medium",
        "spun-heavy",
        "paraphrase",
        "summary",
        "lift",
        "speech",
        "round-up",
        "unrelated",
        "form",
        "full-rewrite",
    ),
    "verdict": ("identical", "near_copy", "rewrite", "partial", "independent"),
    "spun": ("true", "false"),
    "credit": ("linked", "credited", "byline", "none"),
    "format": ("txt", "md"),
}


class MarkedFileError(ValueError):
    """A marked file that breaks the rules of the format."""


class Manner(IntEnum):
    """How a sentence follows its source, from the closest to the loosest."""

    VERBATIM = 0
    EDITED = 1
    REWORDED = 2


class Role(Enum):
    """What a stretch of text is within its piece."""

    TITLE = "t"
    FURNITURE = "f"
    OWN = "-"
    QUOTATION = "q"
    SENTENCE = "n"


MANNERS = {"v": Manner.VERBATIM, "e": Manner.EDITED, "r": Manner.REWORDED, "s": Manner.REWORDED}


class Reference(NamedTuple):
    """One sentence of an original."""

    piece: str
    number: int


@dataclass(frozen=True)
class Unit:
    """A tagged stretch of text: a sentence, a headline or a line of site furniture."""

    role: Role
    text: str
    gap: str
    references: tuple[Reference, ...] = ()
    manner: Manner = Manner.VERBATIM

    @property
    def words(self) -> int:
        """The number of words in the text."""
        return count_words(self.text)

    @property
    def is_body(self) -> bool:
        """Whether the text belongs to the article itself, headline and furniture apart."""
        return self.role not in (Role.TITLE, Role.FURNITURE)


@dataclass(frozen=True)
class Piece:
    """A marked file: its name, its header and its tagged text."""

    name: str
    header: Mapping[str, str]
    units: tuple[Unit, ...] = field(repr=False)

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of the originals that the piece was made from."""
        return _names(self.header.get("from", ""))

    @property
    def subjects(self) -> tuple[str, ...]:
        """The names of the originals whose event the piece reports on its own."""
        return _names(self.header.get("about", ""))

    @property
    def is_original(self) -> bool:
        """Whether the sentences of the piece are numbered for others to refer to."""
        return self.header["kind"] in ("original", "form")

    @property
    def origins(self) -> frozenset[str]:
        """The originals that the piece shares text with, itself included if it is one."""
        return frozenset((self.name,) if self.is_original else self.sources)

    @property
    def file_name(self) -> str:
        """The name of the plain file."""
        return f"{self.name}.{self.header.get('format', 'txt')}"

    @property
    def body(self) -> tuple[Unit, ...]:
        """The text without headline and site furniture."""
        return tuple(unit for unit in self.units if unit.is_body)


class Span(NamedTuple):
    """Where a stretch of text stands in a plain file, in code points."""

    start: int
    end: int


def _names(listed: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in listed.split(",") if name.strip())


def count_words(text: str) -> int:
    """The number of words; a number such as 1,204 and a compound count as one."""
    return len(WORD.findall(_visible(text)))


def bare(text: str) -> str:
    """The text without case, spacing, punctuation and Unicode disguises."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", _visible(text)).casefold()))


def _visible(text: str) -> str:
    """The text without soft hyphens, zero-width spaces and the like."""
    return "".join(character for character in text if unicodedata.category(character) != "Cf")


def parse(name: str, content: str) -> Piece:
    """Read a marked file; the text of bare verbatim tags is still missing."""
    head, _, body = content.strip().partition("\n\n")
    header = _parse_header(name, head)
    piece = Piece(name, header, ())
    origin = name if piece.is_original else header.get("from") or header.get("about") or ""
    units = tuple(_parse_body(name, body, origin))
    if not units:
        raise MarkedFileError(f"{name}: no text after the header")
    return replace(piece, units=units)


def _parse_header(name: str, head: str) -> dict[str, str]:
    header: dict[str, str] = {}
    for line in head.splitlines():
        key, colon, value = (part.strip() for part in line.partition(":"))
        if not colon or key not in REQUIRED_FIELDS + OPTIONAL_FIELDS:
            raise MarkedFileError(f"{name}: not a header line: {line!r}")
        if value:
            header[key] = value
    for key in REQUIRED_FIELDS:
        if key not in header:
            raise MarkedFileError(f"{name}: the header lacks {key!r}")
    _check_choices(name, header)
    return header


def _check_choices(name: str, header: Mapping[str, str]) -> None:
    for key, allowed in CHOICES.items():
        if key in header and header[key] not in allowed:
            found = f"{key} is {header[key]!r}, not one of {', '.join(allowed)}"
            raise MarkedFileError(f"{name}: {found}")
    if "about" in header and header.get("verdict") != "independent":
        raise MarkedFileError(f"{name}: a piece with 'about' is independent by definition")


def _parse_body(name: str, body: str, origin: str) -> Iterator[Unit]:
    gap = ""
    for paragraph in re.split(r"\n\s*\n", body.strip("\n")):
        for line in paragraph.splitlines():
            for unit in _parse_line(name, line, origin):
                yield replace(unit, gap=gap)
                gap = " "
            gap = "\n"
        gap = "\n\n"


def _parse_line(name: str, line: str, origin: str) -> Iterator[Unit]:
    tags = list(TAG.finditer(line))
    if not tags or line[: tags[0].start()].strip():
        raise MarkedFileError(f"{name}: text without a tag: {line[:70]!r}")
    ends = [tag.start() for tag in tags[1:]] + [len(line)]
    for tag, end in zip(tags, ends, strict=True):
        unit = _parse_unit(tag, line[tag.end() : end].strip(), origin)
        _check_unit(name, tag[0], unit)
        yield unit


def _parse_unit(tag: re.Match[str], text: str, origin: str) -> Unit:
    if tag["plain"]:
        return Unit(Role(tag["plain"]), text, "")
    source = tag["source"] or origin
    references = tuple(Reference(source, number) for number in _numbers(tag["numbers"]))
    role = Role.QUOTATION if tag["quotation"] else Role.SENTENCE
    return Unit(role, text, "", references, MANNERS[tag["manner"] or "v"])


def _numbers(numbers: str) -> list[int]:
    """The sentence numbers of a tag such as 7, 7+8 or 4-9."""
    if "-" in numbers:
        first, last = map(int, numbers.split("-"))
        return list(range(first, last + 1))
    return [int(number) for number in numbers.split("+")]


def _check_unit(name: str, tag: str, unit: Unit) -> None:
    is_bare_verbatim = unit.role is Role.SENTENCE and tag.endswith("v]")
    if not unit.text and not is_bare_verbatim:
        raise MarkedFileError(f"{name}: {tag} has no text")
    if unit.is_body and SENTENCE_BREAK.search(QUOTED.sub("“", unit.text)):
        raise MarkedFileError(f"{name}: {tag} holds more than one sentence: {unit.text[:90]!r}")


def complete(piece: Piece, originals: Mapping[str, Piece]) -> Piece:
    """Check the numbers of all tags and fill in the text of bare verbatim tags."""
    if piece.is_original:
        _check_numbering(piece)
        return piece
    sentences: dict[Reference, Unit] = {}
    for source in piece.sources + piece.subjects:
        sentences |= _sentences_of(piece, source, originals)
    units = tuple(filled for unit in piece.units for filled in _fill_units(piece.name, unit, sentences))
    return replace(piece, units=units)


def _check_numbering(piece: Piece) -> None:
    numbers = [unit.references[0].number for unit in piece.units if unit.role is Role.SENTENCE]
    for expected, number in enumerate(numbers, start=1):
        if number != expected:
            raise MarkedFileError(f"{piece.name}: sentence [{expected}] expected, [{number}] found")


def _sentences_of(piece: Piece, source: str, originals: Mapping[str, Piece]) -> dict[Reference, Unit]:
    if source not in originals:
        raise MarkedFileError(f"{piece.name}: there is no original named {source!r}")
    if originals[source].header["set"] != piece.header["set"]:
        raise MarkedFileError(f"{piece.name}: {source} belongs to the other set")
    sentences = (unit for unit in originals[source].units if unit.role is Role.SENTENCE)
    return {unit.references[0]: unit for unit in sentences}


def _fill_units(name: str, unit: Unit, sentences: Mapping[Reference, Unit]) -> Iterator[Unit]:
    for reference in unit.references:
        if reference not in sentences:
            raise MarkedFileError(f"{name}: there is no sentence {reference.number} in {reference.piece!r}")
    if unit.role is not Role.SENTENCE or unit.manner is not Manner.VERBATIM:
        yield unit
    elif unit.text:
        _check_verbatim(name, unit, sentences)
        yield unit
    else:
        yield from _copies(unit, sentences)


def _check_verbatim(name: str, unit: Unit, sentences: Mapping[Reference, Unit]) -> None:
    source = " ".join(sentences[reference].text for reference in unit.references)
    if bare(unit.text) != bare(source):
        numbers = "+".join(str(reference.number) for reference in unit.references)
        raise MarkedFileError(f"{name}: [{numbers}v] is not verbatim: {unit.text[:60]!r} for {source[:60]!r}")


def _copies(unit: Unit, sentences: Mapping[Reference, Unit]) -> Iterator[Unit]:
    """The sentences that a bare verbatim tag stands for, with the paragraphs of the source."""
    for position, reference in enumerate(unit.references):
        source = sentences[reference]
        yield replace(
            unit,
            text=source.text,
            gap=source.gap if position else unit.gap,
            references=(reference,),
        )


def render(piece: Piece) -> tuple[str, list[Span]]:
    """The plain text and the place of every unit in it."""
    spans: list[Span] = []
    pieces: list[str] = []
    position = 0
    for unit in piece.units:
        start = position + len(unit.gap)
        position = start + len(unit.text)
        spans.append(Span(start, position))
        pieces += [unit.gap, unit.text]
    return "".join(pieces) + "\n", spans

"""The spun sample articles: samples/spun.tsv and the marked files made from it.

A line of the table gives name, original, strength and seed, then any number of extras:
`title=spin` or `title=Some headline` (else the headline is kept), `top=By Staff` and
`bottom=Subscribe` (lines of site furniture), `credit=byline`, `without=3,7` (sentences
left out).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora.thesaurus_spinner import STRENGTHS, Thesaurus, spin
from benchmarks.samples.marked_text import MarkedFileError, Piece, Role, Unit

EXTRAS = ("title", "top", "bottom", "credit", "without")


@dataclass(frozen=True)
class SpunStub:
    """One line of samples/spun.tsv."""

    name: str
    source: str
    strength: str
    seed: int
    extras: Mapping[str, Sequence[str]]

    def extra(self, key: str, default: str = "") -> str:
        """The value of an extra that is given at most once."""
        return self.extras[key][0] if key in self.extras else default

    def spin(self, text: str, thesaurus: Thesaurus) -> str:
        """Spin a text with the strength and the seed of this article."""
        return spin(text, thesaurus, STRENGTHS[self.strength], self.seed)


def read_stubs(path: Path) -> list[SpunStub]:
    """Read the table of spun articles; no table, no spun articles."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    stubs = [_parse_stub(line) for line in lines if line.strip() and not line.startswith("#")]
    names = [stub.name for stub in stubs]
    for name in names:
        if names.count(name) > 1:
            raise MarkedFileError(f"{path.name}: {name} stands there twice")
    return stubs


def _parse_stub(line: str) -> SpunStub:
    name, source, strength, seed, *fields = line.rstrip().split("\t")
    if strength not in STRENGTHS or "-spun-" not in name:
        raise MarkedFileError(f"spun.tsv: bad name or strength: {line!r}")
    extras: dict[str, list[str]] = {}
    for field in fields:
        key, _, value = field.partition("=")
        if key not in EXTRAS or not value:
            raise MarkedFileError(f"spun.tsv: unknown extra {field!r} for {name}")
        extras.setdefault(key, []).append(value)
    return SpunStub(name, source, strength, int(seed), extras)


def write_spun(stub: SpunStub, source: Piece, thesaurus: Thesaurus) -> str:
    """The content of the marked file of a spun article."""
    blocks = [
        _header(stub, source),
        f"[t] {_title(stub, source, thesaurus)}",
        _furniture(stub, "top"),
        _body(stub, source, thesaurus),
        _furniture(stub, "bottom"),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _header(stub: SpunStub, source: Piece) -> str:
    left_out = f", without sentences {stub.extra('without')}" if "without" in stub.extras else ""
    return "\n".join(
        [
            f"story: {source.header['story']}",
            f"set: {source.header['set']}",
            f"kind: spun-{stub.strength}",
            f"from: {source.name}",
            "verdict: rewrite",
            "spun: true",
            f"credit: {stub.extra('credit', 'none')}",
            f"made: by the thesaurus spinner, {stub.strength} strength, seed {stub.seed}{left_out}",
        ]
    )


def _title(stub: SpunStub, source: Piece, thesaurus: Thesaurus) -> str:
    kept = next(unit.text for unit in source.units if unit.role is Role.TITLE)
    wanted = stub.extra("title", kept)
    return stub.spin(kept, thesaurus) if wanted == "spin" else wanted


def _body(stub: SpunStub, source: Piece, thesaurus: Thesaurus) -> str:
    units = _kept_sentences(stub, source)
    sentences = stub.spin("\n".join(unit.text for unit in units), thesaurus).split("\n")
    tagged = (
        f"{unit.gap}[{unit.references[0].number}s] {sentence}" for unit, sentence in zip(units, sentences, strict=True)
    )
    return "".join(tagged).lstrip()


def _kept_sentences(stub: SpunStub, source: Piece) -> list[Unit]:
    left_out = {int(number) for number in stub.extra("without", "0").split(",")}
    sentences = (unit for unit in source.units if unit.role is Role.SENTENCE)
    return [unit for unit in sentences if unit.references[0].number not in left_out]


def _furniture(stub: SpunStub, place: str) -> str:
    return "\n".join(f"[f] {line}" for line in stub.extras.get(place, ()))

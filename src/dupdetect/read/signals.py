"""What a page says to programs: canonical address, licence links, RSL terms, content credentials.

Only what stands on the page is taken, as it stands there: nothing is fetched, and no signature is checked. The forms
are those of HTML (`rel=license`, `rel=canonical`), of RSL 1.0 (https://rslstandard.org/rsl), and of C2PA 2.4, which
puts manifests into pages, into images and into text (https://spec.c2pa.org, appendix A).
"""

from __future__ import annotations

import binascii
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from dupdetect.read.markup import join_address
from dupdetect.records import Signal, SignalKind

RSL_TYPE = "application/rsl+xml"
_C2PA_TYPE = "application/c2pa"

_OF_A_KIND = 4
_LONGEST = 500
"""Most signals of a kind that an article keeps, and characters of the value of one."""

_ELEMENTS = 20_000
_SCRIPT = 50_000
_IMAGES = 100
_IMAGE_HEAD = 1 << 16
"""Links of a page, characters of a script, images and characters of one that are examined."""

_TERM = re.compile(r"<(permits|prohibits|payment)\b([^<>]{0,200})>([^<]{0,200})", re.IGNORECASE)
_TYPE = re.compile(r"\btype\s*=\s*[\"']([\w-]{1,40})")
_EMBEDDED = re.compile(r"data:image/[\w.+-]{1,20};base64,", re.IGNORECASE)

_IN_TEXT = "-----BEGIN C2PA MANIFEST-----"


def _spell_magic(magic: bytes) -> str:
    """Bytes as C2PA hides them in text: each is a variation selector."""
    return "".join(chr(0xFE00 + byte if byte < 16 else 0xE0100 + byte - 16) for byte in magic)


_HIDDEN_IN_TEXT = _spell_magic(b"C2PATXT\0")


def read_page_signals(tree: Any, base: str, text: str) -> tuple[Signal, ...]:
    """The signals of a web page.

    Args:
        tree: the page, before anything is taken out of it.
        base: its address, to which relative links are joined; empty if unknown.
        text: its source.
    """
    return bound_signals(
        [*_read_links(tree, base), *_read_scripts(tree), *_read_images(tree), *find_text_signals(text)]
    )


def find_text_signals(text: str) -> Iterator[Signal]:
    """Content credentials that a text carries, in characters that nobody sees or in a block of its own."""
    if _HIDDEN_IN_TEXT in text or _IN_TEXT in text:
        yield Signal(SignalKind.C2PA, "in the text")


def bound_signals(signals: Iterable[Signal]) -> tuple[Signal, ...]:
    """Each signal once, on one line, and only the first few of a kind."""
    kept: dict[Signal, None] = {}
    numbers: Counter[SignalKind] = Counter()
    for signal in signals:
        value = " ".join(signal.value.encode("utf-8", "replace").decode("utf-8").split())[:_LONGEST]
        clean = Signal(signal.kind, value)
        if clean not in kept and numbers[signal.kind] < _OF_A_KIND:
            kept[clean] = None
            numbers[signal.kind] += 1
    return tuple(kept)


def classify_link(relations: Iterable[str], form: str, address: str) -> SignalKind | None:
    """What a link says to programs, if anything.

    Args:
        relations: the words of its `rel`, in small letters.
        form: its `type`.
        address: where it leads.
    """
    if "license" in relations:
        return SignalKind.RSL if form.lower().startswith(RSL_TYPE) else SignalKind.LICENCE
    if "canonical" in relations:
        return SignalKind.CANONICAL
    if "c2pa-manifest" in relations:
        return SignalKind.C2PA
    return SignalKind.CREATIVE_COMMONS if _is_creative_commons(address) else None


def describe_terms(rsl: str) -> str:
    """The terms of a licence in RSL, such as: permits search; prohibits ai-train; payment subscription."""
    terms = []
    for name, attributes, inside in _TERM.findall(rsl[:_SCRIPT]):
        form = _TYPE.search(attributes)
        words = (form[1] if form else "") if name.lower() == "payment" else inside
        terms.append(f"{name.lower()} {' '.join(words.split())}".strip())
    return "; ".join(terms)


def _read_links(tree: Any, base: str) -> Iterator[Signal]:
    for number, element in enumerate(tree.iter("link", "a", "area")):
        if number >= _ELEMENTS:
            return
        address = (element.get("href") or "").strip()
        relations = (element.get("rel") or "").lower().split()
        kind = classify_link(relations, element.get("type") or "", address) if address else None
        if kind and (kind is not SignalKind.CANONICAL or element.tag == "link"):
            yield Signal(kind, join_address(base, address) or address)


def _read_scripts(tree: Any) -> Iterator[Signal]:
    for script in tree.iter("script"):
        form = (script.get("type") or "").strip().lower()
        if form == RSL_TYPE:
            yield Signal(SignalKind.RSL, describe_terms(script.text or ""))
        elif form == _C2PA_TYPE:
            yield Signal(SignalKind.C2PA, "in the page")


def _read_images(tree: Any) -> Iterator[Signal]:
    """Content credentials in images that stand in the page itself."""
    embedded = (src for image in tree.iter("img", "source") if _EMBEDDED.match(src := image.get("src") or ""))
    for number, source in enumerate(embedded):
        if number < _IMAGES and _holds_manifest(source):
            yield Signal(SignalKind.C2PA, "in an image")


def _holds_manifest(source: str) -> bool:
    """Whether the first bytes of an image in a page open a manifest: a JUMBF box that is labelled c2pa."""
    coded = source[source.index(",") + 1 :][:_IMAGE_HEAD]
    try:
        head = binascii.a2b_base64(coded[: len(coded) // 4 * 4])
    except (binascii.Error, ValueError):
        return False
    return b"jumb" in head and b"c2pa" in head


def _is_creative_commons(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:  # such as brackets that are no IPv6 address
        return False
    return host == "creativecommons.org" and parts.path.startswith(("/licenses/", "/publicdomain/"))

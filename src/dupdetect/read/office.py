"""DOCX, ODT and EPUB -> their text: zip archives of XML, streamed through the standard library's parser.

expat neither recurses nor builds a tree. It refuses entities that a file defines itself, because XML bombs are made of
them. The name and date in an office file are those of whoever saved it, so they are not used; those in a book are.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from html.entities import html5
from io import BytesIO
from typing import NamedTuple
from urllib.parse import unquote
from xml.parsers import expat

from dupdetect.errors import InputError
from dupdetect.read import plain
from dupdetect.read.dates import read_date
from dupdetect.read.source import Budget, Document
from dupdetect.records import Article
from dupdetect.settings import Reading

DEEPEST = 1000
"""Deepest nesting of elements that is read."""


class Vocabulary(NamedTuple):
    """What the elements of a format mean, by local name.

    Attributes:
        blocks: begin and end a line of their own.
        breaks: stand for some white space.
        unseen: hold what a reader does not see.
        only: the elements whose text counts; empty for all.
    """

    blocks: frozenset[str]
    breaks: dict[str, str]
    unseen: frozenset[str]
    only: frozenset[str] = frozenset()


# Text inserted while changes are tracked is seen, text deleted or moved away is not; a drawing's text stands twice.
WORD = Vocabulary(
    frozenset({"p"}), {"tab": "\t", "br": "\n", "cr": "\n"}, frozenset({"Fallback", "moveFrom"}), frozenset({"t"})
)
OPEN = Vocabulary(
    frozenset({"p", "h"}),
    {"s": " ", "tab": "\t", "line-break": "\n"},
    frozenset({"tracked-changes", "annotation", "scripts", "font-face-decls", "automatic-styles"}),
)
BOOK = Vocabulary(
    frozenset("p div h1 h2 h3 h4 h5 h6 li blockquote pre tr td th dt dd section article figcaption hr".split()),
    {"br": "\n"},
    frozenset({"head", "script", "style"}),
)


def read_office(file: Document, settings: Reading) -> Article:
    """The article in a DOCX, ODT or EPUB file.

    Raises:
        InputError: it is damaged, encrypted, a bomb, or holds no text; the message is the reason.
    """
    try:
        with zipfile.ZipFile(BytesIO(file.data)) as archive:
            package = _Package(archive, settings)
            content = _read(package)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error, KeyError, OSError) as error:
        raise InputError(f"damaged or cut short ({error})") from error
    except RuntimeError as error:  # how zipfile tells of encryption
        raise InputError("encrypted; save it without a password") from error
    text = content.text
    if not text:
        raise InputError("empty: it holds no text")
    links = tuple(dict.fromkeys([*package.links, *plain.find_addresses(text)]))
    return Article(
        id=file.name,
        text=text,
        title=content.metadata.get("title") or plain.find_title(text),
        source=content.metadata.get("publisher", ""),
        author=content.metadata.get("creator", ""),
        published=read_date(content.metadata.get("date", "")),
        links=links,
    )


class _Content(NamedTuple):
    text: str
    metadata: dict[str, str]


def _read(package: _Package) -> _Content:
    if package.has("word/document.xml"):
        parts = [item for item in _WORD_PARTS if package.has(item)]
        return _Content(_join_parts(package.text(part, WORD) for part in parts), {})
    if package.has("META-INF/container.xml"):
        return _book(package)
    if package.has("META-INF/manifest.xml") and b"encryption-data" in package.start("META-INF/manifest.xml"):
        raise InputError("encrypted; save it without a password")
    return _Content(package.text("content.xml", OPEN), {})


_WORD_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")


def _join_parts(texts: Iterator[str]) -> str:
    return "\n\n".join(text for text in texts if text)


def _book(package: _Package) -> _Content:
    """The chapters of an EPUB in the order of its spine, and what it says about itself."""
    if package.has("META-INF/encryption.xml") and not package.has("mimetype"):
        raise InputError("encrypted; save it without a password")
    rooted: list[str] = []
    package.elements(
        "META-INF/container.xml", lambda tag, attributes, text: rooted.append(attributes.get("full-path", ""))
    )
    listing = next((path for path in rooted if path), "")
    files: dict[str, str] = {}
    spine: list[str] = []
    metadata: dict[str, str] = {}

    def note(tag: str, attributes: dict[str, str], text: str) -> None:
        if tag == "item":
            files[attributes.get("id", "")] = posixpath.normpath(
                posixpath.join(posixpath.dirname(listing), unquote(attributes.get("href", "")))
            )
        elif tag == "itemref":
            spine.append(attributes.get("idref", ""))
        elif tag in ("title", "creator", "publisher", "date"):
            metadata.setdefault(tag, " ".join(text.split()))

    package.elements(listing, note)
    chapters = dict.fromkeys(files[item] for item in spine if item in files)
    if not _list_encrypted(package).isdisjoint(chapters):
        raise InputError("encrypted: its publisher protects it from being read")
    return _Content(_join_parts(package.text(chapter, BOOK) for chapter in chapters if package.has(chapter)), metadata)


def _list_encrypted(package: _Package) -> set[str]:
    """The encrypted parts of a book. Many books encrypt only their fonts and can be read."""
    parts: set[str] = set()
    if package.has(_ENCRYPTION):

        def note(tag: str, attributes: dict[str, str], text: str) -> None:
            if tag == "CipherReference":
                parts.add(unquote(attributes.get("URI", "")))

        package.elements(_ENCRYPTION, note)
    return parts


_ENCRYPTION = "META-INF/encryption.xml"


class _Package:
    """A zip archive of XML, with a limit to what may be unpacked from it."""

    def __init__(self, archive: zipfile.ZipFile, settings: Reading) -> None:
        self._archive = archive
        self._names = set(archive.namelist())
        if any(info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for info in archive.infolist()):
            raise InputError("packed by a method that office programs do not use; save it again")
        size = sum(info.compress_size for info in archive.infolist())
        self._budget = Budget(settings.max_size + size * settings.max_ratio, settings.max_ratio)
        self._longest = settings.max_size
        self.links: list[str] = []

    def has(self, name: str) -> bool:
        return name in self._names

    def start(self, name: str) -> bytes:
        with self._archive.open(name) as stream:
            return stream.read(1 << 20)

    def elements(self, name: str, note: Callable[[str, dict[str, str], str], None]) -> None:
        """Call `note` with the local name, attributes and text of each element of a part, as it ends."""
        opened: list[tuple[str, dict[str, str], list[str]]] = []
        parser = _parser()

        def start(tag: str, attributes: dict[str, str]) -> None:
            _deeper(len(opened))
            opened.append((_local(tag), {_local(key): value for key, value in attributes.items()}, []))

        def end(_: str) -> None:
            tag, attributes, text = opened.pop()
            note(tag, attributes, "".join(text))

        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = lambda text: opened[-1][2].append(text) if opened else None
        self._feed(parser, name)

    def text(self, name: str, vocabulary: Vocabulary) -> str:
        """The text of a part. Its link targets are added to `links`."""
        reader = _Text(vocabulary, self._longest)
        self._feed(reader.parser, name)
        self.links += reader.links
        if vocabulary is WORD:
            self._collect_link_targets(name)
        return reader.text()

    def _collect_link_targets(self, name: str) -> None:
        """Add the link targets of a Word part, which stand in a relationships part of their own."""
        folder, _, file = name.rpartition("/")
        relations = f"{folder}/_rels/{file}.rels"
        if self.has(relations):
            self.elements(relations, lambda tag, attributes, text: self._link(attributes))

    def _link(self, attributes: dict[str, str]) -> None:
        if attributes.get("Type", "").endswith("/hyperlink") and attributes.get("Target", "").lower().startswith(
            "http"
        ):
            self.links.append(attributes["Target"])

    def _feed(self, parser: expat.XMLParserType, name: str) -> None:
        try:
            with self._archive.open(name) as stream:
                while piece := stream.read(1 << 16):
                    self._budget.spend(len(piece))
                    parser.Parse(piece, False)
                parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise InputError(f"damaged: {name} is not XML ({error})") from error


class _Text:
    """Collects the text of an XML document while it is parsed."""

    def __init__(self, vocabulary: Vocabulary, longest: int) -> None:
        self._means = vocabulary
        self._longest = longest
        self._size = 0
        self._open: list[str] = []
        self._unseen = 0
        self._blocks: list[str] = []
        self._line: list[str] = []
        self.links: list[str] = []
        self.parser = _parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.SkippedEntityHandler = lambda name, is_parameter: self._characters(html5.get(f"{name};", " "))

    def text(self) -> str:
        self._close()
        return "\n\n".join(self._blocks)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = _local(tag)
        _deeper(len(self._open))
        self._open.append(tag)
        self._unseen += tag in self._means.unseen
        if tag in self._means.blocks:
            self._close()
        elif tag in self._means.breaks and not self._unseen:
            self._line.append(self._means.breaks[tag])
        elif tag == "a":
            link = next((attributes[key] for key in attributes if _local(key) == "href"), "")
            self.links += [link] if link.lower().startswith(("http://", "https://")) else []

    def _end(self, _: str) -> None:
        tag = self._open.pop()
        self._unseen -= tag in self._means.unseen
        if tag in self._means.blocks:
            self._close()

    def _characters(self, text: str) -> None:
        if self._unseen or (self._means.only and not (self._open and self._open[-1] in self._means.only)):
            return
        self._size += len(text)
        if self._size > self._longest:
            raise InputError(f"its text is longer than {self._longest:,}; raise reading.max_size to read it")
        self._line.append(text)

    def _close(self) -> None:
        text = "".join(self._line)
        if self._means is not WORD:  # the line ends of markup are no line ends of the text
            text = "\n".join(" ".join(line.split()) for line in text.split("\n")) if "\n" in text else text
        if text.strip():
            self._blocks.append(text.strip())
        self._line = []


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.EntityDeclHandler = _refuse
    parser.UseForeignDTD(True)  # HTML's named characters then reach SkippedEntityHandler instead of being errors
    return parser


def _refuse(*_: object) -> None:
    raise InputError("defines XML entities of its own, as bombs do")


def _deeper(depth: int) -> None:
    if depth >= DEEPEST:
        raise InputError(f"its XML is nested more than {DEEPEST:,} deep")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]

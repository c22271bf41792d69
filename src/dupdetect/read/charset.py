"""Bytes -> text. The encoding comes from the user, a byte order mark, the format's declaration, or a check for UTF-8.

Failing these, chardet guesses. A guess may be wrong, so it is reported in `Article.encoding`.
"""

from __future__ import annotations

import codecs
import io
import re
from typing import NamedTuple

from dupdetect.errors import InputError

SURE = 0.2
"""chardet's confidence, 0 to 1, from which its guess is taken. Guesses at whole articles reach 0.4 and more; at a word
or two they stay below 0.1 and are mostly wrong."""

SURE_WESTERN = 0.1
"""The same for Western European encodings, most of whose letters are ASCII: a sentence with an accent reaches 0.1."""
_WESTERN = ("windows-1252", "iso-8859-1", "iso8859-15", "iso-8859-15")

_ALPHABETS = tuple(
    map(frozenset, ("äöüß", "àâæçéèêëîïôœùûü", "áéíñóúü", "áâãàçéêíóôõú", "àèéìòù", "åäöé", "æøåé", "ëïéèöü"))
)
"""Letters beyond ASCII of German, French, Spanish, Portuguese, Italian, Swedish, Danish and Dutch. A short text that
has only those of one language is taken for it, where chardet is unsure between Western encodings or names a Mac's."""
_SIGNS = frozenset("€‚„…‘’“”•–—¡§«»°´·¿£½")
_PLAIN = 0.7
"""Least share of ASCII among the letters of such a text."""

LOOKED_AT = 200_000
"""Most bytes given to chardet, which takes 1 ms for 20 kB."""


class Decoded(NamedTuple):
    """A text, and its encoding if that was guessed; empty for UTF-8 and for declared encodings."""

    text: str
    guessed: str = ""


def decode(data: bytes, encoding: str = "", declared: str = "") -> Decoded:
    r"""The text that `data` holds; `\r\n` and `\r` become `\n`.

    Args:
        encoding: the encoding that the user names; nothing else is tried.
        declared: the encoding that the format around `data` names; passed over when Python does not know it, or when
            the data is not in it.

    Raises:
        InputError: the data is no text, or empty; the message is the reason.
    """
    decoded = _by_setting(data, encoding) if encoding else _by_mark(data) or _by_declaration(data, declared)
    decoded = decoded or _by_escapes(data) or _by_utf_8(data) or _by_guess(data)
    if "\0" in decoded.text or (decoded.guessed and _CONTROL.search(decoded.text)):
        raise InputError(BINARY)
    if not decoded.text or decoded.text.isspace():
        raise InputError("empty")
    return Decoded(decoded.text.replace("\r\n", "\n").replace("\r", "\n"), decoded.guessed)


def detect_encoding(sample: bytes, encoding: str = "") -> str:
    """The encoding of a long text that begins with `sample`, or whose first letters beyond ASCII stand in it.

    Raises:
        InputError: no encoding fits; the message is the reason.
    """
    if encoding:
        return encoding
    if marked := find_mark(sample):
        return marked
    if _ESCAPES.search(sample):
        return _ISO_2022_JP
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)  # it may end inside a character
    except UnicodeDecodeError:
        return _guess(sample)
    return "utf-8"


def find_mark(data: bytes) -> str:
    """The encoding whose byte order mark `data` begins with; empty when there is none."""
    return next((name for mark, name in _MARKS.items() if data.startswith(mark)), "")


def looks_wide(head: bytes) -> bool:
    """Whether `head` with NUL bytes in it may be text in UTF-16 or UTF-32: marked as such, or looking so."""
    return bool(find_mark(head) or _wide(head))


BINARY = "holds NUL or other control characters: a binary file; if it is text, name its encoding with --encoding"
_CONTROL = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f]")
_CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# The mark of UTF-32 begins with that of UTF-16. The codecs that these names mean read the mark themselves.
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def _by_setting(data: bytes, name: str) -> Decoded:
    marked = _by_mark(data) if codecs.lookup(name).name.startswith("utf") else None  # a mark is not part of the text
    try:
        return marked or Decoded(data.decode(name))
    except UnicodeDecodeError as error:
        raise InputError(f"not {name}: {_where(data, error)}; leave out --encoding to have it detected") from error


def _by_mark(data: bytes) -> Decoded | None:
    name = find_mark(data)
    try:
        return Decoded(data.decode(name)) if name else None
    except UnicodeDecodeError as error:
        name = name.removesuffix("-sig").upper()
        reason = f"not {name}, though its byte order mark says so: {_where(data, error)}; save the file as UTF-8"
        raise InputError(reason) from error


def _by_declaration(data: bytes, name: str) -> Decoded | None:
    try:
        return Decoded(data.decode(_WIDER.get(name.lower(), name))) if name else None
    except (LookupError, UnicodeError, ValueError):  # ValueError: NUL in the name
        return None


# What browsers take these names to mean: a superset with the characters that people use.
_WIDER = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}


def _by_escapes(data: bytes) -> Decoded | None:
    """Japanese mail, whose bytes are ASCII: sequences that begin with ESC switch to another set of characters."""
    if not _ESCAPES.search(data):
        return None
    try:
        return Decoded(data.decode(_ISO_2022_JP), _ISO_2022_JP)
    except UnicodeDecodeError:
        return None


_ISO_2022_JP = "iso-2022-jp"
_ESCAPES = re.compile(rb"\x1b\$[@B]")


def _by_utf_8(data: bytes) -> Decoded | None:
    try:
        return None if b"\0" in data else Decoded(data.decode())
    except UnicodeDecodeError:
        return None


def _by_guess(data: bytes) -> Decoded:
    name = _guess(data)
    try:
        return Decoded(data.decode(name), name)
    except UnicodeDecodeError as error:
        raise InputError(_unknown(data)) from error


def _guess(data: bytes) -> str:
    """The encoding that the beginning of `data` is most likely in."""
    if wide := _wide(data[:LOOKED_AT]):
        return wide
    import chardet  # late: UTF-8, and with it nearly all that is read, never needs it

    sample = b"\n" + data[:LOOKED_AT]  # chardet takes a text that begins like a program for binary
    guess = chardet.detect(sample, prefer_superset=True, max_bytes=LOOKED_AT + 1)
    name = guess["encoding"]
    if name is None:
        raise InputError(BINARY if _CONTROL_BYTES.search(data) else _unknown(data))
    is_doubtful = name.lower() in _WESTERN and guess["confidence"] < SURE_WESTERN
    if (is_doubtful or name.startswith("Mac")) and _is_western(data[:LOOKED_AT]):
        return "windows-1252"
    if guess["confidence"] < (SURE_WESTERN if name.lower() in _WESTERN else SURE) or not _is_known(name):
        raise InputError(_unknown(data))
    if name.lower() in _NO_SUPERSETS and not _C1.search(data[:LOOKED_AT]):
        narrow = chardet.detect(sample, prefer_superset=False, max_bytes=LOOKED_AT + 1)["encoding"]
        name = narrow if narrow and _is_known(narrow) else name
    return name.lower()


def _is_western(sample: bytes) -> bool:
    """Whether a text in Windows-1252 has, beyond ASCII, only letters of one Western European language, and signs."""
    try:
        letters = [letter for letter in sample.decode("cp1252").lower() if letter.isalpha() or letter > "\x7f"]
    except UnicodeDecodeError:
        return False
    foreign = set(filter(lambda letter: letter > "\x7f", letters)) - _SIGNS
    plain = sum(map(str.isascii, letters))
    return plain >= _PLAIN * len(letters) and any(foreign <= alphabet for alphabet in _ALPHABETS)


_NO_SUPERSETS = ("windows-1250", "windows-1251", "windows-1256")
"""What chardet gives for ISO-8859-2, -5 and -6, though the letters stand elsewhere in them."""
_C1 = re.compile(rb"[\x80-\x9f]")
"""Letters in Windows' encodings, and control characters in those of ISO."""


def _wide(sample: bytes) -> str:
    """Recognise UTF-16 without a mark: spaces and Latin letters have a NUL byte, always on the same side."""
    sides = {"utf-16-be": sample[::2].count(0), "utf-16-le": sample[1::2].count(0)}
    name, most = max(sides.items(), key=lambda side: side[1])
    return name if len(sample) > _SHORT and most > _NULS * len(sample) and min(sides.values()) == 0 else ""


_SHORT = 32
_NULS = 0.02  # of all bytes: a text has a space in ten letters, or more


def _is_known(name: str) -> bool:
    try:
        return bool(codecs.lookup(name))
    except LookupError:
        return False


def _unknown(data: bytes) -> str:
    return f"{_not_utf_8(data)}, and its encoding cannot be told; save it as UTF-8 or name it with --encoding"


def _not_utf_8(data: bytes) -> str:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return f"not UTF-8: {_where(data, error)}"
    return "holds NUL bytes"


def _where(data: bytes, error: UnicodeDecodeError) -> str:
    return f"byte 0x{error.object[error.start]:02x} at offset {error.start + len(data) - len(error.object)}"


class Transcoded(io.RawIOBase):
    """A stream that converts a long text to UTF-8. It detects the encoding at the first byte beyond ASCII.

    Args:
        stream: the text, from its beginning.
        encoding: the one that the user names; empty has it detected.
        head: its first bytes.
    """

    def __init__(self, stream: io.BufferedReader, encoding: str, head: bytes) -> None:
        self._stream = stream
        self._ready = b""
        self._decoder: codecs.IncrementalDecoder | None = None
        self._end = False
        if encoding or not head.isascii() or _ESCAPES.search(head):
            self._decoder = codecs.getincrementaldecoder(detect_encoding(head, encoding))()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ready and not self._end:
            self._ready = self._convert(self._stream.read(_PIECE))
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _convert(self, piece: bytes) -> bytes:
        self._end = not piece
        if self._decoder is None:
            if piece.isascii():
                return piece
            piece += self._stream.read(_AHEAD)
            self._decoder = codecs.getincrementaldecoder(detect_encoding(_choose_sample(piece)))()
        try:
            return self._decoder.decode(piece, self._end).encode("utf-8", "replace")
        except UnicodeDecodeError as error:
            raise InputError(f"not {error.encoding}: {_where(piece, error)}; the rest was not read") from error


def _choose_sample(data: bytes) -> bytes:
    """The lines of `data` with bytes beyond ASCII, from which the encoding is detected. The last may be cut short."""
    return b"\n".join(line for line in data.split(b"\n") if not line.isascii())


_PIECE = 1 << 16
_AHEAD = 1 << 19

"""Bytes -> text -> article, for files without markup. What cannot be text is refused with an `InputError` whose
message is the reason alone: the caller knows the name of the file.
"""

from __future__ import annotations

import codecs
import re

from dupdetect.errors import InputError
from dupdetect.records import Article

TITLE_WORDS = 25
"""The longest first line that counts as a title, in words."""
_TITLE_LENGTH = 1000  # and in characters: a line may hold a whole file

_BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# One bounded run of characters: linear in the text, whatever it holds.
_ADDRESS = re.compile(r"[Hh][Tt][Tt][Pp][Ss]?://\w[^\s<>\"\u2018-\u201f«»`|\\^{}\[\]]{0,2000}")
_TRAILING = ".,;:!?'*…)"
_LINE = re.compile(r"\S[^\n]*")
_MORE = re.compile(r"\n?\s*(\S)")


def article(name: str, text: str) -> Article:
    """The article that `text` is, with `name` as its id."""
    return Article(id=name, text=text, title=title(text), links=addresses(text))


def decoded(data: bytes) -> str:
    r"""The text that `data` holds, in UTF-8, or in UTF-16 with a byte order mark; `\r\n` and `\r` become `\n`.

    Raises:
        InputError: the data is no text, or empty; the message is the reason.
    """
    mark = next((mark for mark in _BYTE_ORDER_MARKS if data.startswith(mark)), b"")
    encoding = _BYTE_ORDER_MARKS.get(mark, "utf-8")
    if encoding == "utf-8" and b"\0" in data:  # first, for binary files are seldom UTF-8 either
        raise InputError(_BINARY)
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(_undecodable(data, encoding, len(mark) + error.start)) from error
    if "\0" in text:
        raise InputError(_BINARY)
    if not text or text.isspace():
        raise InputError("empty")
    return text.replace("\r\n", "\n").replace("\r", "\n")


_BINARY = "holds NUL bytes: a binary file, or UTF-16 or UTF-32 without its mark; if it is text, save it as UTF-8"


def _undecodable(data: bytes, encoding: str, offset: int) -> str:
    if encoding == "utf-8":
        return f"not UTF-8: byte 0x{data[offset]:02x} at offset {offset}; save the file as UTF-8"
    return f"not UTF-16, though its byte order mark says so: offset {offset}; save the file as UTF-8"


def title(text: str) -> str:
    """The first line, when it is short, more text follows, and it is not cut in mid-sentence; otherwise empty."""
    line = _LINE.search(text)
    more = _MORE.match(text, line.end()) if line else None
    if line is None or more is None:
        return ""
    wrapped = more.start(1) == line.end() + 1 and more[1].islower()
    too_long = line.end() - line.start() > _TITLE_LENGTH or len(line[0].split()) > TITLE_WORDS
    return "" if wrapped or too_long else line[0].rstrip()


def addresses(text: str) -> tuple[str, ...]:
    """The http and https addresses in `text`, each once, in order."""
    if "://" not in text:  # ten times as fast as the pattern
        return ()
    return tuple(dict.fromkeys(_without_punctuation(found[0]) for found in _ADDRESS.finditer(text)))


def _without_punctuation(address: str) -> str:
    """`address` without the punctuation of the sentence around it; brackets that it opens itself are its own."""
    unopened = address.count(")") - address.count("(")
    end = len(address)
    while address[end - 1] in _TRAILING and (address[end - 1] != ")" or unopened > 0):
        unopened -= address[end - 1] == ")"
        end -= 1
    return address[:end]

"""Names: how they are displayed, how ids are made unique, and which files the user wants to read.

One rule for ids: a file is its path, `!` enters an archive, `#` names a record; `crawl.zip!2024/a.html`,
`news.jsonl#17`. A repeated id gets a number appended.
"""

from __future__ import annotations

import os
import re
from fnmatch import fnmatchcase
from hashlib import blake2b

from dupdetect.settings import Reading


def readable_name(name: str) -> str:
    """`name` with control characters and undecodable bytes escaped, as in `\\xff`."""
    return _UNREADABLE.sub(_spell_out, name)


_UNREADABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def _spell_out(match: re.Match[str]) -> str:
    code = ord(match[0])
    code = code - 0xDC00 if 0xDC80 <= code <= 0xDCFF else code  # how Python carries a byte that it cannot decode
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


class Ids:
    """Makes ids unique. Plain paths differ anyway; only escaped and composed names are remembered.

    Args:
        every: whether plain names may repeat, too, and must be remembered.
    """

    def __init__(self, every: bool = False) -> None:
        self._every = every
        self._times: dict[int, int] = {}  # by hash: a crawl has millions

    def unique(self, name: str) -> str:
        """`name`, with a number appended if it was used before."""
        if not (self._every or _COMPOSED.search(name)):
            return name
        unique, key = name, _key(name)
        while _key(unique) in self._times:
            self._times[key] += 1
            unique = f"{name} ({self._times[key]})"
        self._times[_key(unique)] = 1
        return unique


_COMPOSED = re.compile(r"[\\!#]")


def _key(name: str) -> int:
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


LONGEST = 200
"""Code points of the name of a record or member, at most."""


def record_name(file: str, name: str) -> str:
    """The id of the record `name` in `file`."""
    return f"{file}#{_shorten(name)}"


def member_name(archive: str, name: str) -> str:
    """The id of the member `name` of `archive`."""
    return f"{archive}!{_shorten(name)}"


def _shorten(name: str) -> str:
    return readable_name(name if len(name) <= LONGEST else name[: LONGEST - 1] + "…")


class Choice:
    """Which files in folders and archives are read, by their names.

    Patterns are globs: one with `/` is matched with the whole name, any other with its last part. `*` matches `/`. One
    that begins with `/` is matched with the whole name too, also of what lies in no folder: `/a.txt` is not `b/a.txt`.
    """

    def __init__(self, settings: Reading) -> None:
        self._endings = tuple(ending.lower() for ending in settings.suffixes)
        self._include = settings.include
        self._exclude = settings.exclude

    def is_excluded(self, name: str) -> bool:
        """Whether the user excludes the file or folder `name`, which may end in `/`."""
        name = name.rstrip("/")
        return bool(self._exclude) and _matches(name, self._exclude)

    def leaves_out(self, name: str) -> bool:
        """Whether the user asked for other files only."""
        return bool(self._include) and not _matches(name, self._include)

    def is_readable(self, name: str) -> bool:
        """Whether the name's ending belongs to a format that is read; with --include, every name qualifies."""
        return bool(self._include) or name.lower().endswith(self._endings) or ending_of(name) in ("", ".")


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    last = name.rpartition("/")[2]
    return any(fnmatchcase(name if "/" in pattern else last, pattern.removeprefix("/")) for pattern in patterns)


def ending_of(name: str) -> str:
    """The ending of a file name, with its dot."""
    return os.path.splitext(name)[1]


def is_foreign(name: str) -> str:
    """Why a file with this ending is not read."""
    return f"not a format that is read ({readable_name(ending_of(name))})"

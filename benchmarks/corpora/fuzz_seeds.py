"""Sound files of every format that is read, of which `benchmarks.runs.fuzz` makes mutants."""

from __future__ import annotations

import bz2
import io
import json
import zipfile
from collections.abc import Callable

from tests.read.writers import EVERY, PARAGRAPHS, TEXT, mail

_BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
_FEED = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>The Harbour Post</title><item><title>Ferry</title><guid>1</guid>
<content:encoded><![CDATA[{_BODY}]]></content:encoded></item><item><description>Two.</description></item></channel></rss>"""
_DUMP = [{"_id": {"$oid": "65f1"}, "content": {"rendered": _BODY}}, {"_source": {"body": list(PARAGRAPHS)}}]


def _pack(method: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("a.txt", TEXT * 3)
        archive.writestr("b.html", _BODY)
    return out.getvalue()


def _mailbox() -> bytes:
    line = b"From desk@harbourpost.example Mon May  6 07:30:00 2024\n"
    return b"\n".join(line + mail(html_only) for html_only in (False, True))


_MORE: dict[str, Callable[[], bytes]] = {
    "a.mbox": _mailbox,
    "a.rss": _FEED.encode,
    "dump.json": lambda: json.dumps(_DUMP).encode(),
    "bzip2.zip": lambda: _pack(zipfile.ZIP_BZIP2),
    "lzma.zip": lambda: _pack(zipfile.ZIP_LZMA),
    "plain.txt": TEXT.encode,
    "packed.bz2": lambda: bz2.compress(TEXT.encode()),
}


def _name(name: str, write: Callable[[], bytes]) -> Callable[[], tuple[str, bytes]]:
    return lambda: (name, write())


SEEDS: dict[str, Callable[[], tuple[str, bytes]]] = {
    name: _name(name, write) for name, write in {**EVERY, **_MORE}.items()
}
"""By format a function that gives the name of a sound file, and its bytes."""

PAIR = """Bell ringers of Ostrand strike over frozen stairs

The eleven ringers of Ostrand cathedral have refused to climb the north tower since Monday, because the stone stairs are
covered with ice from a gutter that has leaked for two winters. The dean said that a mason would look at it in spring.

Without them the quarter hours are struck by a loudspeaker on the roof of the town library, which neighbours find too
loud by day and too faint by night. A petition with six hundred names asks the chapter to mend the gutter at once.

The oldest of the ringers, who is eighty-one, said that he had fallen twice in December and would not fall a third time.
"""
"""A text for the pair that lies beside the mutants; it has nothing in common with them."""

"""Findings as text for a terminal: a digest, and on request the strongest pairs sentence by sentence.

Two texts that were compared on request get no digest, only their comparison, in full.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import TextIO, cast

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from dupdetect.records import Channel, Findings, Skip
from dupdetect.report import aligned, digest, licence, recurring, tables, wording
from dupdetect.report.visible import make_visible

WIDTH = 80
MIN_WIDTH = 50
MAX_WIDTH = 160
"""Widest page, in columns; longer lines are hard to read."""

SKIPS_LISTED = 8
COMMON_LISTED = 8


def write(
    findings: Findings,
    out: TextIO,
    *,
    width: int | None = None,
    color: bool = False,
    details: int | None = None,
    steps: Sequence[tuple[str, str]] = (),
) -> None:
    """Write findings for people; see `dupdetect.report.write`."""
    console = open_console(out, width or WIDTH, color)
    if _single(findings):
        console.print(aligned.show_comparison(findings, findings.pairs[0], color=color))
    else:
        _scan(console, findings, details or 0, color)
    licence.list_rules(console, findings, wording.shared_folder([listed.article.id for listed in findings.articles]))
    _skips(console, findings.skipped)
    digest.print_next_steps(console, steps)
    console.print()
    console.print(_signature(findings), style="dim")


class _Page(Console):
    """A console that raises a broken pipe to the caller; rich would exit."""

    def on_broken_pipe(self) -> None:
        raise  # rich calls this where it has caught the error


def open_console(out: TextIO, width: int, color: bool) -> Console:
    """A console that ignores the environment, so that the same findings give the same page."""
    return _Page(
        file=out if color else cast("TextIO", _Trimmed(out)),
        width=max(MIN_WIDTH, min(width, MAX_WIDTH)),
        height=100,
        color_system="standard" if color else None,
        force_terminal=color,
        no_color=not color,
        force_jupyter=False,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )


class _Trimmed:
    """A stream that strips the trailing blanks that rich writes."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self.encoding = out.encoding

    def write(self, text: str) -> int:
        return self._out.write(_TRAILING.sub("", text))

    def flush(self) -> None:
        self._out.flush()


_TRAILING = re.compile(" +$", re.MULTILINE)


def _single(findings: Findings) -> bool:
    return len(findings.pairs) == 1 and Channel.ASKED in findings.pairs[0].channels


def _scan(console: Console, findings: Findings, details: int, color: bool) -> None:
    prefix = wording.shared_folder([article.article.id for article in findings.articles])
    note = recurring.describe_represented(findings)
    findings = recurring.keep_representatives(findings)
    digest.print_digest(console, findings, prefix)
    pairs = findings.pairs
    if details and pairs:
        tables.pairs_table(console, pairs, prefix, max(details, tables.PAIRS_LISTED))
    if note:
        console.print(Text(f"{note} --format csv or json lists them all.", "dim"))
    for number, pair in enumerate(pairs[:details], 1):
        console.print(aligned.show_excerpt(findings, pair, number, prefix, color=color))
    if details and len(pairs) > details:
        left = wording.count_noun(len(pairs) - details, "more pair")
        console.print(Text(f"\n{left} not shown side by side; --details N shows more.", "dim"))
    _list_common(console, findings, prefix)


def _list_common(console: Console, findings: Findings, prefix: str) -> None:
    """The passages that many articles hold, those with most text first."""
    if not findings.common:
        return
    console.print(Text(f"\nWording that many share, and that counts for no pair ({len(findings.common):,})", "bold"))
    for passage in recurring.show_passages(findings, COMMON_LISTED, prefix):
        console.print(Text(f"  {passage.about}", "dim"))
        console.print(Padding(Text(passage.text), (0, 0, 0, 4)))
    if len(findings.common) > COMMON_LISTED:
        left = wording.count_noun(len(findings.common) - COMMON_LISTED, "more passage")
        console.print(Text(f"  {left}; --format json lists them all.", "dim"))


def _skips(console: Console, skipped: tuple[Skip, ...]) -> None:
    if not skipped:
        return
    console.print(Text(f"\nSkipped ({len(skipped):,})", "bold"))
    if len(skipped) <= SKIPS_LISTED:
        for skip in skipped:
            console.print(Text(f"  {make_visible(skip.path)}: {make_visible(skip.reason)}"))
        return
    groups: dict[str, list[str]] = defaultdict(list)
    for skip in skipped:
        groups[skip.reason].append(skip.path)
    for reason, paths in sorted(groups.items(), key=lambda group: -len(group[1]))[:SKIPS_LISTED]:
        such = "" if len(paths) == 1 else f"{len(paths):,} inputs, such as "
        console.print(Text(f"  {make_visible(reason)}: {such}{make_visible(paths[0])}"))
    if len(groups) > SKIPS_LISTED:
        left = sum(map(len, groups.values())) - _largest(groups)
        console.print(Text(f"  {left:,} more for other reasons; --format json lists them all.", "dim"))


def _largest(groups: dict[str, list[str]]) -> int:
    return sum(sorted(map(len, groups.values()), reverse=True)[:SKIPS_LISTED])


def _signature(findings: Findings) -> Text:
    """The settings in one line: its name, what differs from the defaults, and a digest of the whole."""
    name = wording.shorten_signature(findings.signature)
    changed = ", ".join(f"{key}={_describe_counts(value)}" for key, value in findings.settings.items())
    return Text(make_visible(f"Signature {name}, settings: {changed or 'defaults'} (all of them: --format json)"))


def _describe_counts(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)

"""Sum up what an archive remembers, by outlet and month: how many pages took its articles, and in what way.

A page counts once, however many articles it is related to, with its strongest verdict. Pages that came before the
archive's articles are counted apart: they may be the originals.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from dupdetect.desk.credits import host_of
from dupdetect.records import CreditForm, Direction, Manner, Verdict
from dupdetect.records.instants import read_month
from dupdetect.records.ledger import Ledger, LedgerRow, RememberedCopy

Place: TypeAlias = tuple[str, str]
"""The key of an outlet, and a month; both empty where they are not known."""


def sum_ledger(copies: Iterable[RememberedCopy]) -> Ledger:
    """Sum up copies; several of one page count once."""
    pages: dict[str, list[RememberedCopy]] = defaultdict(list)
    for copy in copies:
        pages[copy.page].append(copy)
    known = _name_domains(copy for related in pages.values() for copy in related)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    counts: dict[Place, Counter[str]] = defaultdict(Counter)
    earlier = 0
    for related in pages.values():
        if derived := [copy for copy in related if copy.direction is not Direction.B_TO_A]:
            name = name_outlet(derived[0])
            name = known.get(name.casefold(), name)
            names[name.casefold()][name] += 1
            counts[name.casefold(), read_month(derived[0].published) or ""].update(_count_page(derived))
        else:
            earlier += 1
    return _assemble(counts, {key: _choose_spelling(spellings) for key, spellings in names.items()}, earlier)


def name_outlet(copy: RememberedCopy) -> str:
    """The outlet that a page names, or else the domain of its address; empty where neither is known."""
    return " ".join(copy.source.split()) or _read_domain(copy)


def _read_domain(copy: RememberedCopy) -> str:
    return host_of(copy.url).removeprefix("www.")


def _name_domains(copies: Iterable[RememberedCopy]) -> dict[str, str]:
    """The outlet of each domain whose pages name a single one; a domain with several may host many outlets."""
    named: dict[str, Counter[str]] = defaultdict(Counter)
    for copy in copies:
        name, domain = name_outlet(copy), _read_domain(copy)
        if domain and name.casefold().removeprefix("www.") != domain:
            named[domain][name] += 1
    alone = {domain: names for domain, names in named.items() if len(set(map(str.casefold, names))) == 1}
    return {domain: _choose_spelling(names) for domain, names in alone.items()}


def _choose_spelling(spellings: Counter[str]) -> str:
    """The most frequent spelling; of several, the first in the alphabet."""
    return min(spellings, key=lambda name: (-spellings[name], name))


def _count_page(related: Sequence[RememberedCopy]) -> Iterator[str]:
    """The figures that a page adds to."""
    yield "pages"
    if any(copy.licensed for copy in related):
        yield "licensed"
        return
    strongest = max(related, key=lambda copy: copy.verdict)
    if strongest.verdict < Verdict.REWRITE:
        yield "partials"
        return
    yield "rewrites" if strongest.verdict is Verdict.REWRITE else "copies"
    derived = [copy for copy in related if copy.verdict >= Verdict.REWRITE]
    yield from (figure for figure, applies in _TRAITS.items() if any(map(applies, derived)))


_TRAITS: Mapping[str, Callable[[RememberedCopy], bool]] = {
    "spun": lambda copy: copy.spun is True,
    "translated": lambda copy: copy.manner is Manner.TRANSLATED,
    "credited": lambda copy: copy.credit is not CreditForm.NONE,
    "linked": lambda copy: copy.credit is CreditForm.LINKED,
    "rules_broken": lambda copy: bool(copy.broken),
}
"""What copies and rewrites are counted for besides; a page has it where any of its copies has."""


def _assemble(counts: Mapping[Place, Counter[str]], names: Mapping[str, str], earlier: int) -> Ledger:
    outlets: dict[str, Counter[str]] = defaultdict(Counter)
    months: dict[str, Counter[str]] = defaultdict(Counter)
    total: Counter[str] = Counter()
    for (outlet, month), figures in counts.items():
        outlets[outlet].update(figures)
        months[month].update(figures)
        total.update(figures)
    ranked = sorted(outlets, key=lambda outlet: (not outlet, -outlets[outlet]["pages"], outlet))
    ranks = {outlet: rank for rank, outlet in enumerate(ranked)}
    places = sorted(counts, key=lambda place: (ranks[place[0]], not place[1], place[1]))
    return Ledger(
        rows=tuple(_write_row(names[outlet], month, counts[outlet, month]) for outlet, month in places),
        outlets=tuple(_write_row(names[outlet], "", outlets[outlet]) for outlet in ranked),
        months=tuple(_write_row("", month, months[month]) for month in sorted(months, key=lambda it: (not it, it))),
        total=_write_row("", "", total),
        earlier=earlier,
    )


def _write_row(outlet: str, month: str, figures: Counter[str]) -> LedgerRow:
    return LedgerRow(outlet or None, month or None, **figures)

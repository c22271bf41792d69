"""The ledger: what an archive remembers of the pages that were checked against it, and the sums by outlet and month."""

from __future__ import annotations

from dataclasses import dataclass

from dupdetect.records.words import CreditForm, Direction, Manner, Verdict


@dataclass(frozen=True, slots=True)
class RememberedCopy:
    """A checked page and an article of the archive that it is related to.

    Attributes:
        page: the identity of the page: its address, or where it was read.
        original, copy: the ids of the archive's article and of the page.
        verdict, manner, spun, credit, direction: those of their comparison, with the archive's article as A.
        source: the outlet that the page names; empty if unknown.
        url: the address of the page; empty if unknown.
        published: the page's ISO 8601 date or time; empty if unknown.
        kept, broken: the names of the licence's rules that the page keeps and breaks.
        licensed: whether the page is a partner's, who holds a licence of their own.
    """

    page: str
    original: str
    copy: str
    verdict: Verdict
    manner: Manner | None
    spun: bool | None
    credit: CreditForm
    direction: Direction
    source: str = ""
    url: str = ""
    published: str = ""
    kept: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    licensed: bool = False


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """Counts of pages. `pages` is the sum of `copies`, `rewrites`, `partials` and `licensed`.

    Attributes:
        outlet: the name of the outlet, or the domain of its pages; None if not known, and in sums over outlets.
        month: such as "2026-03"; None if undated, and in sums over months.
        pages: pages that have text of the archive.
        copies: those that are identical to an article of the archive, or near copies.
        rewrites: those that are rewrites.
        partials: those that share passages only.
        licensed: pages of partners, which are counted nowhere else.
        spun, translated: copies and rewrites that are machine-spun, and that are translations.
        credited: copies and rewrites that credit the original by name, byline or link.
        linked: those of them that link to it.
        rules_broken: copies and rewrites that break at least one rule.
    """

    outlet: str | None
    month: str | None
    pages: int = 0
    copies: int = 0
    rewrites: int = 0
    partials: int = 0
    licensed: int = 0
    spun: int = 0
    translated: int = 0
    credited: int = 0
    linked: int = 0
    rules_broken: int = 0


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that is remembered, summed up.

    Attributes:
        rows: by outlet and month; the outlets with most pages first and the unknown one last, the months in order and
            undated last.
        outlets: the sums by outlet, in the same order.
        months: the sums by month.
        total: the sum of all.
        earlier: pages that are in no sum, because dates or a credit say that they came before the archive's articles.
    """

    rows: tuple[LedgerRow, ...]
    outlets: tuple[LedgerRow, ...]
    months: tuple[LedgerRow, ...]
    total: LedgerRow
    earlier: int

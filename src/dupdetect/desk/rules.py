"""Read the licence rules that a publisher sets for republishing its articles.

All faults of a file are reported at once, so that they can be fixed together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from string import Formatter
from typing import Any

from dupdetect.errors import SettingsError
from dupdetect.settings.values import read_toml

PRESETS: dict[str, dict[str, object]] = {
    "cc-by-nd": {
        "credit": ["outlet", "author"],
        "link": True,
        "no_edits": True,
        "same_facts": True,
        "no_translation": True,
    },
    "cc-by-nc-nd": {
        "credit": ["outlet", "author"],
        "link": True,
        "no_edits": True,
        "same_facts": True,
        "no_translation": True,
        "noncommercial": True,
    },
    "credit-link-no-edits": {"credit": ["outlet"], "link": True, "no_edits": True, "same_facts": True},
}
"""Rules by the names of common licences, as news sites that publish under them word them."""

PARTNER = "partner"
"""The rule name reported for a partner's copy, which is exempt from all other rules."""

CREDITED = ("outlet", "author")
"""Whom a credit may have to name."""

PLACEHOLDERS = ("title", "source", "author", "url")
"""What `line` may hold in braces: what is known about the original."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a licence; a rule that is left out is not checked.

    Attributes:
        credit: whom the copy must name: `outlet`, `author`, or both.
        outlet: the name of our outlet; empty takes the one that each original tells.
        link: whether the copy must link to the original, in its text or as its canonical address.
        byline: whether the byline must stay.
        line: a line that the copy must hold, with {title}, {source}, {author} and {url} for those of the original;
            capitals, spaces and punctuation do not matter.
        line_pattern: a regular expression that a line of the copy must match, instead of `line`.
        no_edits: whether only time, place and style may be edited.
        exchanges: pairs of wordings, ours and theirs, that are allowed besides.
        same_headline: whether the headline must stay.
        keep_links: whether the links of the original must stay.
        keep_licence: whether the copy must state the licence that the original states for programs.
        least_share: the share of the original that the copy must hold, 0 to 1.
        same_facts: whether no number, date, name or "not" may be another one.
        no_translation: whether the copy must be in the language of the original.
        noncommercial: whether the copy must not be sold; no text tells that, so it is never judged.
        pixel: the address, or a part of it, of the image that counts readers.
        embargo_hours: hours after the original before which no copy may be published.
        embargo_until: an ISO 8601 date or time before which no copy may be published.
        partners: domains that hold a licence of their own; their copies are exempt.

    Raises:
        SettingsError: values out of range or contradictory; all of them are listed.
    """

    credit: tuple[str, ...] = ()
    outlet: str = ""
    link: bool = False
    byline: bool = False
    line: str = ""
    line_pattern: str = ""
    no_edits: bool = False
    exchanges: tuple[tuple[str, str], ...] = ()
    same_headline: bool = False
    keep_links: bool = False
    keep_licence: bool = False
    least_share: float = 0.0
    same_facts: bool = False
    no_translation: bool = False
    noncommercial: bool = False
    pixel: str = ""
    embargo_hours: float = 0.0
    embargo_until: str = ""
    partners: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if faults := find_faults(self):
            raise SettingsError(faults)

    @classmethod
    def load(cls, path: str | Path) -> Rules:
        """Read rules from a TOML file, or take those of a preset by its name.

        Raises:
            InputError: the file cannot be read, or is no TOML.
            SettingsError: it names rules that do not exist, or values that do not fit; all of them are listed.
        """
        if str(path) in PRESETS and not Path(path).exists():
            return cls.of({"rules": str(path)})
        try:
            return cls.of(read_toml(Path(path)))
        except SettingsError as error:
            raise SettingsError([f"{path}: {fault}" for fault in error.faults]) from error

    @classmethod
    def of(cls, table: Mapping[str, object]) -> Rules:
        """The rules of a table as TOML gives it; `rules` names a preset on which the others build.

        Raises:
            SettingsError: as `load`.
        """
        entries = dict(table)
        preset, faults = entries.pop("rules", None), list[str]()
        if preset is not None and preset not in PRESETS:
            faults.append(f"rules: no licence is called {preset!r}; there are: {', '.join(PRESETS)}")
        values = dict(PRESETS.get(str(preset), {})) | entries
        fitted = {name: _fit(name, value, faults) for name, value in values.items()}
        sound = {name: value for name, value in fitted.items() if value is not None}
        if faults:
            try:
                cls(**sound)
            except SettingsError as error:
                faults += error.faults
            raise SettingsError(faults)
        return cls(**sound)

    @property
    def any_asked(self) -> bool:
        """Whether there is a rule that a copy can keep or break."""
        aids = {"outlet", "exchanges", "partners"}
        return any(getattr(self, field.name) for field in fields(self) if field.name not in aids)


def _fit(name: str, value: object, faults: list[str]) -> Any:
    """`value` as the type of the rule `name`; None, and a fault, where it does not fit."""
    default = {field.name: field.default for field in fields(Rules)}
    if name not in default:
        faults.append(f"no rule is called {name!r}; docs/editors.md lists them")
        return None
    want = default[name]
    if name == "credit" and isinstance(value, bool):
        return ("outlet",) if value else ()
    if name == "exchanges":
        return _fit_exchanges(value, faults)
    if isinstance(want, tuple) and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    if isinstance(want, float) and type(value) is int:
        return float(value)
    if name == "embargo_until" and hasattr(value, "isoformat"):
        return value.isoformat()
    if type(value) is not type(want):
        faults.append(f"{name}: {value!r} is no {_TYPE_NAMES[type(want)]}")
        return None
    return value


_TYPE_NAMES = {bool: "true or false", float: "number", str: "text", tuple: "list of texts"}


def _fit_exchanges(value: object, faults: list[str]) -> tuple[tuple[str, str], ...] | None:
    pairs: list[Any] = value if isinstance(value, list) else [value]
    if all(isinstance(pair, list) and len(pair) == 2 and all(isinstance(x, str) for x in pair) for pair in pairs):
        return tuple((ours, theirs) for ours, theirs in pairs)
    faults.append('exchanges: not a list of pairs of texts, such as [["yesterday", "last week"]]')
    return None


def find_faults(rules: Rules) -> list[str]:
    """Everything wrong with rules, one sentence each."""
    faults = [
        f"credit: {name!r} cannot be credited; choose from {', '.join(CREDITED)}"
        for name in rules.credit
        if name not in CREDITED
    ]
    if not 0 <= rules.least_share <= 1:
        faults.append(f"least_share: {rules.least_share} is outside 0 to 1")
    if not 0 <= rules.embargo_hours <= _LONGEST_EMBARGO:
        faults.append(f"embargo_hours: {rules.embargo_hours} is outside 0 to {_LONGEST_EMBARGO}")
    if rules.embargo_until and not _ISO_DATE.match(rules.embargo_until):
        hint = "write it as 2026-03-12 or 2026-03-12T06:00Z"
        faults.append(f"embargo_until: {rules.embargo_until!r} is not a date; {hint}")
    if rules.line and rules.line_pattern:
        faults.append("line, line_pattern: both say which line is required; give one of them")
    faults += _pattern_faults(rules)
    faults += [
        f"partners: {domain!r} is not a domain; write it as example.org"
        for domain in rules.partners
        if not _DOMAIN.fullmatch(domain)
    ]
    return faults


def _pattern_faults(rules: Rules) -> list[str]:
    faults = []
    try:
        names = [name for _, name, _, _ in Formatter().parse(rules.line) if name is not None]
        faults += [
            f"line: {{{name}}} stands for nothing; choose from {', '.join(PLACEHOLDERS)}"
            for name in names
            if name not in PLACEHOLDERS
        ]
    except ValueError as error:
        faults.append(f"line: a brace is left open or closed ({error}); write {{{{ for a brace itself")
    try:
        re.compile(rules.line_pattern)
    except re.error as error:
        faults.append(f"line_pattern: not a regular expression ({error})")
    return faults


_LONGEST_EMBARGO = 24 * 366
"""Longest embargo, in hours; more is a typing error."""

_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d|\Z)")
_DOMAIN = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}", re.IGNORECASE)

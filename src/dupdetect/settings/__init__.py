"""What can be chosen: one frozen dataclass a step, every default, and their signature.

The same words serve in Python, in TOML and on the command line: `Aligning(min_words=30)`, `[aligning]` with
`min_words = 30`, `--set aligning.min_words=30`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from dupdetect.errors import SettingsError
from dupdetect.settings.sections import (
    VERDICTS,
    Aligning,
    Calibrating,
    Fingerprinting,
    Judging,
    Pairing,
    Reading,
    Reporting,
    Segmenting,
)
from dupdetect.settings.values import find_faults, fit_value, flatten, read_toml

__all__ = [
    "FORMULA",
    "PRESETS",
    "VERDICTS",
    "Aligning",
    "Calibrating",
    "Fingerprinting",
    "Judging",
    "Pairing",
    "Reading",
    "Reporting",
    "Segmenting",
    "Settings",
]


@dataclass(frozen=True, slots=True)
class Settings:
    """Every choice, a section a step.

    Raises:
        SettingsError: values out of range or contradictory; all of them are listed.
    """

    reading: Reading = field(default_factory=Reading)
    segmenting: Segmenting = field(default_factory=Segmenting)
    fingerprinting: Fingerprinting = field(default_factory=Fingerprinting)
    pairing: Pairing = field(default_factory=Pairing)
    aligning: Aligning = field(default_factory=Aligning)
    judging: Judging = field(default_factory=Judging)
    calibrating: Calibrating = field(default_factory=Calibrating)
    reporting: Reporting = field(default_factory=Reporting)

    def __post_init__(self) -> None:
        if wrong := find_faults(self.values()):
            raise SettingsError(wrong)

    @classmethod
    def load(cls, path: str | Path) -> Settings:
        """Read settings from a TOML file; what it leaves out keeps its default.

        Raises:
            InputError: the file cannot be read, or is no TOML.
            SettingsError: it names settings that do not exist, or values that do not fit.
        """
        return cls().updated(flatten(read_toml(Path(path))))

    @classmethod
    def preset(cls, name: str) -> Settings:
        """Settings made for one purpose: `default`, `archive` (new archives) or `pan` (the PAN text-alignment corpora).

        Raises:
            SettingsError: there is no such preset.
        """
        if name not in PRESETS:
            raise SettingsError([f"no preset is called {name!r}; there are: {', '.join(PRESETS)}"])
        return cls.load(Path(__file__).parents[1] / "presets" / f"{name}.toml")

    def updated(self, changes: Mapping[str, object]) -> Settings:
        """A copy with `changes`, a mapping of dotted names such as `aligning.min_words` to values.

        Raises:
            SettingsError: unknown names, values of the wrong type, or values that do not fit.
        """
        wrong: list[str] = []
        sections: dict[str, dict[str, Any]] = {}
        known = self.values()
        for name, value in changes.items():
            section, _, key = name.partition(".")
            try:
                sections.setdefault(section, {})[key] = fit_value(known, name, value)
            except SettingsError as error:
                wrong += error.faults
        if wrong:
            raise SettingsError(wrong)
        parts = {name: replace(getattr(self, name), **values) for name, values in sections.items()}
        return replace(self, **parts)

    def values(self) -> dict[str, object]:
        """Every setting by its dotted name, in order."""
        return {
            f"{part.name}.{field.name}": getattr(getattr(self, part.name), field.name)
            for part in fields(self)
            for field in fields(getattr(self, part.name))
        }

    def changed(self) -> dict[str, object]:
        """The settings that differ from the defaults, by dotted name."""
        plain = Settings().values()
        return {name: value for name, value in self.values().items() if value != plain[name]}

    @property
    def signature(self) -> str:
        """One line that names every setting that can change a score, to be quoted beside it."""
        told = {k: v for k, v in self.values().items() if not k.startswith(_SILENT)}
        return "|".join([f"dupdetect:{FORMULA}", *(f"{k}={v}" for k, v in told.items())])


FORMULA = 4
"""Raised whenever the same settings give other scores than before."""

PRESETS = ("default", "archive", "pan")
"""The names of the TOML files in `presets/`."""

_SILENT = ("reading.", "reporting.", "judging.thesaurus", "judging.family")

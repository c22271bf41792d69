"""The settings: a frozen dataclass per step, with all defaults, and a signature over them.

The same names serve in Python, in TOML and on the command line: `Aligning(min_words=30)`, `[aligning]` with
`min_words = 30`, `--set aligning.min_words=30`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import Field, dataclass, field, fields, replace
from operator import attrgetter
from pathlib import Path
from typing import Any, get_type_hints

from dupdetect.errors import SettingsError
from dupdetect.settings.declare import VERDICTS, find_fault, read_rule
from dupdetect.settings.judging import Judging
from dupdetect.settings.sections import (
    Aligning,
    Batch,
    Calibrating,
    Fingerprinting,
    Meaning,
    Pairing,
    Reading,
    Reporting,
    Running,
    Segmenting,
)
from dupdetect.settings.values import describe_unknown, fit_value, flatten, read_toml

__all__ = [
    "FORMULA",
    "PRESETS",
    "VERDICTS",
    "Aligning",
    "Batch",
    "Calibrating",
    "Fingerprinting",
    "Judging",
    "Meaning",
    "Pairing",
    "Reading",
    "Reporting",
    "Running",
    "Segmenting",
    "Settings",
    "list_settings",
    "read_rule",
    "take_settings",
]


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, in a section per step.

    Raises:
        SettingsError: values of the wrong type, out of range or contradictory; all of them are listed.
    """

    reading: Reading = field(default_factory=Reading)
    segmenting: Segmenting = field(default_factory=Segmenting)
    fingerprinting: Fingerprinting = field(default_factory=Fingerprinting)
    pairing: Pairing = field(default_factory=Pairing)
    aligning: Aligning = field(default_factory=Aligning)
    judging: Judging = field(default_factory=Judging)
    batch: Batch = field(default_factory=Batch)
    calibrating: Calibrating = field(default_factory=Calibrating)
    meaning: Meaning = field(default_factory=Meaning)
    reporting: Reporting = field(default_factory=Reporting)
    running: Running = field(default_factory=Running)

    def __post_init__(self) -> None:
        if faults := _find_faults(self):
            raise SettingsError(faults)

    @classmethod
    def load(cls, path: str | Path) -> Settings:
        """Read settings from a TOML file; settings that it leaves out keep their defaults.

        Raises:
            InputError: the file cannot be read, or is not TOML.
            SettingsError: it names settings that do not exist, or values that do not fit.
        """
        return cls().updated(read_toml(Path(path)))

    @classmethod
    def preset(cls, name: str) -> Settings:
        """Settings made for one purpose: `default`, `archive` (new archives) or `pan` (the PAN text-alignment corpora).

        Raises:
            SettingsError: there is no such preset.
        """
        if name not in PRESETS:
            raise SettingsError([f"no preset is called {name!r}; there are: {', '.join(PRESETS)}"])
        return cls().with_constants(read_toml(Path(__file__).parents[1] / "presets" / f"{name}.toml"))

    def updated(self, changes: Mapping[str, object]) -> Settings:
        """A copy with `changes`: dotted names, as in `{"aligning.min_words": 30}`, or sections, as in
        `{"aligning": {"min_words": 30}}`.

        Raises:
            SettingsError: unknown names, values of the wrong type, or values that do not fit; all of them are listed.
        """
        return self._replace(changes, list_settings())

    def with_constants(self, changes: Mapping[str, object]) -> Settings:
        """As `updated`, but for constants as well. For presets, archives and benchmarks only: any version may rename or
        remove a constant.

        Raises:
            SettingsError: as for `updated`.
        """
        return self._replace(changes, _FIELDS)

    def _replace(self, changes: Mapping[str, object], names: Collection[str]) -> Settings:
        if not isinstance(changes, Mapping):
            raise SettingsError([f"settings: {type(changes).__name__} given; give a mapping of names to values"])
        faults: list[str] = []
        sections: dict[str, dict[str, Any]] = {}
        for name, value in flatten(changes):
            if name in names:
                section, _, key = name.partition(".")
                sections.setdefault(section, {})[key] = fit_value(_FIELDS[name].default, value)
            else:
                faults.append(describe_unknown(name, names))
        try:
            changed = replace(self, **{part: replace(getattr(self, part), **sections[part]) for part in sections})
        except SettingsError as error:
            faults += error.faults
        if faults:
            raise SettingsError(faults)
        return changed

    def values(self) -> dict[str, object]:
        """Every setting and every constant by its dotted name, in order."""
        return {name: attrgetter(name)(self) for name in _FIELDS}

    def list_changes(self) -> dict[str, object]:
        """The settings that differ from the defaults, by dotted name; without those that no finding depends on."""
        plain = Settings().values()
        return {
            name: value
            for name, value in self.values().items()
            if value != plain[name] and not name.startswith("running.")
        }

    @property
    def signature(self) -> str:
        """One line that names every setting and constant that can change a score; quote it beside scores.

        Those of `meaning` can only if it is enabled.
        """
        silent = _SILENT if self.meaning.enabled else (*_SILENT, "meaning.")
        scoring = {name: value for name, value in self.values().items() if not name.startswith(silent)}
        return "|".join([f"dupdetect:{FORMULA}", *(f"{name}={value}" for name, value in scoring.items())])


LEAST_MEMORY = 536_870_912
"""The least memory that a run may be limited to, in bytes: the program itself takes half of it."""

FORMULA = 11
"""The version of the scores; raised when the same settings give other scores than before."""

PRESETS = ("default", "archive", "pan")
"""The names of the TOML files in `presets/`."""

_SILENT = ("reading.", "reporting.", "running.", "judging.thesaurus", "judging.family")

_SECTIONS: Mapping[str, Any] = get_type_hints(Settings)
_FIELDS: Mapping[str, Field[Any]] = {
    f"{name}.{declared.name}": declared for name, section in _SECTIONS.items() for declared in fields(section)
}


def take_settings(settings: Settings | None) -> Settings:
    """The settings that a caller gave, or the defaults.

    Raises:
        SettingsError: they are of another type.
    """
    if settings is None:
        return Settings()
    if not isinstance(settings, Settings):
        hint = "give a dupdetect.Settings, such as Settings().updated({...}), or None"
        raise SettingsError([f"settings: {type(settings).__name__} given; {hint}"])
    return settings


def list_settings() -> dict[str, Field[Any]]:
    """The settings that users may change, by dotted name; `read_rule` reads their metadata."""
    return {name: declared for name, declared in _FIELDS.items() if read_rule(declared).public}


def _find_faults(settings: Settings) -> list[str]:
    """All faults of settings, a message each."""
    faults = [
        f"{name}: {type(getattr(settings, name)).__name__} given; give a dupdetect.settings.{section.__name__}"
        for name, section in _SECTIONS.items()
        if not isinstance(getattr(settings, name), section)
    ]
    return faults or _find_value_faults(settings.values()) or _find_contradictions(settings)


def _find_value_faults(values: Mapping[str, object]) -> list[str]:
    by_name = {name: find_fault(_FIELDS[name], value) for name, value in values.items()}
    return [f"{name}: {fault}" for name, fault in by_name.items() if fault]


def _find_contradictions(settings: Settings) -> list[str]:
    """Faults of combinations: settings that contradict each other."""
    faults = []
    if settings.segmenting.max_words < 2 * settings.segmenting.min_words:
        faults.append("segmenting.max_words: must be at least twice segmenting.min_words")
    if settings.aligning.match_floor >= settings.aligning.match_ceiling:
        faults.append("aligning.match_floor: must be below aligning.match_ceiling")
    if 0 < settings.running.memory < LEAST_MEMORY:
        faults.append(f"running.memory: {settings.running.memory} bytes are too few; give {LEAST_MEMORY} or more, or 0")
    return faults

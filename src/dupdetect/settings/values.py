"""Values as they are written in TOML or typed: parsed, fitted to the type of their setting, and checked."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dupdetect.errors import InputError, SettingsError
from dupdetect.settings.sections import VERDICTS


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file.

    Raises:
        InputError: it cannot be read, or is no TOML.
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: settings cannot be read ({error}); give a readable TOML file") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: not valid TOML ({error}); see docs/settings.md for the form") from error


def flatten(tables: Mapping[str, object]) -> dict[str, object]:
    """Tables of values as one mapping by dotted name."""
    flat: dict[str, object] = {}
    for section, table in tables.items():
        if isinstance(table, Mapping):
            flat |= {f"{section}.{key}": value for key, value in table.items()}
        else:
            flat[section] = table
    return flat


def fit_value(known: Mapping[str, object], name: str, value: object) -> object:
    """`value` as the type of the setting `name` among `known`; text is parsed, as it comes from the command line.

    Raises:
        SettingsError: there is no such setting, or the value does not fit it.
    """
    if name not in known:
        raise SettingsError([f"no setting is called {name!r}; docs/settings.md lists them"])
    want = known[name]
    if isinstance(value, str) and not isinstance(want, str):
        value = _parse_value(value, want)
    if isinstance(want, tuple) and isinstance(value, list) and all(isinstance(v, str) for v in value):
        return tuple(value)
    if isinstance(want, float) and type(value) is int:
        return float(value)
    if type(value) is not type(want):
        raise SettingsError([f"{name}: {value!r} is no {_TYPE_NAMES[type(want)]}"])
    return value


_TYPE_NAMES = {bool: "true or false", int: "whole number", float: "number", str: "text", tuple: "list of texts"}


def _parse_value(text: str, want: object) -> object:
    if isinstance(want, bool):
        return {"true": True, "false": False}.get(text.lower(), text)
    if isinstance(want, tuple):
        return [part.strip() for part in text.split(",") if part.strip()]
    try:
        return int(text) if isinstance(want, int) else float(text)
    except ValueError:
        return text


_UNBOUNDED = (
    "aligning.edge_bonus aligning.line_bonus aligning.min_score aligning.summary_ratio aligning.summary_score "
    "aligning.summary_ratio_told aligning.summary_left "
    "aligning.summary_bonus aligning.chain_skip aligning.chain_score judging.spun_swaps "
    "judging.rewrite_news judging.form_facts judging.form_few judging.retold_facts "
    "judging.condensed_facts aligning.retold_facts aligning.condensed_facts aligning.retold_score"
).split()
_LOG_ODDS = "calibrating.intercept calibrating.shared calibrating.run calibrating.kept calibrating.news".split()
_MAY_BE_ZERO = (
    "segmenting.recurring fingerprinting.seed aligning.weak_gap aligning.gap_a aligning.gap_b aligning.window "
    "aligning.verbatim_words aligning.verbatim_keep aligning.verbatim_gap aligning.verbatim_min "
    "aligning.summary_words_min aligning.summary_words_max judging.told_words judging.rewrite_run "
    "judging.rewrite_words judging.spun_words"
).split()


def find_faults(value: Mapping[str, Any]) -> list[str]:
    """Everything wrong with settings given by dotted name, one sentence each."""
    shares = [n for n, v in value.items() if isinstance(v, float) and n not in (*_UNBOUNDED, *_LOG_ODDS)]
    counts = [n for n, v in value.items() if type(v) is int and n not in _MAY_BE_ZERO]
    wrong = [f"{n}: {value[n]} is outside 0 to 1" for n in shares if not 0 <= value[n] <= 1]
    wrong += [f"{n}: {value[n]} is below 0" for n in (*_UNBOUNDED, *_MAY_BE_ZERO) if not value[n] >= 0]
    wrong += [f"{n}: {value[n]} is outside -100 to 100" for n in _LOG_ODDS if not abs(value[n]) <= 100]
    wrong += [f"{n}: {value[n]} is below 1" for n in counts if value[n] < 1]
    wrong += [
        f"{name}: {value[name]!r} is no verdict; choose from {', '.join(VERDICTS)}"
        for name in ("judging.family", "reporting.min_verdict")
        if value[name] not in VERDICTS
    ]
    if value["segmenting.max_words"] < 2 * value["segmenting.min_words"]:
        wrong.append("segmenting.max_words: must be at least twice segmenting.min_words")
    if value["fingerprinting.permutations"] % 16:
        wrong.append("fingerprinting.permutations: must be a multiple of 16")
    if value["fingerprinting.seed"] >= 2**32:
        wrong.append("fingerprinting.seed: must be below 2 to the 32nd")
    if value["fingerprinting.scheme"] != "affine32":
        wrong.append("fingerprinting.scheme: only affine32 is supported, datasketch 2's default")
    if not _is_encoding(value["reading.encoding"]):
        wrong.append(f"reading.encoding: no encoding is called {value['reading.encoding']!r}; try utf-8 or cp1252")
    if value["aligning.match_floor"] >= value["aligning.match_ceiling"]:
        wrong.append("aligning.match_floor: must be below aligning.match_ceiling")
    return wrong


def _is_encoding(name: str) -> bool:
    """Whether text can be written in the encoding `name`; empty is none and fine."""
    try:
        return not name or bool("".encode(name) or codecs.lookup(name))
    except (LookupError, ValueError):  # ValueError: NUL in the name
        return False

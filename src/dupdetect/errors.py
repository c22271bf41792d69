"""
What can go wrong.

DupdetectError                 1   the base of all
├── InputError                 1   something named by the user cannot be read
├── OutputError                1   the result cannot be written where it was asked for
├── FindingsError              1   a findings file is damaged, or of another schema
├── ArchiveError               1   an archive is damaged, in use, full, or not ours
├── MissingExtraError          1   a feature needs a package that is not installed
└── UsageError                 2   the request contradicts itself
    └── SettingsError          2   settings unknown, out of range or contradictory; every fault at once

The number is the exit status that the command line gives. Each message is one line (settings: one line a fault)
that says what is wrong, where, and what to do next. docs/errors.md has an entry for each class.
"""

from __future__ import annotations


class DupdetectError(Exception):
    """The base of every error that this package raises on purpose."""

    exit_status = 1


class InputError(DupdetectError):
    """Something that the user named cannot be read."""


class OutputError(DupdetectError):
    """The result cannot be written where it was asked for."""


class FindingsError(DupdetectError):
    """A findings file is damaged, or follows another schema."""


class ArchiveError(DupdetectError):
    """An archive is damaged, in use, full, made with other settings, or no archive at all."""


class MissingExtraError(DupdetectError):
    """A feature needs a package that is not installed."""


class UsageError(DupdetectError):
    """The request contradicts itself."""

    exit_status = 2


class SettingsError(UsageError):
    """Settings that are unknown, out of range or contradict one another.

    Args:
        faults: one sentence a fault; the message lists them all.
    """

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = tuple(faults)

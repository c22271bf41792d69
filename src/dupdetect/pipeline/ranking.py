"""The order of articles by the values of a column, which decides who stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dupdetect.errors import UsageError


def order_values(values: Sequence[Any], descending: bool) -> list[int]:
    """The place of each value in sorted order; what is missing comes last, and equals keep their order.

    Text that is all numbers, as in CSV, is compared as numbers; ISO 8601 dates compare rightly as text.

    Raises:
        UsageError: the values cannot be compared with one another.
    """
    there = [number for number, value in enumerate(values) if value is not None]
    keys = _read_numbers([values[number] for number in there])
    ranks = range(len(there))
    try:
        ranked = [there[rank] for rank in sorted(ranks, key=keys.__getitem__, reverse=descending)]
    except TypeError as error:
        raise UsageError("the column to keep by holds values that cannot be compared; name another") from error
    missing = (number for number, value in enumerate(values) if value is None)
    places = {number: place for place, number in enumerate((*ranked, *missing))}
    return [places[number] for number in range(len(values))]


def _read_numbers(values: list[Any]) -> list[Any]:
    """Texts as numbers if all of them are; anything else as it is."""
    if not all(isinstance(value, str) for value in values):
        return values
    try:
        return [float(value) for value in values]
    except ValueError:
        return values

"""Refusals of the server: a status, and one line that says why and what to do next."""

from __future__ import annotations


class RefusedError(Exception):
    """A request that is not answered.

    Args:
        status: of HTTP.
        message: what is wrong and what to do next, in one line.
        retry: seconds after which to ask again, where that helps.
    """

    def __init__(self, status: int, message: str, retry: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = {} if retry is None else {"Retry-After": str(retry)}


def busy_error() -> RefusedError:
    """Too many are waiting."""
    return RefusedError(503, "too many requests are waiting; try again in a few seconds", 5)


def late_error(seconds: float) -> RefusedError:
    """The work took too long and was given up."""
    message = (
        f"this takes longer than {seconds:g} seconds; send less at once, or use dupdetect scan on the command line"
    )
    return RefusedError(422, message)


def no_archive_error() -> RefusedError:
    """There is nothing to check against."""
    return RefusedError(409, "the server has no archive; start it with dupdetect serve --index ARCHIVE")

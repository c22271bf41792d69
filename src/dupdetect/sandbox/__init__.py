"""Untrusted input is handled in other processes, and this is the one way to do it.

protocol   what goes through the pipes: lines of JSON with bytes behind them, and nothing that could be executed
child      the process from inside: one request after the other, within bounds of memory and processor time
worker     the process from outside: started, watched by the clock, ended, and replaced
pool       several workers: requests in order, results in the same order

A task is a dotted name, `dupdetect.read.documents:open_reader`; so this room knows none of those that use it.
"""

from dupdetect.sandbox.pool import Call, WorkerPool
from dupdetect.sandbox.protocol import Failure, Notify, Outcome, Request, describe_bug
from dupdetect.sandbox.worker import Task, Worker

__all__ = ["Call", "Failure", "Notify", "Outcome", "Request", "Task", "Worker", "WorkerPool", "describe_bug"]

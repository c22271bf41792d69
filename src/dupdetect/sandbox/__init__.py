"""The sandbox: untrusted input is handled in worker processes with bounded memory and time.

protocol   the messages in the pipes: lines of JSON with bytes behind them, and nothing that could be executed
child      inside of a worker process: answers requests within bounds of memory and processor time
worker     outside of a worker process: starts, watches, ends and replaces it
pool       several workers: results come in the order of the requests

A task is a dotted name, such as `dupdetect.read.documents:open_reader`, so this package imports no task.
"""

from dupdetect.sandbox.pool import Call, WorkerPool
from dupdetect.sandbox.protocol import Failure, Notify, Outcome, Request, describe_bug
from dupdetect.sandbox.worker import Task, Worker

__all__ = ["Call", "Failure", "Notify", "Outcome", "Request", "Task", "Worker", "WorkerPool", "describe_bug"]

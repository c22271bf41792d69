"""This machine.

engine  the steps, in memory
near    the search for near copies alone, with texts on disk
spool   texts on disk between two passes
memory  whether a scan fits into memory
"""

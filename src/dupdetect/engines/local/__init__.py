"""This machine.

engine  the steps, in memory
near    near copies alone, whose texts wait on disk
spool   texts that wait on disk between two passes
memory  whether a scan fits into memory
"""

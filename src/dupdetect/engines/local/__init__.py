"""This machine.

workers  a function mapped over parts of the work, in processes
spool    texts that wait on disk between two passes
memory   whether a scan fits into memory
"""

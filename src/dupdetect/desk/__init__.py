"""Findings to what an editor asks of them: who took ours, was the licence kept, and what is there to send.

sides        which articles are ours, and which pairs stand across
"""

"""A server for programs that ask: agents and editors that speak the Model Context Protocol, over standard streams.

answers    the typed results, with evidence short enough to read in a conversation
summaries  findings -> answers
folders    which files a client may name
runner     what a worker process does: compare, scan, check
server     the tools, and the workers behind them

A client sends texts that nobody has checked, so all work runs in the sandbox.
"""

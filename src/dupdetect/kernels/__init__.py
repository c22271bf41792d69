"""The loops that numba compiles, and nothing else.

Kernels take arrays only, release the GIL and are cached on disk, so that a second run compiles nothing.
Each has a plain Python oracle in tests/.
"""

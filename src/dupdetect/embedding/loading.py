"""The embedder that `meaning.model` names: the bundled one, one in a folder, or one that the program registered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dupdetect.embedding import bundled
from dupdetect.embedding.protocol import Embedder
from dupdetect.errors import InputError, MissingExtraError, UsageError

_PROBES = (
    "The council voted on Tuesday to close the bridge.",
    "Der Rat beschloss am Dienstag, die Brücke zu sperren.",
    "桥梁将于星期二关闭。",
    "7,482",
)
"""Texts whose vectors stand for a model's weights where it has no digest of its own."""

_PROBE_PLACES = 3
"""Decimal places of the vectors that the digest takes; the last ones differ between machines."""

_FOLDERS = {
    "modules.json": ("sentence_transformers", "SentenceTransformer", "sentence-transformers"),
    "tokenizer.json": ("model2vec", "StaticModel", "model2vec"),
}
"""By a file that a model's folder holds: the package and the class that load it, and the name to install."""


@dataclass(frozen=True, slots=True, eq=False)
class WrappedEmbedder:
    """Any object with `encode`, as an embedder."""

    name: str
    digest: str
    languages: frozenset[str]
    model: Any

    def encode(self, texts: Iterable[str]) -> NDArray[np.float32]:
        """The vectors of texts; see `Embedder.encode`."""
        return encode_unit(self.model, list(texts))


_registered: dict[str, Embedder] = {}


def register_embedder(name: str, model: Any, *, languages: Iterable[str] = ()) -> Embedder:
    """Make a model known as `meaning.model = name`, for this process and the workers that it starts.

    Args:
        name: any name but `use`.
        model: an object whose `encode` takes a list of texts and returns one vector a text, such as a model of
            sentence-transformers or model2vec, or a client of an API. Workers get it by pickling.
        languages: the ISO 639-1 codes of the languages that it can tell meaning in; empty if unknown.

    Raises:
        UsageError: the name is taken by the bundled model, or the object has no `encode` that returns vectors.
    """
    if name == bundled.NAME:
        raise UsageError(f"{name}: the name of the bundled model; give your model another one")
    embedder = WrappedEmbedder(name, digest_model(name, model), frozenset(languages), model)
    _registered[name] = embedder
    return embedder


def find_registered(name: str) -> Embedder | None:
    """The embedder that `register_embedder` made known under this name."""
    return _registered.get(name)


def share_registered(embedder: Embedder | None) -> None:
    """Make an embedder known that another process registered."""
    if embedder is not None:
        _registered[embedder.name] = embedder


def load_embedder(model: str) -> Embedder:
    """The embedder that `meaning.model` names. Loading takes a second and 170 MB, so a process does it once.

    Raises:
        MissingExtraError: it needs a package that is not installed.
        InputError: the files of the model are missing or not those that were checked.
        UsageError: no model has this name.
    """
    registered = find_registered(model)
    return registered if registered is not None else _load_once(model)


@lru_cache(maxsize=2)
def _load_once(model: str) -> Embedder:
    check_model(model)
    return bundled.BundledEmbedder() if model == bundled.NAME else _load_folder(Path(model))


def check_model(model: str) -> None:
    """Check that a model is there, without loading it.

    Raises:
        MissingExtraError: it is the bundled one, and the extra is not installed.
        UsageError: no model has this name.
    """
    if model == bundled.NAME:
        bundled.locate_resources()
    elif find_registered(model) is None and not Path(model).is_dir():
        raise UsageError(f"meaning.model: {model!r} is neither {bundled.NAME!r} nor a folder nor a registered name")


def _load_folder(folder: Path) -> Embedder:
    """The model in a folder, by the package that wrote it; nothing is downloaded."""
    kind = next((kind for name, kind in _FOLDERS.items() if (folder / name).is_file()), None)
    if kind is None:
        raise InputError(f"{folder}: holds no model; name a folder of sentence-transformers or of model2vec")
    module, loader, package = kind
    try:
        factory = getattr(import_module(module), loader)
    except ImportError as error:
        raise MissingExtraError(f"{folder}: a model of {package}; install it: pip install {package}") from error
    opened = factory.from_pretrained(str(folder)) if hasattr(factory, "from_pretrained") else factory(str(folder))
    return WrappedEmbedder(folder.name, digest_model(str(folder), opened), frozenset(), opened)


def digest_model(name: str, model: Any) -> str:
    """A digest of the vectors that a model gives to fixed texts; other weights give others.

    Raises:
        UsageError: it has no `encode` that returns a vector for each text.
    """
    vectors = np.round(encode_unit(model, list(_PROBES), name), _PROBE_PLACES) + 0.0
    return hashlib.sha256(vectors.astype("<f4").tobytes()).hexdigest()[:16]


def encode_unit(model: Any, texts: list[str], name: str = "meaning.model") -> NDArray[np.float32]:
    """The vectors that a model gives to texts, at unit length."""
    if not callable(getattr(model, "encode", None)):
        raise UsageError(f"{name}: {type(model).__name__} has no encode(texts); give a model that has one")
    vectors = np.asarray(model.encode(texts), np.float32)
    if vectors.ndim != 2 or len(vectors) != len(texts) or not np.isfinite(vectors).all():
        raise UsageError(f"{name}: encode gave {vectors.shape} for {len(texts)} texts; it must give a vector for each")
    unit: NDArray[np.float32] = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return unit.astype(np.float32)

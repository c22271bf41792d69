"""Which embedder a name means, and that no model is loaded that nobody checked."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from dupdetect.embedding import bundled, check_model, load_embedder, loading, register_embedder
from dupdetect.errors import InputError, MissingExtraError, UsageError
from tests.embedding.models import BrokenModel, WordModel


@pytest.fixture
def no_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the extra were not installed."""
    find = importlib.util.find_spec

    def hide(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == bundled.PACKAGE else find(name, package)

    monkeypatch.setattr(bundled, "find_spec", hide)


@pytest.mark.usefixtures("no_extra")
def test_without_the_extra_one_line_says_what_to_install() -> None:
    with pytest.raises(MissingExtraError, match=r'^[^\n]*pip install "dupdetect\[meaning\]"$'):
        check_model("use")


def test_the_files_of_the_bundled_model_are_those_that_were_checked() -> None:
    bundled.verify_files(bundled.locate_resources())


@pytest.mark.parametrize("name", bundled.DIGESTS)
def test_a_file_with_one_other_byte_is_not_loaded(tmp_path: Path, name: str) -> None:
    folder = shutil.copytree(bundled.locate_resources(), tmp_path / "resources")
    with (folder / name).open("r+b") as file:
        file.seek(1000)
        byte = file.read(1)
        file.seek(1000)
        file.write(bytes([byte[0] ^ 1]))
    with pytest.raises(InputError, match=f"{name}: not the model that was checked"):
        bundled.verify_files(folder)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot be read .*install it again"):
        bundled.verify_files(tmp_path)


def test_the_bundled_model_gives_vectors_of_unit_length_that_know_a_translation() -> None:
    embedder = load_embedder("use")
    vectors = embedder.encode(["The ferry sank at dawn.", "Die Fähre sank im Morgengrauen.", "Bread is cheap.", " "])
    assert vectors.shape == (4, 512)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > 0.7 > 0.4 > vectors[0] @ vectors[2]


def test_any_object_with_encode_can_be_registered() -> None:
    embedder = register_embedder("words", WordModel(), languages=["en"])
    assert load_embedder("words") is embedder
    assert embedder.languages == {"en"}
    assert np.allclose(np.linalg.norm(embedder.encode(["one two", "three"]), axis=1), 1, atol=1e-5)


def test_models_with_other_weights_have_other_digests() -> None:
    assert register_embedder("m", WordModel(8)).digest == register_embedder("m", WordModel(8)).digest
    assert register_embedder("m", WordModel(8)).digest != register_embedder("m", WordModel(16)).digest


@pytest.mark.parametrize(("name", "model"), [("use", WordModel()), ("m", object()), ("m", BrokenModel())])
def test_what_is_no_model_or_has_a_taken_name_is_refused(name: str, model: object) -> None:
    with pytest.raises(UsageError, match=f"^{name}: "):
        register_embedder(name, model)


def test_an_unknown_name_is_one_line() -> None:
    with pytest.raises(UsageError, match=r"^meaning\.model: 'nonsense' is neither"):
        check_model("nonsense")


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no model"):
        load_embedder(str(tmp_path))


def test_a_folder_is_loaded_by_the_package_that_wrote_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "modules.json").write_text("[]", encoding="utf-8")
    package = ModuleType("sentence_transformers")
    package.SentenceTransformer = lambda path: WordModel()  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", package)
    loading._load_once.cache_clear()
    assert load_embedder(str(tmp_path)).encode(["a"]).shape == (1, 64)
    loading._load_once.cache_clear()


def test_a_folder_names_the_package_that_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tokenizer.json").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(loading, "import_module", _raise_import_error)
    with pytest.raises(MissingExtraError, match="pip install model2vec"):
        load_embedder(str(tmp_path))


def _raise_import_error(name: str) -> None:
    raise ImportError(name)

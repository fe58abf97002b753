"""An Argos package made of an OPUS-MT or Marian model, through CTranslate2's own converter.

It holds `source.spm` and `target.spm` instead of `sentencepiece.model`. Argos Translate itself cannot run such a
package; the engine here can.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from ccb_l10n import locales
from ccb_l10n.drafting import runtime
from ccb_l10n.drafting.marian import Marian
from ccb_l10n.errors import CcbError

_SPLITTERS = ("source.spm", "target.spm")
_ARGOS = "1.9.0"  # the version of Argos' own metadata.json that these fields follow
_COMPUTE_TYPE = "int8_float32"  # which every processor has, and drafts are made with
_MARK = re.compile(r">>\S+<<")
_VERSION = re.compile(r"\d[\w.]{0,39}")
_SHOWN = 12  # marks in a message
# What numpy, PyYAML and CTranslate2 raise for files that are not what they should be.
_UNUSABLE = (
    ArithmeticError, AttributeError, EOFError, LookupError, MemoryError, OSError, RuntimeError, TypeError, ValueError,
    yaml.YAMLError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Order:
    """What to make: languages in BCP 47, the package's version and, where the model is one for many languages, the
    mark (`>>swh<<`) that its sources begin with to ask for one of them."""

    source: str
    target: str
    version: str = "1.0"
    name: str = ""  # what the model is called; empty: as its folder is
    mark: str = ""


def convert(model: Marian, order: Order, made: Path) -> None:
    """Write an unpacked package of a model to `made`, which is not there yet.

    Raises CcbError for a model that CTranslate2 does not convert or run, or whose parts do not belong together.
    """
    _converters()
    if not _VERSION.fullmatch(order.version):
        raise CcbError(f"not a version: {order.version!r}", hint="use a number such as 1.0")
    with tempfile.TemporaryDirectory() as scratch:
        paths = [_as_yaml(path, Path(scratch) / f"{at}.yml") for at, path in enumerate(model.vocabularies)]
        _check(model, [_loaded(path) for path in paths], order)
        made.mkdir()
        fault = _converted(model.weights, paths, made / "model")
    if fault:
        raise _not(model.weights, f"it cannot be converted: {fault}")
    _finish(model, order, made)
    _prove(model, made)


def _converted(weights: Path, vocabularies: Sequence[Path], into: Path) -> str:
    """Write the weights as CTranslate2 reads them; say what is wrong with them, or nothing.

    No exception leaves here: its frames would keep the file of the weights open.
    """
    try:
        converter = _converters().MarianConverter(str(weights), list(map(str, vocabularies)))
        converter.convert(str(into), quantization="int8")
    except _UNUSABLE as error:
        return _why(error)
    return ""


def _finish(model: Marian, order: Order, made: Path) -> None:
    """Put beside the converted weights what makes them a package."""
    for path, name in zip(model.splitters, _SPLITTERS, strict=True):
        shutil.copyfile(path, made / name)
    for path in model.notes:
        shutil.copyfile(path, made / path.name)
    if order.mark:
        _begin_with(order.mark, made / "model" / "config.json")
    text = json.dumps(_metadata(model, order), ensure_ascii=False, indent=2)
    (made / "metadata.json").write_text(f"{text}\n", encoding="utf-8")


def _metadata(model: Marian, order: Order) -> dict[str, object]:
    with model.weights.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "type": "translate",
        "package_version": order.version,
        "argos_version": _ARGOS,
        "from_code": locales.argos(order.source),
        "from_name": locales.name(order.source),
        "to_code": locales.argos(order.target),
        "to_name": locales.name(order.target),
        "source": f"{order.name or model.folder.resolve().name}: {model.weights.name} sha256:{digest}",
        "conversion": f"ctranslate2 {version('ctranslate2')}, int8",
        "notes": [path.name for path in model.notes],
        **({"mark": order.mark} if order.mark else {}),
    }


def _begin_with(mark: str, path: Path) -> None:
    """Have CTranslate2 put the mark before every source: for Marian's models its `bos_token` has no other use."""
    config = json.loads(path.read_text(encoding="utf-8"))
    text = json.dumps({**config, "add_source_bos": True, "bos_token": mark}, ensure_ascii=False, indent=2)
    path.write_text(f"{text}\n", encoding="utf-8")


def _check(model: Marian, vocabularies: Sequence[Sequence[str]], order: Order) -> None:
    """Raise CcbError for parts that are not of one model, and for a model that needs to be told its language."""
    for path, vocabulary in zip(model.splitters, vocabularies, strict=True):
        pieces = _pieces(path)
        known = len(set(pieces) & set(vocabulary))
        if known < len(pieces) / 2:
            raise _not(path, f"it is not of this model: {known} of its {len(pieces)} pieces are in the vocabulary")
    alike = f">>{locales.parse(order.target).language}"  # of Swahili the mark is >>swh<<
    marks = sorted(set(filter(_MARK.fullmatch, vocabularies[0])), key=lambda mark: (not mark.startswith(alike), mark))
    if order.mark not in marks and (marks or order.mark):
        shown = ", ".join(marks[:_SHOWN]) + (f" and {len(marks) - _SHOWN} more" if len(marks) > _SHOWN else "")
        fault = f"it has no mark {order.mark}" if order.mark else "it translates into several languages"
        hint = f"name one with --mark: {shown}" if marks else "leave out --mark"
        raise CcbError(fault, str(model.folder), hint=hint)


def _prove(model: Marian, made: Path) -> None:
    """Raise CcbError unless the package's model loads and writes something."""
    try:
        translator = runtime.module("ctranslate2").Translator(
            str(made / "model"), device="cpu", compute_type=_COMPUTE_TYPE
        )
        pieces = _processor(made / _SPLITTERS[0]).encode("A test.", out_type=str)
        translator.translate_batch([pieces], beam_size=1, max_decoding_length=8)
    except _UNUSABLE as error:
        raise _not(model.weights, f"it was converted, but does not run: {_why(error)}") from error


def _as_yaml(path: Path, scratch: Path) -> Path:
    """A vocabulary in the form that the converter reads; Marian numbers pieces as SentencePiece does."""
    if path.suffix != ".spm":
        return path
    pieces = _pieces(path)
    lines = (f"{json.dumps(piece, ensure_ascii=False)}: {number}\n" for number, piece in enumerate(pieces))
    scratch.write_text("".join(lines), encoding="utf-8")
    if _loaded(scratch) != pieces:
        raise _not(path, "it has pieces that Marian's vocabularies cannot spell")
    return scratch


def _loaded(path: Path) -> list[str]:
    try:
        tokens: list[str] = _converters().marian.load_vocab(str(path))
    except _UNUSABLE as error:
        raise _not(path, f"not a vocabulary: {_why(error)}") from error
    if not tokens:
        raise _not(path, "the vocabulary is empty")
    return tokens


def _pieces(path: Path) -> list[str]:
    processor = _processor(path)
    return [processor.id_to_piece(number) for number in range(processor.get_piece_size())]


def _processor(path: Path) -> Any:
    try:
        content = path.read_bytes()
        if not content:
            raise ValueError("it is empty")  # which SentencePiece takes for a model, and then fails
        return runtime.module("sentencepiece").SentencePieceProcessor(model_proto=content)
    except _UNUSABLE as error:
        raise _not(path, f"not a SentencePiece model: {_why(error)}") from error


def _converters() -> Any:
    """CTranslate2's converters. Raises CcbError where it, or SentencePiece, is missing."""
    runtime.module("sentencepiece")
    return runtime.module("ctranslate2.converters")


def _not(path: Path, fault: str) -> CcbError:
    return CcbError(fault, str(path), hint="unpack the model again, whole, and import its folder")


def _why(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__

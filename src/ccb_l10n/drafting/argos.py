"""The Argos engine: an Argos package run by CTranslate2 itself.

argostranslate is not used: it downloads sentence splitters, changes spaces and underscores, cuts long
inputs silently and translates a sentence at a time. Here all distinct sentences of all texts go to the
model at once, in batches of like lengths. CTranslate2 and SentencePiece are imported only when an engine is
loaded.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

from ccb_l10n.drafting import packages, sentences
from ccb_l10n.drafting.engine import Progress
from ccb_l10n.drafting.packages import Package
from ccb_l10n.errors import CcbError

LIMIT = 120  # pieces a part of a sentence may have; public packages are trained on at most 150
_LENGTHS = (16, 40, 80, LIMIT)  # pieces; each class has its own bound on what may come out
_BATCH = (512, 1024)  # tokens a batch, least and most; larger ones are slower
_COMPUTE_TYPE = "int8_float32"  # pinned: other types give other texts
# Argos codes of languages that put no spaces between words.
_UNSPACED = frozenset({"zh", "zt", "ja", "th", "km", "lo", "my"})
_FULL_STOPS = "。！？｡"


@dataclass(frozen=True)
class ArgosEngine:
    """An engine over one package. The model is loaded when first needed.

    `compute_type` is what the model runs with; `beam` is the width of the search, `threads` how many
    batches are translated at once.
    """

    package: Package
    compute_type: str
    beam: int
    threads: int

    @cached_property
    def name(self) -> str:
        fallback = "" if self.compute_type == _COMPUTE_TYPE else f" {self.compute_type}"
        return f"argos {self.package.name} sha256:{self.package.digest[:12]}{fallback}"

    def translate(self, texts: Sequence[str], progress: Progress | None = None) -> list[str]:
        """Translate texts of one line each; see `engine.Engine`.

        A text comes back empty when the model found no end to one of its sentences, or wrote its mark for
        unknown.
        """
        parts = [self._parts(text) for text in texts]
        distinct = {sentence: "" for each in parts for sentence, _ in each if _has_words(sentence)}
        distinct.update(self._translated(list(distinct), progress))
        return [self._joined(each, distinct) for each in parts]

    def _parts(self, text: str) -> list[tuple[str, str]]:
        """The text's sentences, long ones cut, and what stands after each."""
        found = []
        for sentence, space in sentences.split(text, self.package.source):
            *first, (last, between) = sentences.fit(sentence, self._sizes, LIMIT)
            found += [*first, (last, between + space)]
        return found

    def _sizes(self, texts: list[str]) -> list[int]:
        return [len(pieces) for pieces in self._tokenizer.encode(texts)]

    def _joined(self, parts: Sequence[tuple[str, str]], known: Mapping[str, str]) -> str:
        out = ""
        for index, (sentence, space) in enumerate(parts):
            target = known.get(sentence, sentence)
            if sentence and not target:
                return ""
            between = self._between(target, space) if index < len(parts) - 1 else space
            out += target + between
        return out

    def _between(self, left: str, space: str) -> str:
        """The space after a sentence, in the way of the target's script."""
        if self.package.target in _UNSPACED:
            return "" if space == " " and left[-1:] in _FULL_STOPS else space
        return space or (" " if self.package.source in _UNSPACED else "")

    def _translated(self, distinct: list[str], progress: Progress | None) -> dict[str, str]:
        """Each sentence's translation, or an empty text where there is none to keep."""
        encoded = self._tokenizer.encode(distinct, out_type=str)
        groups: dict[int, list[int]] = {}
        done: dict[str, str] = {}
        for index, pieces in enumerate(encoded):
            longest = next((length for length in _LENGTHS if len(pieces) <= length), 0)
            if longest:
                groups.setdefault(longest, []).append(index)
            else:  # one word longer than the model can read, such as a key: it stays as it is
                done[distinct[index]] = distinct[index]
        batch = _batch(sum(map(len, encoded)), self.threads)
        pending = [
            (index, longest, result)
            for longest, members in sorted(groups.items(), reverse=True)
            for index, result in self._submit(encoded, members, longest, batch)
        ]
        for index, longest, result in pending:
            done[distinct[index]] = self._decoded(self._pieces(result), _most(longest))
            if progress:
                progress(len(done), len(distinct))
        return done

    def _submit(
        self, encoded: list[list[str]], members: list[int], longest: int, batch: int
    ) -> Iterable[tuple[int, Any]]:
        """Queue some of the sentences, of up to `longest` pieces; the search is set as Argos sets it."""
        prefix = self.package.target_prefix
        results = self._translator.translate_batch(
            [encoded[index] for index in members],
            target_prefix=[[prefix]] * len(members) if prefix else None,
            max_batch_size=batch,
            batch_type="tokens",
            asynchronous=True,
            beam_size=self.beam,
            length_penalty=0.2,
            max_input_length=0,
            max_decoding_length=_most(longest),
            replace_unknowns=True,
        )
        return zip(members, results, strict=True)

    def _pieces(self, result: Any) -> list[str]:
        """Wait for a sentence's best hypothesis."""
        try:
            best: list[str] = result.result().hypotheses[0]
        except (RuntimeError, ValueError) as error:
            raise _unusable(self.package, "model", error) from error
        return best

    def _decoded(self, pieces: list[str], most: int) -> str:
        if len(pieces) >= most:
            return ""
        if self.package.target_prefix and pieces[:1] == [self.package.target_prefix]:
            pieces = pieces[1:]
        text: str = self._tokenizer.decode(pieces).replace("▁", " ").strip()
        return "" if "⁇" in text else text

    @cached_property
    def _tokenizer(self) -> Any:
        content = self.package.part("sentencepiece.model")
        try:
            return _runtime("sentencepiece").SentencePieceProcessor(model_proto=content)
        except (RuntimeError, ValueError, OSError) as error:
            raise _unusable(self.package, "sentencepiece.model", error) from error

    @cached_property
    def _translator(self) -> Any:
        folder = self.package.path / "model"
        files = None if self.package.path.is_dir() else self.package.model_files()
        try:
            return _runtime("ctranslate2").Translator(
                str(folder),
                device="cpu",
                compute_type=self.compute_type,
                inter_threads=self.threads,
                intra_threads=1,
                max_queued_batches=-1,
                files=files,
            )
        except (RuntimeError, ValueError, OSError) as error:
            raise _unusable(self.package, "model", error) from error


def load(
    source: str, target: str, environ: Mapping[str, str] | None = None, *, beam: int = 4, threads: int = 0
) -> ArgosEngine:
    """The engine for a pair of BCP 47 codes, from the newest package installed. 0 threads: one for each core.

    Raises CcbError, with what to install and where, when CTranslate2 or a package is missing.
    """
    return engine(packages.find(source, target, environ), beam=beam, threads=threads)


def engine(package: Package, *, beam: int = 4, threads: int = 0) -> ArgosEngine:
    """The engine over a package. Raises CcbError when CTranslate2 or SentencePiece is missing."""
    _runtime("sentencepiece")
    supported = _runtime("ctranslate2").get_supported_compute_types("cpu")
    compute_type = _COMPUTE_TYPE if _COMPUTE_TYPE in supported else "float32"
    return ArgosEngine(package, compute_type, beam, threads or _cores())


def _runtime(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError as error:
        raise CcbError(
            f"drafting needs {name}, which is not installed", hint="pip install 'ccb-l10n[draft]'"
        ) from error


def _unusable(package: Package, part: str, error: Exception) -> CcbError:
    return CcbError(
        f"the package's {part} does not work: {error}",
        str(package.path),
        hint="install the package again; if its model is newer than the runtime, pip install -U ctranslate2",
    )


def _has_words(sentence: str) -> bool:
    return any(map(str.isalpha, sentence))


def _most(longest: int) -> int:
    """Pieces that a translation of up to `longest` pieces may have; one that reaches it never ended."""
    return 3 * longest + 20


def _batch(tokens: int, threads: int) -> int:
    """Tokens a batch: enough batches for all threads, within what is efficient."""
    least, most = _BATCH
    return max(least, min(most, tokens // (4 * threads)))


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

"""The Argos engine: an Argos package run by CTranslate2 itself.

argostranslate is not used: it downloads sentence splitters, changes spaces and underscores, cuts long
inputs silently and translates a sentence at a time. Here all distinct sentences of all texts go to the
model at once, in batches of like lengths. CTranslate2 and SentencePiece are imported only when an engine is
loaded.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ccb_l10n.drafting import packages, runtime, sentences, tokenizers
from ccb_l10n.drafting.engine import Made, Progress, Streaming, gathered
from ccb_l10n.drafting.packages import Package
from ccb_l10n.drafting.pivot import Pivot
from ccb_l10n.drafting.runtime import Device
from ccb_l10n.drafting.tokenizers import Tokenizer

LIMIT = 120  # pieces a part of a sentence may have; public packages are trained on at most 150
_LENGTHS = (16, 40, 80, LIMIT)  # pieces; each class has its own bound on what may come out
_BATCH = (256, 512)  # tokens a batch, least and most; 1,024 cost a fifth more on models of public size
BEAM = 4  # the usual width of the search
_DIGITS = 12  # of a SHA-256 in a name
_PIPELINE = 3  # raised whenever this module makes other text of the same sentence
# What holds repetition down. Of ten settings tried on 29 loops of a weak package this cleared 28; runs of three
# pieces forbidden clear as many, but cost half of the sentences with placeholders one of them.
_GENTLE = {"no_repeat_ngram_size": 4, "repetition_penalty": 1.2}


@dataclass(frozen=True)
class ArgosEngine:
    """An engine over one package. The model is loaded when first needed.

    `beam` is the width of the search, `threads` how many batches are translated at once on a processor.
    """

    package: Package
    device: Device
    beam: int
    threads: int

    @property
    def source(self) -> str:
        return self.package.source

    @property
    def target(self) -> str:
        return self.package.target

    @cached_property
    def name(self) -> str:
        """With the first digits of the SHA-256 of its model.bin, and the settings that are not the usual ones."""
        beam = "" if self.beam == BEAM else f" beam {self.beam}"
        return f"argos {self.package.name} sha256:{self.package.weights[:_DIGITS]}{self.device.remark}{beam}"

    @cached_property
    def fingerprint(self) -> str:
        """With the processor, which the name leaves out: catalogs made on two machines name the same engine."""
        runtimes = runtime.versions("ctranslate2", *self._tokenizer.runtimes)
        kind = self.device.kind
        asked = f"{kind} {runtime.processor(kind)} {self.device.compute_type} beam {self.beam}"
        prefix = f" prefix {self.package.target_prefix}" if self.package.target_prefix else ""
        return f"sha256:{self.package.digest} {runtimes} {asked}{prefix} pipeline {_PIPELINE}"

    def hypotheses(
        self, sentences: Sequence[str], *, number: int = 1, gentle: bool = False, progress: Progress | None = None
    ) -> list[tuple[str, ...]]:
        """Candidates of sentences; see `engine.Engine`."""
        return gathered(self.stream(sentences, number=number, gentle=gentle), sentences, progress)

    def stream(self, sentences: Sequence[str], *, number: int = 1, gentle: bool = False) -> Iterator[list[Made]]:
        """Candidates of sentences, batch by batch; see `engine.Streaming`.

        A sentence without letters is its own candidate. One that is longer than LIMIT pieces is cut, and each
        part rendered. There are none where the model found no end, or wrote its mark for unknown.
        """
        parts = self._parts(list(dict.fromkeys(sentences)))
        users: dict[str, list[str]] = {}
        for sentence, each in parts.items():
            for part in dict.fromkeys(text for text, _ in each if _has_words(text)):
                users.setdefault(part, []).append(sentence)
        known: dict[str, tuple[str, ...]] = {}
        missing = {sentence: {text for text, _ in each if text in users} for sentence, each in parts.items()}
        yield [(sentence, self._joined(parts[sentence], known, number)) for sentence in parts if not missing[sentence]]
        for batch in self._run(list(users), number, gentle):
            known.update(batch)
            for part, _ in batch:
                for sentence in users[part]:
                    missing[sentence].discard(part)
            ready = dict.fromkeys(sentence for part, _ in batch for sentence in users[part] if not missing[sentence])
            yield [(sentence, self._joined(parts[sentence], known, number)) for sentence in ready]

    def _parts(self, distinct: list[str]) -> dict[str, list[tuple[str, str]]]:
        """What the model reads of each sentence at once, and the space after it."""
        lengths = self._sizes(distinct)
        return {
            sentence: [(sentence, "")] if length <= LIMIT else sentences.fit(sentence, self._sizes, LIMIT)
            for sentence, length in zip(distinct, lengths, strict=True)
        }

    def _sizes(self, texts: list[str]) -> list[int]:
        return [len(pieces) for pieces in self._tokenizer.encode(texts)]

    def _joined(
        self, parts: list[tuple[str, str]], known: Mapping[str, tuple[str, ...]], number: int
    ) -> tuple[str, ...]:
        """The candidates of a sentence from those of its parts."""
        each = [(known.get(part, (part,)), space) for part, space in parts]
        return sentences.joined(each, self.source, self.target)[:number]

    def _run(self, parts: list[str], number: int, gentle: bool) -> Iterator[list[Made]]:
        """The candidates of each part; few batches are queued, so that a killed run stops soon."""
        encoded = dict(zip(parts, self._tokenizer.encode(parts), strict=True))
        # One word longer than the model can read, such as a key: it stays as it is.
        yield [(part, (part,)) for part in parts if len(encoded[part]) > LIMIT]
        queued: deque[tuple[list[str], int, list[Any]]] = deque()
        for batch, longest in _batches(encoded, self.threads):
            queued.append((batch, longest, self._submit([encoded[part] for part in batch], longest, number, gentle)))
            if len(queued) > self.threads:
                yield self._taken(*queued.popleft())
        while queued:
            yield self._taken(*queued.popleft())

    def _submit(self, encoded: list[list[str]], longest: int, number: int, gentle: bool) -> list[Any]:
        """Queue a batch of parts of up to `longest` pieces; the search is set as Argos sets it."""
        prefix = self.package.target_prefix
        translator = self._translator
        try:
            results: list[Any] = translator.translate_batch(
                encoded,
                target_prefix=[[prefix]] * len(encoded) if prefix else None,
                asynchronous=True,
                beam_size=max(self.beam, number),
                num_hypotheses=number,
                length_penalty=0.2,
                max_input_length=0,
                max_decoding_length=_most(longest),
                replace_unknowns=True,
                **(_GENTLE if gentle else {}),
            )
        except runtime.ERRORS as error:
            raise runtime.unusable(self.package, "model", error) from error
        return results

    def _taken(self, batch: list[str], longest: int, results: list[Any]) -> list[Made]:
        """Wait for a batch."""
        try:
            found = [result.result().hypotheses for result in results]
        except runtime.ERRORS as error:
            raise runtime.unusable(self.package, "model", error) from error
        return [
            (part, tuple(dict.fromkeys(filter(None, (self._decoded(each, _most(longest)) for each in pieces)))))
            for part, pieces in zip(batch, found, strict=True)
        ]

    def _decoded(self, pieces: list[str], most: int) -> str:
        """A hypothesis as text, or empty where it has no end or holds the mark for unknown."""
        if len(pieces) >= most:
            return ""
        prefixed = bool(self.package.target_prefix) and pieces[:1] == [self.package.target_prefix]
        return self._tokenizer.decode(pieces[prefixed:])

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return tokenizers.of(self.package)

    @cached_property
    def _translator(self) -> Any:
        self._check()
        folder = self.package.path / "model"
        files = None if self.package.path.is_dir() else self.package.model_files()
        try:
            return runtime.module("ctranslate2").Translator(
                str(folder),
                device=self.device.kind,
                compute_type=self.device.compute_type,
                inter_threads=self.threads if self.device.kind == "cpu" else 1,
                intra_threads=1,
                max_queued_batches=-1,
                files=files,
            )
        except runtime.ERRORS as error:
            raise runtime.unusable(self.package, "model", error) from error

    def _check(self) -> None:
        """Raise CcbError for a package whose parts do not belong together: what came out would be no language."""
        prefix, fault = self.package.target_prefix, ""
        if prefix and prefix not in runtime.vocabulary(self.package, "target"):
            fault = f"metadata.json names the target prefix {prefix}, which its model does not know"
        pieces = self._tokenizer.pieces()
        known = len(pieces & runtime.vocabulary(self.package, "source"))
        if known < len(pieces) / 2:
            fault = f"its {self.package.tokenizer[0]} is another model's: that knows {known} of {len(pieces)} pieces"
        if fault:
            raise runtime.faulty(self.package, fault)


def prove(package: Package) -> None:
    """Load a package's model and translate a sentence. Raises CcbError where it does not work, or a runtime is missing.

    What it makes of the sentence is not looked at: it may know none of its words.
    """
    engine(package, beam=1, threads=1, device="cpu").hypotheses(["A test."])


def load(
    source: str,
    target: str,
    environ: Mapping[str, str] | None = None,
    *,
    beam: int = BEAM,
    threads: int = 0,
    device: str = "auto",
    allow_pivot: bool = False,
) -> Streaming:
    """The engine for a pair of BCP 47 codes, from the newest packages installed; two hops where that is allowed.

    `device` is auto, cpu or cuda; 0 threads: one for each core. Raises CcbError, with what to install and where,
    when a runtime, a package or a device is missing.
    """
    found = packages.route(source, target, environ, allow_pivot=allow_pivot)
    hops = [engine(package, beam=beam, threads=threads, device=device) for package in found]
    return hops[0] if len(hops) == 1 else Pivot(*hops)


def engine(package: Package, *, beam: int = BEAM, threads: int = 0, device: str = "auto") -> ArgosEngine:
    """The engine over a package. Raises CcbError when CTranslate2, SentencePiece or the device is missing."""
    runtime.module("sentencepiece")
    return ArgosEngine(package, runtime.device(device), beam, threads or runtime.cores())


def _has_words(sentence: str) -> bool:
    return any(map(str.isalpha, sentence))


def _most(longest: int) -> int:
    """Pieces that a translation of up to `longest` pieces may have; one that reaches it never ended."""
    return 3 * longest + 20


def _batches(encoded: Mapping[str, list[str]], threads: int) -> Iterator[tuple[list[str], int]]:
    """Batches of like lengths, longest first, and the bound of each one's class."""
    budget = _budget(sum(map(len, encoded.values())), threads)
    shortest = 0
    classes = []
    for longest in _LENGTHS:
        members = [part for part, pieces in encoded.items() if shortest < len(pieces) <= longest]
        classes.append((longest, sorted(members, key=lambda part: len(encoded[part]), reverse=True)))
        shortest = longest
    for longest, members in reversed(classes):
        start = 0
        while start < len(members):
            end = start + max(1, budget // len(encoded[members[start]]))
            yield members[start:end], longest
            start = end


def _budget(tokens: int, threads: int) -> int:
    """Tokens a batch: enough batches for all threads, within what is efficient."""
    least, most = _BATCH
    return max(least, min(most, tokens // (4 * threads)))

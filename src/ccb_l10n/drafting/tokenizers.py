"""How a package splits sentences into the pieces that its model reads, and joins what it writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from ccb_l10n.drafting import runtime
from ccb_l10n.drafting.bpe import Codes
from ccb_l10n.drafting.packages import TOKENIZERS, Package

UNKNOWN = "<unk>"  # the piece for what a vocabulary lacks, in all of them
_SPACE = "▁"
_LOST = "⁇"  # how SentencePiece writes UNKNOWN
_CODES = TOKENIZERS[2]


class Tokenizer(Protocol):
    """Text to pieces and back."""

    def encode(self, texts: Sequence[str]) -> list[list[str]]:
        """The pieces of each text."""
        ...

    def decode(self, pieces: Sequence[str]) -> str:
        """The text of pieces, or an empty one where a piece stands for something unknown."""
        ...

    def pieces(self) -> frozenset[str]:
        """All pieces that it can make, where its files tell."""
        ...

    @property
    def runtimes(self) -> tuple[str, ...]:
        """The distributions whose versions the pieces depend on."""
        ...


def of(package: Package) -> Tokenizer:
    """The tokenizer of a package; what is wrong with its files raises CcbError when it is first used."""
    return Moses(package) if package.tokenizer == _CODES else SentencePieces(package)


@dataclass(frozen=True)
class SentencePieces:
    """One SentencePiece model for both languages, or one for each."""

    package: Package
    runtimes = ("sentencepiece",)

    def encode(self, texts: Sequence[str]) -> list[list[str]]:
        try:
            pieces: list[list[str]] = self._processors[0].encode(list(texts), out_type=str)
        except runtime.ERRORS as error:
            raise runtime.unusable(self.package, self.package.tokenizer[0], error) from error
        return pieces

    def decode(self, pieces: Sequence[str]) -> str:
        try:
            text: str = self._processors[-1].decode(list(pieces))
        except runtime.ERRORS as error:
            raise runtime.unusable(self.package, self.package.tokenizer[-1], error) from error
        return "" if _LOST in text or UNKNOWN in pieces else text.replace(_SPACE, " ").strip()

    def pieces(self) -> frozenset[str]:
        processor = self._processors[0]
        return frozenset(map(processor.id_to_piece, range(processor.get_piece_size())))

    @cached_property
    def _processors(self) -> list[Any]:
        return [self._processor(name) for name in self.package.tokenizer]

    def _processor(self, name: str) -> Any:
        content = self.package.part(name)
        try:
            made = runtime.module("sentencepiece").SentencePieceProcessor(model_proto=content)
            count: int = made.get_piece_size() if content else 0  # it takes nothing for a model, and then fails
        except runtime.ERRORS as error:
            raise runtime.unusable(self.package, name, error) from error
        if not count:
            raise runtime.faulty(self.package, f"its {name} is empty")
        return made


@dataclass(frozen=True)
class Moses:
    """Moses' rules for words and marks, then BPE inside words: what Argos does for packages with `bpe.model`."""

    package: Package
    runtimes = ("sacremoses",)

    def encode(self, texts: Sequence[str]) -> list[list[str]]:
        normalized = (self._normalizer.normalize(text) for text in texts)
        words = (
            [word for each in self._words.tokenize(text) for word in each.split(" ") if word] for text in normalized
        )
        return [self._codes.segment(each) for each in words]

    def decode(self, pieces: Sequence[str]) -> str:
        words = self._codes.joined(pieces)
        text: str = "" if UNKNOWN in pieces else self._sentence.detokenize(words)
        return text.strip()

    def pieces(self) -> frozenset[str]:
        return frozenset()  # merges tell what may be joined, not what comes out

    @cached_property
    def _codes(self) -> Codes:
        name = self.package.tokenizer[0]
        try:
            return Codes.read(self.package.part(name).decode())
        except ValueError as error:
            raise runtime.unusable(self.package, name, error) from error

    @cached_property
    def _normalizer(self) -> Any:
        return runtime.module("sacremoses").MosesPunctNormalizer(self.package.source)

    @cached_property
    def _words(self) -> Any:
        return runtime.module("sacremoses").MosesTokenizer(self.package.source)

    @cached_property
    def _sentence(self) -> Any:
        return runtime.module("sacremoses").MosesDetokenizer(self.package.target)

"""A genuine Marian model, tiny and made without training, in the files of an OPUS-MT release.

Its weights are those of argos_package, spelled as Marian spells them: word for word and deterministic. Source and
target have their own vocabularies and their own SentencePiece models. A model for many languages also knows marks,
and writes for a mark what `MARKED` says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from argos_package import BITS, LEXICON, LONGEST, SAME, SHARP, _codes, _sentencepiece, _spaced

MARKED = "▁Puis"  # what the model writes for a mark
WEIGHTS = "opus.spm.transformer-align.npz"
_CONFIG = {
    "type": "transformer",
    "enc-depth": 1,
    "dec-depth": 1,
    "transformer-heads": 1,
    "transformer-decoder-autoreg": "self-attention",
    "transformer-no-projection": False,
    "transformer-ffn-activation": "relu",
    "transformer-guided-alignment-layer": "last",
    "transformer-preprocess": "n",
    "transformer-postprocess": "da",
    "transformer-postprocess-top": "n",
    "transformer-postprocess-emb": "d",
}


def build(folder: Path, vocabulary: str = "yml", marks: Sequence[str] = (), **config: object) -> Path:
    """Write a release into `folder` and give it. `vocabulary` is `yml`, or `spm` for models of newer Marians.

    `config` overrides what the weights say of themselves, to build models that cannot be converted.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lexicon = {_spaced(source): _spaced(target) for source, target in LEXICON.items()}
    sources, targets = (["<unk>", "<s>", "</s>", *dict.fromkeys(each), *SAME] for each in (lexicon, lexicon.values()))
    for name, pieces in (("source", sources), ("target", targets)):
        (folder / f"{name}.spm").write_bytes(_sentencepiece(pieces))
    names = [f"{name}.vocab.{vocabulary}" for name in ("source", "target")]
    if vocabulary == "spm":
        for name in ("source", "target"):
            (folder / f"{name}.spm").rename(folder / f"{name}.vocab.spm")
    else:  # as Marian numbers them: the end first
        sources, targets = ["</s>", "<unk>", *marks, *_plain(sources)], ["</s>", "<unk>", *_plain(targets)]
        for name, pieces in zip(names, (sources, targets), strict=True):
            (folder / name).write_text(_yaml(pieces), encoding="utf-8")
    _save(folder / WEIGHTS, {**lexicon, **dict.fromkeys(marks, MARKED)}, sources, targets, {**_CONFIG, **config})
    lines = ["relative-paths: true", "models:", f"  - {WEIGHTS}", "vocabs:", *(f"  - {name}" for name in names)]
    (folder / "decoder.yml").write_text("\n".join([*lines, "beam-size: 6", ""]), encoding="utf-8")
    return folder


def _plain(pieces: Iterable[str]) -> list[str]:
    """The pieces that stand for text."""
    return [piece for piece in pieces if piece not in ("<unk>", "<s>", "</s>")]


def _yaml(pieces: Sequence[str]) -> str:
    return "".join(f"{json.dumps(piece, ensure_ascii=False)}: {number}\n" for number, piece in enumerate(pieces))


def _save(path: Path, lexicon: dict[str, str], sources: list[str], targets: list[str], config: dict[str, Any]) -> None:
    """Set every weight. A vector is the code of a position, then the code of a piece; Marian's matrices lie across."""
    import numpy as np

    width = 2 * BITS
    depth = 2 * width
    nothing, same = np.zeros((width, width), np.float32), np.eye(width, dtype=np.float32)
    position = np.block([[same, nothing], [nothing, nothing]])
    piece = np.block([[nothing, nothing], [nothing, same]])
    zero = np.zeros((depth, depth), np.float32)
    number = {text: index for index, text in enumerate(targets)}
    codes = _codes(len(targets))
    translated = codes[[number.get(lexicon.get(text, text), number["<unk>"]) for text in sources]]
    weights = {
        # The runtime multiplies embeddings by the square root of the depth, as Marian does.
        "encoder_Wemb": np.hstack([np.zeros_like(translated), translated]) / np.sqrt(np.float32(depth)),
        "decoder_Wemb": np.zeros((len(targets), depth), np.float32),
        "Wpos": np.hstack([_codes(LONGEST), np.zeros((LONGEST, width), np.float32)]),
        "decoder_ff_logit_out_Wt": np.hstack([np.zeros_like(codes), SHARP * codes]),
        "decoder_ff_logit_out_b": np.zeros((1, len(targets)), np.float32),
        "special:model.yml": np.frombuffer(json.dumps(config).encode() + b"\0", np.int8),
    }
    attention = {"q": SHARP * position, "k": position, "v": piece, "o": piece}
    for scope in ("encoder_l1_self", "decoder_l1_self", "decoder_l1_context"):
        for name, weight in attention.items():
            across = weight.transpose() if scope.endswith("context") else zero
            weights |= {f"{scope}_W{name}": across, f"{scope}_b{name}": np.zeros((1, depth), np.float32)}
    for half in ("encoder", "decoder"):
        for name in ("1", "2"):
            weights |= {f"{half}_l1_ffn_W{name}": zero, f"{half}_l1_ffn_b{name}": np.zeros((1, depth), np.float32)}
    parts = ("l1_self_Wo{}_pre", "l1_ffn_ffn{}_pre", "top{}")
    norms = [f"{half}_{part}" for half in ("encoder", "decoder") for part in parts]
    for norm in (*norms, "decoder_l1_context_Wo{}_pre"):
        weights[norm.format("_ln_scale")] = np.ones((1, depth), np.float32)
        weights[norm.format("_ln_bias")] = np.zeros((1, depth), np.float32)
    np.savez(path, **weights)

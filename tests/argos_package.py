"""Builds a genuine Argos package without training: its weights are worked out, not learned.

The transformer is real and runs in CTranslate2, but every vector in it is a code of +1 and -1:

* a position is written in binary, each bit followed by its opposite, so that every code has the mean 0 and
the
  variance 1 and layer normalisation leaves it as it is (or only scales it);
* a source piece's embedding is the code of its *translation*: the lexicon is in the embeddings;
* the decoder's own embeddings are zero, so all it knows is the position it is at. Cross-attention compares
that
  with the positions of the source and, sharpened until it is one-hot, fetches the translation's code there;
* the output projection compares what was fetched with every target piece's code.

So position i of the target is the translation of piece i of the source, up to the end mark, which
translates into itself. Unknown pieces translate into `<unk>`, which both runtimes replace by the piece
attended to: they are copied. The package also holds a sentence splitter that never splits (one ONNX node),
so that argostranslate finds everything it asks for inside the package and downloads nothing.

Words are split by one SentencePiece model for both languages, by one for each (as in packages made of Marian
models), or by BPE codes.
"""

from __future__ import annotations

import json
import os
import struct
import zipfile
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path

import pytest

BITS = 10  # a position or a piece is a number below 2 ** BITS
LONGEST = 512  # positions that the model knows
SHARP = 40.0  # how much a wrong bit costs before the softmax
LEXICON = {
    "The": "Le",
    "the": "le",
    "A": "Un",
    "a": "un",
    "An": "Un",
    "team": "équipe",
    "teams": "équipes",
    "incident": "incident",
    "incidents": "incidents",
    "report": "rapport",
    "reports": "rapports",
    "network": "réseau",
    "password": "mot de passe",
    "server": "serveur",
    "reads": "lit",
    "writes": "écrit",
    "sends": "envoie",
    "Open": "Ouvrez",
    "open": "ouvrez",
    "Run": "Lancez",
    "run": "lancez",
    "Read": "Lisez",
    "Save": "Enregistrez",
    "and": "et",
    "or": "ou",
    "with": "avec",
    "on": "sur",
    "in": "dans",
    "to": "à",
    "of": "de",
    "is": "est",
    "are": "sont",
    "not": "pas",
    "new": "nouveau",
    "every": "chaque",
    "file": "fichier",
    "week": "semaine",
    "day": "jour",
    "Then": "Puis",
    "then": "puis",
}
SAME = (".", ",", "!", "?", ":", ";", "(", ")", '"', "'")


def needs_argos() -> pytest.MarkDecorator:
    """The mark of a test that runs CTranslate2: skipped without it, but a failure where CI=true."""
    missing = [name for name in ("ctranslate2", "sentencepiece") if find_spec(name) is None]
    if missing and os.environ.get("CI") == "true":
        raise RuntimeError(f"CI must have {', '.join(missing)}: pip install 'ccb-l10n[draft]'")
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")


SHARED, TWO, BPE = "sentencepiece.model", "source.spm", "bpe.model"


def build(
    folder: Path, version: str = "1.9", pair: tuple[str, str] = ("en", "fr"), splitter: str = SHARED, **metadata: str
) -> Path:
    """Write `translate-<from>_<to>-<version>.argosmodel` into `folder` and give its path.

    `splitter` is how it splits words: SHARED, TWO or BPE. `metadata` overrides fields of metadata.json, to build
    packages that lie.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = f"translate-{pair[0]}_{pair[1]}-{version.replace('.', '_')}"
    fields = {
        "package_version": version,
        "argos_version": "1.9.0",
        "from_code": pair[0],
        "from_name": pair[0],
        "to_code": pair[1],
        "to_name": pair[1],
    }
    parts = {"metadata.json": json.dumps({**fields, **metadata}).encode()}
    spelled = _plain if splitter == BPE else _spaced
    lexicon = {spelled(source): spelled(target) for source, target in LEXICON.items()}
    sources, targets = _pieces(lexicon), _pieces(lexicon.values())
    if splitter == TWO:
        parts |= {"source.spm": _sentencepiece(sources), "target.spm": _sentencepiece(targets)}
    else:
        sources = targets = _pieces([word for each in lexicon.items() for word in each])
        parts[splitter] = _codes_file() if splitter == BPE else _sentencepiece(sources)
    parts["minisbd/en.onnx"] = _splitter()
    parts.update({f"model/{part}": content for part, content in _model(folder, lexicon, sources, targets).items()})
    path = folder / f"{name}.argosmodel"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(zipfile.ZipInfo(f"{name}/{part}"), content, zipfile.ZIP_DEFLATED)
    return path


def unpack(package: Path, folder: Path) -> Path:
    """Unpack a package as Argos does; give its folder."""
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    return folder / package.stem


def _pieces(words: Iterable[str]) -> list[str]:
    return ["<unk>", "<s>", "</s>", "▁", *dict.fromkeys(words), *SAME]


def _spaced(word: str) -> str:
    """A word as SentencePiece writes it: after a space, spaces shown."""
    return "▁" + word.replace(" ", "▁")


def _plain(word: str) -> str:
    """A word as BPE writes it: one without spaces."""
    return word.replace(" ", "-")


def _codes_file() -> bytes:
    """BPE codes that put the lexicon's source words together, letter by letter."""
    merges = []
    for word in LEXICON:
        symbols = [*word[:-1], word[-1] + "</w>"]
        merges += [f"{''.join(symbols[:at])} {symbols[at]}" for at in range(1, len(symbols))]
    return "\n".join(["#version: 0.2", *dict.fromkeys(merges), ""]).encode()


def _model(scratch: Path, lexicon: Mapping[str, str], sources: list[str], targets: list[str]) -> Mapping[str, bytes]:
    from ctranslate2.specs import TransformerSpec

    spec = TransformerSpec.from_config(num_layers=1, num_heads=1, pre_norm=True)
    _fill(spec, lexicon, sources, targets)
    spec.config.add_source_eos = True
    spec.register_source_vocabulary(sources)
    spec.register_target_vocabulary(targets)
    spec.validate()
    spec.optimize(quantization="int8")
    folder = scratch / "model.building"
    folder.mkdir()
    spec.save(str(folder))
    content = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    return content


def _fill(spec, lexicon: Mapping[str, str], sources: list[str], targets: list[str]) -> None:  # type: ignore[no-untyped-def]
    """Set every weight. A vector is the code of a position, then the code of a piece."""
    import numpy as np

    width = 2 * BITS
    depth = 2 * width
    nothing = np.zeros((width, width), np.float32)
    same = np.eye(width, dtype=np.float32)
    position = np.block([[same, nothing], [nothing, nothing]])
    piece = np.block([[nothing, nothing], [nothing, same]])
    number = {text: index for index, text in enumerate(targets)}
    codes = _codes(len(targets))
    translated = codes[[number[lexicon.get(text, text)] for text in sources]]
    places = np.hstack([_codes(LONGEST), np.zeros((LONGEST, width), np.float32)])

    encoder, decoder = spec.encoder, spec.decoder
    encoder.scale_embeddings = decoder.scale_embeddings = False
    encoder.embeddings[0].weight = np.hstack([np.zeros_like(translated), translated])
    decoder.embeddings.weight = np.zeros((len(targets), depth), np.float32)
    encoder.position_encodings.encodings = decoder.position_encodings.encodings = places
    zero = np.zeros((depth, depth), np.float32)
    for layer in (encoder.layer[0], decoder.layer[0]):
        _linear(layer.self_attention.linear[0], np.vstack([zero] * 3))
        _linear(layer.self_attention.linear[1], zero)
        _linear(layer.ffn.linear_0, zero)
        _linear(layer.ffn.linear_1, zero)
    attention = decoder.layer[0].attention
    _linear(attention.linear[0], SHARP * position)
    _linear(attention.linear[1], np.vstack([position, piece]))
    _linear(attention.linear[2], piece)
    _linear(decoder.projection, np.hstack([np.zeros_like(codes), SHARP * codes]))
    for norm in _norms(spec):
        norm.gamma, norm.beta = np.ones(depth, np.float32), np.zeros(depth, np.float32)


def _codes(count: int):  # type: ignore[no-untyped-def]
    """The numbers below `count` in binary, as rows of +1 and -1, each bit beside its opposite."""
    import numpy as np

    bits = np.arange(count)[:, None] >> np.arange(BITS)[None, :] & 1
    signs = (2 * bits - 1).astype(np.float32)
    return np.stack([signs, -signs], axis=2).reshape(count, 2 * BITS)


def _linear(spec, weight) -> None:  # type: ignore[no-untyped-def]
    import numpy as np

    spec.weight, spec.bias = weight, np.zeros(weight.shape[0], np.float32)


def _norms(spec):  # type: ignore[no-untyped-def]
    for half in (spec.encoder, spec.decoder):
        yield half.layer_norm
        for layer in half.layer:
            yield layer.self_attention.layer_norm
            yield layer.ffn.layer_norm
    yield spec.decoder.layer[0].attention.layer_norm


def _sentencepiece(pieces: list[str]) -> bytes:
    """A SentencePiece model (sentencepiece_model.proto): whole words and marks, nothing trained."""
    kinds = {"<unk>": 2, "<s>": 3, "</s>": 3}
    body = b"".join(
        _message(1, _text(1, piece) + _tag(2, 5) + struct.pack("<f", -1.0) + _number(3, kinds.get(piece, 1)))
        for piece in pieces
    )
    trainer = _number(3, 1) + _number(4, len(pieces)) + _number(40, 0) + _number(41, 1) + _number(42, 2)
    normalizer = _text(1, "identity") + _number(3, 1) + _number(4, 1) + _number(5, 1)
    return body + _message(2, trainer) + _message(3, normalizer)


def _splitter() -> bytes:
    """A MiniSBD model (onnx.proto) whose one node hands a feature through: no character ends a sentence."""
    settings = {"feat_funcs": ["start_of_para"], "batch_size": 1, "max_seqlen": 1000}
    units = ["<PAD>", "<UNK>", "<EMPTY>", "<ROOT>"]
    vocabulary = {"lang": "en", "_id2unit": units, "_unit2id": {unit: n for n, unit in enumerate(units)}}
    graph = (
        _message(1, _text(1, "features") + _text(2, "classes") + _text(4, "Identity"))
        + _text(2, "never")
        + _message(11, _tensor("units", 7, ("n", "l")))
        + _message(11, _tensor("features", 1, ("n", "l", "f")))
        + _message(12, _tensor("classes", 1, ("n", "l", "f")))
    )
    extra = {"lang_code": "en", "config": json.dumps(settings), "vocab": json.dumps(vocabulary)}
    properties = b"".join(_message(14, _text(1, key) + _text(2, value)) for key, value in extra.items())
    return _number(1, 8) + _message(7, graph) + _message(8, _text(1, "") + _number(2, 13)) + properties


def _tensor(name: str, kind: int, axes: tuple[str, ...]) -> bytes:
    shape = b"".join(_message(1, _text(2, axis)) for axis in axes)
    return _text(1, name) + _message(2, _message(1, _number(1, kind) + _message(2, shape)))


# The four shapes of protobuf's wire format that the two files need.


def _varint(value: int) -> bytes:
    low, rest = value & 0x7F, value >> 7
    return bytes([low | 0x80]) + _varint(rest) if rest else bytes([low])


def _tag(field: int, wire: int) -> bytes:
    return _varint(field << 3 | wire)


def _number(field: int, value: int) -> bytes:
    return _tag(field, 0) + _varint(value)


def _message(field: int, body: bytes) -> bytes:
    return _tag(field, 2) + _varint(len(body)) + body


def _text(field: int, value: str) -> bytes:
    return _message(field, value.encode())

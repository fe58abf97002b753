"""What is in the folder of an OPUS-MT or Marian model: its weights, its vocabularies, and how it splits words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from ccb_l10n.errors import CcbError

_LONGEST = 2**20  # bytes of a decoder.yml; real ones have some hundred
_NOTES = ("readme", "license", "licence", "copying", "notice", "authors", "citation")
_HINT = "unpack a whole OPUS-MT release: decoder.yml, an .npz, a vocab.yml, source.spm and target.spm"


@dataclass(frozen=True, slots=True)
class Marian:
    """A model as it lies in `folder`; a `vocabularies` file is YAML or, in newer Marian, a SentencePiece model."""

    folder: Path
    weights: Path  # .npz
    vocabularies: tuple[Path, Path]  # of the source, of the target
    splitters: tuple[Path, Path]  # SentencePiece models of the source and the target

    @property
    def notes(self) -> list[Path]:
        """Its README, its licence and the like, which go with it wherever it goes."""
        found = (each for each in self.folder.iterdir() if each.is_file() and each.name.lower().startswith(_NOTES))
        return sorted(each for each in found if each.stat().st_size <= _LONGEST)


def read(folder: Path) -> Marian:
    """Look into a model's folder. Raises CcbError, naming what is missing and what would do."""
    if not folder.is_dir():
        raise CcbError("there is no such folder", str(folder), hint="unpack the model, and name its folder")
    weights, vocabularies = _configured(folder) if (folder / "decoder.yml").is_file() else _guessed(folder)
    return Marian(folder, weights, vocabularies, _splitters(folder, vocabularies))


def _configured(folder: Path) -> tuple[Path, tuple[Path, Path]]:
    """What decoder.yml says; names in it stay inside the folder."""
    path = folder / "decoder.yml"
    try:
        if path.stat().st_size > _LONGEST:
            raise ValueError("it is too large")
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
        weights, vocabularies = said["models"], said["vocabs"]
        names = [str(each) for each in (weights[0], vocabularies[0], vocabularies[-1])]
    except (OSError, ValueError, TypeError, KeyError, IndexError, RecursionError, yaml.YAMLError) as error:
        raise CcbError(f"not a decoder.yml of Marian: {error!r}", str(path), hint=_HINT) from None
    if len(weights) > 1:
        raise CcbError("an ensemble of models cannot be converted", str(path), hint="leave one in its list of models")
    model, source, target = (_inside(folder, name, path) for name in names)
    return model, (source, target)


def _inside(folder: Path, name: str, path: Path) -> Path:
    found = folder / name
    if not found.resolve().is_relative_to(folder.resolve()):
        raise CcbError(f"{name} leads out of the model's folder", str(path), hint="correct decoder.yml")
    if not found.is_file():
        raise CcbError(f"{name} is missing, which decoder.yml names", str(folder), hint=_HINT)
    return found


def _guessed(folder: Path) -> tuple[Path, tuple[Path, Path]]:
    """The only weights in the folder, and its one or two vocabularies."""
    weights = sorted(folder.glob("*.npz"))
    if not weights and list(folder.glob("*.bin")):
        hint = "convert the .npz that it was made from"
        raise CcbError("a model in Marian's binary form (.bin) cannot be converted", str(folder), hint=hint)
    if len(weights) != 1:
        raise CcbError(f"{len(weights) or 'no'} .npz files and no decoder.yml", str(folder), hint=_HINT)
    found = sorted(path for each in ("yml", "yaml", "spm") for path in folder.glob(f"*vocab*.{each}"))
    found.sort(key=lambda path: any(word in path.name.lower() for word in ("trg", "tgt", "target")))
    if not 1 <= len(found) <= 2:
        raise CcbError(f"{len(found) or 'no'} vocabularies (*vocab*.yml or .spm)", str(folder), hint=_HINT)
    return weights[0], (found[0], found[-1])


def _splitters(folder: Path, vocabularies: tuple[Path, Path]) -> tuple[Path, Path]:
    """`source.spm` and `target.spm`, or what stands for them."""
    named = (folder / "source.spm", folder / "target.spm")
    if all(path.is_file() for path in named):
        return named
    if all(path.suffix == ".spm" for path in vocabularies):
        return vocabularies
    if list(folder.glob("*.bpe")):
        hint = "choose a release of the model with source.spm and target.spm"
        raise CcbError("it splits words with BPE (source.bpe), which cannot be converted", str(folder), hint=hint)
    raise CcbError("it has no source.spm and target.spm", str(folder), hint=_HINT)

"""CTranslate2 and SentencePiece: whether they are there, what they can run on, and what their errors mean.

They are imported here, and only when an engine is loaded.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import json
import os
import platform
import re
import sys
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ccb_l10n.drafting import packages, parts
from ccb_l10n.drafting.packages import Package
from ccb_l10n.errors import CcbError

DEVICES = ("auto", "cpu", "cuda")
# Pinned, for other types give other texts; the second is what every device has.
_COMPUTE_TYPES = ("int8_float32", "float32")
# What CTranslate2 opens when it first computes on CUDA, and aborts a translation without.
_CUBLAS = ("libcublas.so.12", "libcublas.so.13")
# What CTranslate2, MKL and oneDNN choose their ways of multiplying by, beside what the processor can do.
_CHOICES = (
    "CT2_FORCE_CPU_ISA", "CT2_USE_MKL", "CT2_PACKED_GEMM", "MKL_ENABLE_INSTRUCTIONS", "MKL_CBWR", "ONEDNN_MAX_CPU_ISA",
    "DNNL_MAX_CPU_ISA", "CT2_CUDA_ALLOW_FP16", "CT2_CUDA_ALLOW_BF16", "CT2_CUDA_TRUE_FP16_GEMM",
)  # fmt: skip
_VECTORS = re.compile(r"(sse|ssse|avx|amx|fma|f16c|asimd|sve|sme|i8mm|bf16)\w*")
_ABOUT = (Path("/proc/cpuinfo"), Path("/proc/driver/nvidia/gpus"))  # Linux' own
_MOST = 16 * 2**10  # characters of the first, which names every core; one has 1,500
ERRORS = (RuntimeError, ValueError, LookupError, OSError, MemoryError)  # what both runtimes raise
# How they, MKL and the loader of libraries say that there is no memory; only some of it comes as a MemoryError.
_NO_MEMORY = re.compile(
    "bad_alloc|out of memory|(cannot|unable to|failed to) allocate|mmap failed|failed to map segment", re.IGNORECASE
)
_NEWER = re.compile(r"(?:binary version|revision) v(\d+)\b(?!.*(?:binary version|revision) v\d)", re.DOTALL)
_NEWEST = 100  # a number above it is no version of a format that is at 6 now, but damage


@dataclass(frozen=True, slots=True)
class Device:
    """What a model runs on, and with which numbers."""

    kind: str  # cpu | cuda
    compute_type: str

    @property
    def remark(self) -> str:
        """What differs from the usual, int8_float32 on cpu, for the engine's name; else empty."""
        usual = (("cpu", self.kind), (_COMPUTE_TYPES[0], self.compute_type))
        return "".join(f" {used}" for default, used in usual if used != default)


def module(name: str) -> Any:
    """Import `ctranslate2`, `sentencepiece` or `sacremoses`. Raises CcbError where it is missing or does not load."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise CcbError(
            f"drafting needs {error.name or name}, which is not installed", hint="pip install 'ccb-l10n[draft]'"
        ) from error
    except (ImportError, OSError, MemoryError) as error:
        if _is_memory(error):
            raise parts.no_memory(Path(name)) from error
        why = " ".join(str(error).split())
        hint = "pip install --force-reinstall 'ccb-l10n[draft]'"
        raise CcbError(f"drafting needs {name}, which is installed but does not load: {why}", hint=hint) from error


def versions(*names: str) -> str:
    """Names and versions of distributions, for a fingerprint."""
    return " ".join(f"{name} {version(name)}" for name in names)


def processor(kind: str) -> str:
    """What rounds the numbers on `cpu` or `cuda`, for a fingerprint: the machine, and a hash of all that decides.

    Measured: of 230 sentences 11 came out otherwise where CTranslate2 was held to AVX2 instead of AVX-512, and 96
    where MKL was, which chooses for itself and tells nobody. So it is not the chosen instruction set that is told
    but what it is chosen from: the maker, the vector instructions, and the variables that narrow the choice.
    """
    known = [_vectors(), *(f"{name}={os.environ[name]}" for name in _CHOICES if name in os.environ)]
    if kind == "cuda":
        known.append(_cards())
    return f"{platform.machine()} {hashlib.sha256(repr(known).encode()).hexdigest()[:12]}"


def _vectors() -> str:
    """The processor's maker and vector instructions; where the system tells neither, its name."""
    with contextlib.suppress(OSError), _ABOUT[0].open(encoding="utf-8", errors="replace") as file:
        first = file.read(_MOST).partition("\n\n")[0]
        fields = dict(re.findall(r"^(vendor_id|flags|CPU implementer|Features)\s*:\s*(.*)$", first, re.MULTILINE))
        words = (fields.get("flags") or fields.get("Features", "")).split()
        vectors = sorted(word for word in words if _VECTORS.fullmatch(word))
        return " ".join([fields.get("vendor_id") or fields.get("CPU implementer", ""), *vectors])
    return platform.processor()


def _cards() -> str:
    """The models of the cards that the driver tells of, or nothing."""
    told = ""
    with contextlib.suppress(OSError):
        for path in sorted(_ABOUT[1].glob("*/information")):
            told += "".join(re.findall(r"^Model:.*$", path.read_text("utf-8", "replace"), re.MULTILINE))
    return told


def device(wanted: str = "auto") -> Device:
    """The device for `auto`, `cpu` or `cuda`; `auto` takes CUDA where a card and its libraries are there.

    Raises CcbError for another word, and where CUDA was asked and is not there.
    """
    if wanted not in DEVICES:
        raise CcbError(f"no device {wanted!r}", hint=f"one of {', '.join(DEVICES)}")
    lacking = "" if wanted == "cpu" else _cuda_lacks()
    if wanted == "cuda" and lacking:
        raise CcbError(f"CUDA cannot be used: {lacking}", hint="draft with --device cpu")
    kind = "cpu" if wanted == "cpu" or lacking else "cuda"
    supported = module("ctranslate2").get_supported_compute_types(kind)
    return Device(kind, next(each for each in _COMPUTE_TYPES if each in supported))


def _cuda_lacks() -> str:
    """What is missing for CUDA, or nothing."""
    try:
        if not module("ctranslate2").get_cuda_device_count():
            return "CTranslate2 sees no card"
    except RuntimeError as error:
        return str(error)
    if sys.platform == "linux" and not any(map(_opens, _CUBLAS)):
        return f"{_CUBLAS[0]} is not installed"
    return ""


def _opens(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def vocabulary(package: Package, side: str) -> frozenset[str]:
    """The pieces that a package's model reads (`source`) or writes (`target`).

    The file is a JSON list, or in older models a piece a line. Raises CcbError where there is none.
    """
    other = "target" if side == "source" else "source"
    names = [name for name in package.model_names() if "vocabulary" in name and other not in name]
    if not names:
        raise faulty(package, "its model has no vocabulary")
    text = package.part(names[0]).decode("utf-8", "replace")
    try:
        return frozenset(json.loads(text) if names[0].endswith(".json") else text.split("\n"))
    except (ValueError, TypeError) as error:
        raise unusable(package, names[0], error) from error


def unusable(package: Package, part: str, error: Exception) -> CcbError:
    """What an error of a runtime means for the person who drafts, and the next command."""
    why = " ".join(str(error).split())
    if _is_memory(error):
        return parts.no_memory(package.path)
    newer = _NEWER.search(why)
    if newer and int(newer[1]) <= _NEWEST:
        return CcbError(
            f"its model is for a newer CTranslate2 than {version('ctranslate2')}, which is installed",
            str(package.path),
            hint="pip install -U ctranslate2",
        )
    told = f"the package's {part} does not work: {'it is no model' if newer else why or type(error).__name__}"
    return faulty(package, told)


def faulty(package: Package, fault: str) -> CcbError:
    """What is wrong with a package, and the command that replaces it."""
    return CcbError(fault, str(package.path), hint=_replacing(package))


def _is_memory(error: Exception) -> bool:
    return isinstance(error, MemoryError) or bool(_NO_MEMORY.search(str(error)))


def _replacing(package: Package) -> str:
    """How to be rid of a package that does not work: of an installed one this version alone, for others may work."""
    if package.path.parent not in packages.folders():
        return parts.AGAIN
    pair = f"{package.source} {package.target}"
    removed = f"ccb-l10n models remove {pair} --version {package.version}"
    return f"{removed}, then ccb-l10n models install {pair}"


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

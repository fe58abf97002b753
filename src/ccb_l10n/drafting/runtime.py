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
ERRORS = (RuntimeError, ValueError, OSError, MemoryError)  # what both runtimes raise


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
    """Import `ctranslate2`, `sentencepiece` or `sacremoses`. Raises CcbError where it is missing."""
    try:
        return import_module(name)
    except ImportError as error:
        raise CcbError(
            f"drafting needs {name}, which is not installed", hint="pip install 'ccb-l10n[draft]'"
        ) from error


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
        raise CcbError("its model has no vocabulary", str(package.path))
    text = package.part(names[0]).decode("utf-8", "replace")
    try:
        return frozenset(json.loads(text) if names[0].endswith(".json") else text.split("\n"))
    except (ValueError, TypeError) as error:
        raise unusable(package, names[0], error) from error


def unusable(package: Package, part: str, error: Exception) -> CcbError:
    """What an error of a runtime means for the person who drafts, and the next command."""
    why, path = str(error), str(package.path)
    if isinstance(error, MemoryError) or "bad_alloc" in why or "out of memory" in why or "annot allocate" in why:
        return CcbError(
            "there is not enough memory for the model; drafts made so far are kept",
            path,
            hint="close other programs, then the same command again; or --device cpu where it ran on a card",
        )
    if "binary version" in why:
        return CcbError(
            f"its model is for a newer CTranslate2 than {version('ctranslate2')}, which is installed",
            path,
            hint="pip install -U ctranslate2",
        )
    again = f"ccb-l10n models remove {package.source} {package.target}"
    return CcbError(
        f"the package's {part} does not work: {why or type(error).__name__}",
        path,
        hint=f"{again}, then ccb-l10n models install {package.source} {package.target}",
    )


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

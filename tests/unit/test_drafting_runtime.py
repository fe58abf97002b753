"""Devices: CUDA only where all of it is there, the same numbers everywhere, and errors that tell the next step."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from ccb_l10n.drafting import runtime
from ccb_l10n.drafting.runtime import Device
from ccb_l10n.errors import CcbError


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A machine with a card, its library, and all types; tests take away what they are about."""
    there = SimpleNamespace(cards=1, types={"cpu": {"int8_float32", "float32"}, "cuda": {"int8_float32", "float32"}})
    runtimes = SimpleNamespace(
        get_cuda_device_count=lambda: there.cards, get_supported_compute_types=lambda kind: there.types[kind]
    )
    monkeypatch.setitem(sys.modules, "ctranslate2", runtimes)
    monkeypatch.setattr(runtime, "_opens", lambda library: True)
    monkeypatch.setattr(sys, "platform", "linux")
    return there


def test_auto_takes_the_card_that_works(machine: SimpleNamespace) -> None:
    assert runtime.device() == Device("cuda", "int8_float32")
    assert runtime.device("cpu") == Device("cpu", "int8_float32")
    machine.cards = 0
    assert runtime.device() == Device("cpu", "int8_float32")


def test_a_card_without_its_library_is_no_card(machine: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "_opens", lambda library: False)
    assert runtime.device() == Device("cpu", "int8_float32")
    with pytest.raises(CcbError, match=r"CUDA cannot be used: libcublas[.]so[.]12 is not installed") as caught:
        runtime.device("cuda")
    assert caught.value.hint == "draft with --device cpu"


def test_other_numbers_and_other_devices_are_named(machine: SimpleNamespace) -> None:
    machine.types["cuda"] = {"float32", "float16"}
    assert runtime.device() == Device("cuda", "float32")
    assert [each.remark for each in (runtime.device(), runtime.device("cpu"), Device("cpu", "float32"))] == [
        " cuda float32",
        "",
        " float32",
    ]


def test_no_such_device() -> None:
    with pytest.raises(CcbError, match="no device 'gpu'") as caught:
        runtime.device("gpu")
    assert caught.value.hint == "one of auto, cpu, cuda"


XEON = (
    "vendor_id\t: GenuineIntel\nmodel name\t: Xeon 1\nflags\t\t: fpu avx avx2 fma avx512f avx512_vnni\n\nflags: none\n"
)


def test_processors_that_may_round_otherwise_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def of(text: str, kind: str = "cpu") -> str:
        (tmp_path / "cpuinfo").write_text(text)
        return runtime.processor(kind)

    for name in runtime._CHOICES:
        monkeypatch.delenv(name, raising=False)
    card = tmp_path / "gpus" / "0000:01:00.0" / "information"
    card.parent.mkdir(parents=True)
    card.write_text("Model: \t\t H100\nIRQ: 1\n")
    monkeypatch.setattr(runtime, "_ABOUT", (tmp_path / "cpuinfo", tmp_path / "gpus"))
    same = of(XEON)
    assert of(XEON.replace("Xeon 1", "Xeon 2").replace("fpu", "fpu sha_ni")) == same
    others = {
        same,
        of(XEON.replace(" avx512_vnni", "")),
        of(XEON.replace("GenuineIntel", "AuthenticAMD")),
        of("CPU implementer\t: 0x41\nFeatures\t: fp asimd i8mm\n"),
        of("CPU implementer\t: 0x41\nFeatures\t: fp asimd\n"),
        of(XEON, "cuda"),
    }
    card.write_text("Model: \t\t A100\nIRQ: 1\n")
    others.add(of(XEON, "cuda"))
    monkeypatch.setenv("CT2_FORCE_CPU_ISA", "AVX2")
    others.add(of(XEON))
    assert len(others) == 8


def test_a_system_that_tells_of_its_processor_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "_ABOUT", (tmp_path / "none", tmp_path / "none"))
    monkeypatch.setattr(runtime.platform, "processor", lambda: "Intel64 Family 6")
    first = runtime.processor("cuda")
    monkeypatch.setattr(runtime.platform, "processor", lambda: "arm")
    assert runtime.processor("cuda") != first


def importing(monkeypatch: pytest.MonkeyPatch, error: Exception) -> CcbError:
    def failing(name: str) -> None:
        raise error

    monkeypatch.setattr(runtime, "import_module", failing)
    with pytest.raises(CcbError) as caught:
        runtime.module("ctranslate2")
    return caught.value


def test_a_runtime_that_is_there_and_does_not_load_is_not_called_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = importing(monkeypatch, ModuleNotFoundError("No module named 'numpy'", name="numpy"))
    assert missing.message == "drafting needs numpy, which is not installed"
    broken = importing(monkeypatch, ImportError("libgomp.so.1: cannot open\n shared object file"))
    assert broken.message == (
        "drafting needs ctranslate2, which is installed but does not load: libgomp.so.1: cannot open shared object file"
    )
    assert broken.hint == "pip install --force-reinstall 'ccb-l10n[draft]'"


@pytest.mark.parametrize("error", [ImportError("libmkl.so: failed to map segment from shared object"), MemoryError()])
def test_a_runtime_that_finds_no_memory_says_so(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    assert importing(monkeypatch, error).message.startswith("there is not enough memory")

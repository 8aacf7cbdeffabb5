"""Executed notebooks on disk, under ``.yeje/``: never in git, never trusted without a look.

    manifests/KEY.json      which notebook belongs to the key, and the files that the run read
    notebooks/SHA256.ipynb  an executed notebook, named by the hash of its bytes
    failures/PROGRAM.json   how a program failed last, to tell it again without running it
    latest/PROGRAM.json     which key the last run of a program had, to say why it is stale now

Every file is written beside its place and moved there in one step, so a reader sees the old one or
the new one, and two builds at once do no harm. A notebook whose bytes do not have the hash that its
manifest states, like a manifest that cannot be read, counts as absent.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from yeje.keys import Components, sha256
from yeje.model import SnippetError

FOLDERS = ("manifests", "notebooks", "latest", "failures")
YOUNG = 3600.0
"""Seconds for which a file may be one that another build is about to name in a manifest."""

Notebook = dict[str, Any]
"""An executed notebook, as nbformat writes it to JSON."""


@dataclass(frozen=True)
class Entry:
    """One stored run."""

    notebook: Notebook
    components: Components
    seconds: float
    reads: dict[str, str]
    """Files that the run read: POSIX path -> SHA-256, ``absent`` for one that is gone."""


class Store:
    """The store in the folder `folder` of the repository `root`."""

    def __init__(self, folder: Path, root: Path) -> None:
        self._folder = folder
        self._root = root

    def get(self, components: Components) -> Entry | None:
        """The run of a program with these components, if it is there, whole, and still holds."""
        entry = self._load(components.key)
        if entry is None or any(self._hash(p) != h for p, h in entry.reads.items()):
            return None
        return entry

    def latest(self, program: str) -> Entry | None:
        """The last run of the program that is there and whole, however old."""
        try:
            text = self._latest_path(program).read_text(encoding="utf-8")
            return self._load(str(json.loads(text)["key"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def has_run(self, program: str) -> bool:
        """Whether the program has ever run, be its record whole or not."""
        return os.path.exists(self._latest_path(program))

    def hashes(self, paths: Iterable[str]) -> dict[str, str]:
        """What the files hold now: path -> SHA-256, ``absent`` for one that is not there."""
        return {path: self._hash(path) for path in paths}

    def changed_reads(self, entry: Entry) -> list[str]:
        """The files that the run read and that differ now."""
        return [path for path, known in entry.reads.items() if self._hash(path) != known]

    def put(
        self,
        program: str,
        components: Components,
        notebook: Notebook,
        reads: Iterable[str],
        seconds: float,
    ) -> Entry:
        """Store a run. Raises OSError when the disk will not have it."""
        entry = Entry(notebook, components, seconds, self.hashes(reads))
        data = _dump(notebook)
        name = sha256(data)
        self._write(self._folder / "notebooks" / f"{name}.ipynb", data)
        manifest: dict[str, Any] = {
            "program": program,
            "notebook": name,
            "components": asdict(components),
            "seconds": round(seconds, 3),
            "reads": entry.reads,
        }
        manifest["checksum"] = _checksum(manifest)
        self._write(self._folder / "manifests" / f"{components.key}.json", _dump(manifest))
        self._write(self._latest_path(program), _dump({"key": components.key}))
        return entry

    def note_failure(self, program: str, key: str, error: SnippetError, reads: Iterable[str]) -> None:
        """Note that the program failed. No result: only to tell it again without running it."""
        note = {
            "key": key,
            "error": [error.path, error.line, error.message],
            "reads": self.hashes(reads),
        }
        with suppress(OSError):  # then it is told with the next run
            self._write(self._failure_path(program), _dump({**note, "checksum": _checksum(note)}))

    def failure(self, program: str, key: str) -> SnippetError | None:
        """How the program failed, if it did with this very key and nothing that it read changed."""
        try:
            note = json.loads(self._failure_path(program).read_bytes())
            whole = note.pop("checksum") == _checksum(note)
            path, line, message = note["error"]
            same = note["key"] == key and self.hashes(note["reads"]) == note["reads"]
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None
        return SnippetError(path, line, message) if whole and same else None

    def _failure_path(self, program: str) -> Path:
        return self._folder / "failures" / f"{program}.json"

    def prune(self, programs: Iterable[str], keep_seconds: float = 30 * 86400.0) -> int:
        """Remove runs of programs that are gone, and those not renewed for `keep_seconds`.

        Returns how many files went. What another build needs at this moment is young, and stays.
        """
        known = set(programs)
        records = {self._latest_path(program) for program in known}
        kept: set[Path] = set()
        records |= {self._failure_path(program) for program in known}
        noted = [path for name in ("latest", "failures") for path in (self._folder / name).rglob("*.json")]
        gone = [path for path in noted if path not in records]
        for path in (self._folder / "manifests").glob("*.json"):
            try:
                manifest = json.loads(path.read_bytes())
                if manifest["program"] in known and _age(path) < keep_seconds:
                    kept.add(self._folder / "notebooks" / f"{manifest['notebook']}.ipynb")
                    continue
            except (OSError, ValueError, KeyError, TypeError):
                pass  # unreadable: it is of no use to anyone
            gone.append(path)
        # Also what builds that were killed have left half written.
        parts = [path for name in FOLDERS for path in (self._folder / name).rglob(".*.part")]
        notebooks = (self._folder / "notebooks").glob("*.ipynb")
        gone += [path for path in [*notebooks, *parts] if path not in kept and _age(path) > YOUNG]
        return sum(_remove(path) for path in gone)

    def _load(self, key: str) -> Entry | None:
        try:
            manifest = json.loads((self._folder / "manifests" / f"{key}.json").read_bytes())
            components = Components.from_json(manifest["components"])
            data = (self._folder / "notebooks" / f"{manifest['notebook']}.ipynb").read_bytes()
            if components.key != key or sha256(data) != manifest["notebook"]:
                return None
            if manifest["checksum"] != _checksum(manifest):
                return None
            reads = {str(p): str(h) for p, h in manifest["reads"].items()}
            return Entry(json.loads(data), components, float(manifest["seconds"]), reads)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def _latest_path(self, program: str) -> Path:
        return self._folder / "latest" / f"{program}.json"

    def _hash(self, path: str) -> str:
        target = self._root / path
        try:
            if target.is_dir():
                names = sorted(p.name for p in target.iterdir() if p.name != "__pycache__")
                return sha256("\n".join(names).encode("utf-8", "surrogateescape"))
            return sha256(target.read_bytes())
        except (OSError, ValueError):  # a name that none can have
            return "absent"

    def _write(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _checksum(manifest: Mapping[str, Any]) -> str:
    """Of all that a manifest says but the checksum itself."""
    return sha256(_dump({name: value for name, value in manifest.items() if name != "checksum"}))


def _age(path: Path) -> float:
    """Seconds since the file was written; 0 if another build has just removed it."""
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0


def _remove(path: Path) -> bool:
    """Remove a file; False where it is gone already, or the disk does not let go of it."""
    try:
        path.unlink()
    except OSError:
        return False
    return True


def _dump(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"

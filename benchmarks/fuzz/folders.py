"""Run folders that were damaged after a run, or left behind by one that was killed, and the same command once more."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from . import bright
from .case import Case, Seen
from .child import touchstone
from .damage import DAMAGES
from .originals import RECIPES, write_originals

_VIDEOS = 20
_TABLES = ("videos", "frames", "clips", "scores", "truth", "rejected")
_COMMANDS = {
    "scores": ["scores", "scores.csv", "--out", "run"],
    "analysis": ["analyze", "corpus", "--detectors", "detectors.toml", "--out", "run", "--faces", "none", "--frames", "4",
                 "--timeout", "30", "--workers", "1"],
    "inspection": ["inspect", "good.pt", "--out", "run"],
}  # fmt: skip
_KINDS = ("scores", "analysis", "killed", "killed", "inspection")
_COMMAND_OF = {**{kind: kind for kind in _COMMANDS}, "killed": "analysis"}
_SHAPES = (
    "[]", "{}", "null", "3", '"x"', '{"settings": []}', '{"settings": null, "scored": 3}', "[" * 100_000, '{"scored": {}}',
    '{"settings": {"versions": 3}}', '{"schema_version": 99}', '{"settings": {}, "notes": 3, "named": []}', "\ufeff{}",
)  # fmt: skip
"""Records of a run that no version has written."""

_OUTSIDE = b"a file outside of the run folder\n"


def prepare(folder: Path) -> None:
    """Make one honest run of each kind, and one that is killed after its first videos."""
    write_originals(folder / "videos")
    bright.offer(folder / "package")
    bright.install(folder / "package")
    for kind in ("scores", "analysis", "inspection", "killed"):
        where = folder / kind
        where.mkdir()
        _inputs(where, folder / "videos")
        (_kill if kind == "killed" else _run)(where, _COMMANDS[_COMMAND_OF[kind]])


def _inputs(folder: Path, videos: Path) -> None:
    """Scores, a checkpoint and a corpus."""
    from .archives import ZIP
    from .states import good_state

    rows = [f"v{n},{('real', 'fake')[n % 2]},{(n * 37 % 100) / 100}" for n in range(40)]
    (folder / "scores.csv").write_text("\n".join(["video,label,p_fake", *rows, ""]))
    (folder / "good.pt").write_bytes(ZIP(good_state(Random(0))))
    (folder / "detectors.toml").write_text(bright.SETTINGS)
    corpus = folder / "corpus"
    corpus.mkdir()
    names = [name for name in RECIPES if (videos / name).exists() and not name.startswith("sound")][:_VIDEOS]
    for name in names:
        shutil.copy2(videos / name, corpus / name)
    rows = [f"{name},{('real', 'fake')[place % 2]}" for place, name in enumerate(names)]
    (corpus / "manifest.csv").write_text("\n".join(["path,label", *rows, ""]))


def _forked(folder: Path, command: list[str]) -> int:
    process = os.fork()
    if process == 0:
        os.setsid()
        os.chdir(folder)
        for number in (1, 2):
            os.dup2(os.open("output", os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
        os._exit(touchstone(command))
    return process


def _run(folder: Path, command: list[str]) -> None:
    if os.waitpid(_forked(folder, command), 0)[1]:
        raise RuntimeError((folder / "output").read_text())


def _kill(folder: Path, command: list[str]) -> None:
    """End the run at once when its first batch is saved."""
    process = _forked(folder, command)
    while not any((folder / "run" / "parts").glob("[0-9]*")) and not os.waitpid(process, os.WNOHANG)[0]:
        time.sleep(0.005)
    with suppress(OSError):
        os.killpg(process, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(process, 0)


def cases(seed: int, count: int, originals: Path) -> Iterator[Case]:
    """``count`` damaged folders."""
    for number in range(count):
        kind = _KINDS[number % len(_KINDS)]
        yield FolderCase(seed=seed, name=f"folders-{number}", kind=kind, originals=originals)


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderCase:
    """A damaged run folder, and the command that made it.

    Attributes:
        seed: seed of the whole.
        name: its name.
        kind: which run.
        originals: folder of the undamaged runs.
    """

    seed: int
    name: str
    kind: str
    originals: Path

    def write(self, folder: Path) -> list[str]:
        """Copy the run and damage it; return its command."""
        shutil.copytree(self.originals / self.kind, folder, dirs_exist_ok=True, symlinks=True)
        (folder / "outside").write_bytes(_OUTSIDE)
        bright.install(self.originals / "package")
        rng = Random(f"folder {self.seed} {self.name}")
        for _ in range(rng.choice((1, 1, 1, 2, 3))):
            _damage(rng, folder)
        return list(_COMMANDS[_COMMAND_OF[self.kind]])

    def check(self, folder: Path, code: int) -> Seen:
        """Where the command succeeds the tables are those of an undamaged run; nothing outside the folder has changed."""
        broken: list[str] = []
        if (folder / "outside").read_bytes() != _OUTSIDE:
            broken.append("outside: a file outside of the run folder was written to, through a link")
        if code != 0:
            return Seen(refused=1, broken=tuple(broken))
        if self.kind != "inspection":
            whole = self.originals / _COMMAND_OF[self.kind] / "run" / "tables"
            broken += _other_tables(folder / "run" / "tables", whole)
        return Seen(measured=1, broken=tuple(broken))


def _other_tables(tables: Path, whole: Path) -> Iterator[str]:
    import polars as pl

    for name in _TABLES:
        file, wanted = tables / f"{name}.parquet", whole / f"{name}.parquet"
        if not wanted.exists():
            continue
        if not file.exists():
            yield f"tables: {name} is missing, and the command says that all is well"
        elif not pl.read_parquet(file).equals(pl.read_parquet(wanted)):
            yield f"tables: {name} differs from that of an undamaged run, and the command says that all is well"


def _damage(rng: Random, folder: Path) -> None:
    # What is a link already stays one: damaging it would write to what lies behind it.
    files = sorted(path for path in (folder / "run").rglob("*") if path.is_file() and not path.is_symlink())
    if not files:
        return
    state = [path for path in files if path.name == "run.json" or {"tables", "parts"} & set(path.parts)]
    file = rng.choice(state if state and rng.random() < 0.75 else files)
    rng.choice(_HARMS)(rng, file, folder)


def _bytes(rng: Random, file: Path, folder: Path) -> None:
    data = file.read_bytes()
    other = rng.choice([path for path in (folder / "run").rglob("*") if path.is_file()]).read_bytes()
    if data:
        file.write_bytes(rng.choice(DAMAGES)(rng, data, other or b"\0"))


def _empty(_rng: Random, file: Path, _folder: Path) -> None:
    file.write_bytes(b"")


def _gone(_rng: Random, file: Path, _folder: Path) -> None:
    file.unlink()


def _gone_folder(_rng: Random, file: Path, folder: Path) -> None:
    if file.parent != folder / "run":
        shutil.rmtree(file.parent)


def _becomes_folder(_rng: Random, file: Path, _folder: Path) -> None:
    file.unlink()
    file.mkdir()


def _link(rng: Random, file: Path, folder: Path) -> None:
    """A link that leads outside, nowhere, to itself, or to what never ends."""
    file.unlink()
    file.symlink_to(
        rng.choice([folder / "outside", folder / "nowhere", file, Path("/dev/zero"), Path("/proc/self/mem")])
    )


def _pipe(_rng: Random, file: Path, _folder: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def _foreign(rng: Random, file: Path, folder: Path) -> None:
    """The content of another file of the run."""
    others = sorted(path for path in (folder / "run").rglob("*") if path.is_file() and path != file)
    if others:
        shutil.copy(rng.choice(others), file)


def _other_json(rng: Random, file: Path, _folder: Path) -> None:
    """JSON of another shape, in the record of the run where there is one."""
    record = next((parent / "run.json" for parent in file.parents if (parent / "run.json").is_file()), file)
    record.write_text(rng.choice(_SHAPES))


def _stray(rng: Random, file: Path, folder: Path) -> None:
    """Files and folders that nobody asked for."""
    names = (
        "parts/abc",
        "parts/000099/x",
        "parts/.000001.tmp/y",
        "tables/foreign.parquet",
        ".DS_Store",
        "parts/000001/z",
        "analysis/q/w",
    )
    stray = folder / "run" / rng.choice(names)
    with suppress(OSError):
        stray.parent.mkdir(parents=True, exist_ok=True)
        stray.write_bytes(file.read_bytes()[:1000])


def _lock(rng: Random, _file: Path, folder: Path) -> None:
    """The lock is a link to a file that must stay as it is, a folder, or a pipe."""
    lock = folder / "run" / ".lock"
    with suppress(OSError):
        lock.unlink()
    with suppress(OSError):
        match rng.randrange(3):
            case 0:
                lock.symlink_to(folder / "outside")
            case 1:
                lock.mkdir()
            case _:
                os.mkfifo(lock)


def _folder_link(rng: Random, _file: Path, folder: Path) -> None:
    """A folder of the run is a link to one elsewhere, or a file."""
    inner = folder / "run" / rng.choice(("tables", "analysis", "parts"))
    if not inner.is_dir() or inner.is_symlink():
        return
    elsewhere = folder / f"elsewhere-{inner.name}"
    inner.rename(elsewhere)
    if rng.random() < 0.5:
        inner.symlink_to(elsewhere)
    else:
        inner.write_bytes(b"")


_HARMS: tuple[Callable[[Random, Path, Path], None], ...] = (
    _bytes, _bytes, _bytes, _empty, _gone, _gone_folder, _becomes_folder, _link, _pipe, _foreign, _other_json, _other_json,
    _stray, _lock, _folder_link,
)  # fmt: skip

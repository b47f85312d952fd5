"""Check that a refactoring changed no results: numbers, codes, verdicts, keys and tables.

    python benchmarks/freeze.py keep build/frozen          # before the change: run everything and store the results
    python benchmarks/freeze.py check build/frozen         # after it: run everything again and compare

    python benchmarks/freeze.py check build/frozen --only scores diagnosis       # the parts that take seconds
    python benchmarks/freeze.py check build/frozen --sentences                   # sentences may differ, and are listed

Runs the demo (part ``demo``), the reference specialists on real clips (``footage``), every score file on its own and all of them
together (``scores``), and the diagnosis of a few planted and healthy cases of every kind (``diagnosis``). ``concluded`` takes the
stored tables of the demo and the real clips and writes their analysis again, which takes seconds. The parts that need
``../shared`` (or ``TOUCHSTONE_SHARED``) are left out if it is absent. Times, versions and hashes of the code are not compared.
Floating-point numbers may differ by one part in 10⁹. Exit code 1 if anything differs.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from difflib import unified_diff
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

SHARED = Path(os.environ.get("TOUCHSTONE_SHARED", Path(__file__).resolve().parents[2] / "shared"))
REFERENCES = "".join(f'[{key}]\nspecialist = "reference:{key}"\n' for key in ("bg", "cm", "av", "rr", "ll", "tm"))
LEFT_OUT = frozenset({
    "analysis_timestamp", "started", "scored", "finished", "touchstone", "versions", "code_hash", "record_sha256",
})  # fmt: skip
"""Keys of JSON files that say when and by which code they were written."""

MOVED = (("touchstone/specialists/_reference/weights/", "touchstone/detectors/reference/weights/"),)
"""Parts of file names of the package that changed, before and after."""

ADDED = {"scores.parquet": ("answer",)}
"""New columns of tables; they are not compared."""

_TIMES = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d|Z| UTC)?|\d+:\d\d:\d\d"
    r"|[\d.]+ videos/s|\b\d+ s left|^\s*\d+/\d+ videos|about \d+ s for the networks|\b[0-9a-f]{64}\b|touchstone \d+\.\d+\.\d+"
)
_PER_CODE = 3
_SHOWN = 20


def _command(*words: str, cwd: Path, log: str) -> None:
    environment = {**os.environ, "COLUMNS": "120", "NO_COLOR": "1"}
    program = [sys.executable, "-c", "from touchstone.cli import main; main()"]
    done = subprocess.run([*program, *words], cwd=cwd, capture_output=True, text=True, env=environment, check=False)
    (cwd / log).write_text(done.stdout + done.stderr)
    if done.returncode not in (0, 3):
        raise SystemExit(
            f"touchstone {' '.join(words)} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        )


def demo(folder: Path) -> None:
    """The built-in corpus, the reference specialists, and the one that is broken on purpose."""
    _command("demo", "--out", "demo", cwd=folder, log="demo.txt")
    shutil.rmtree(folder / "demo" / "footage")


def footage(folder: Path) -> None:
    """The reference specialists on real clips."""
    (folder / "detectors.toml").write_text(REFERENCES)
    words = ("analyze", str(SHARED / "footage"), "--detectors", "detectors.toml", "--out", "run")
    _command(*words, cwd=folder, log="analyze.txt")


def scores(folder: Path) -> None:
    """Score files, one by one and all together; one of them twice, at another threshold the second time."""
    files = sorted((SHARED / "scores").iterdir())
    for file in files:
        _command("scores", str(file), "--out", file.stem, cwd=folder, log=f"{file.stem}.txt")
    _command("scores", *map(str, files), "--out", "all", cwd=folder, log="all.txt")
    _command("report", "specialists_100_videos", "--threshold", "0.37", cwd=folder, log="report.txt")


def diagnosis(folder: Path) -> None:
    """Findings of a few planted cases of every code and size, and of a few healthy ones."""
    from diagnosis_scores import TUNE_SEED, judge, modules

    results: dict[str, Any] = {}
    for module in modules():
        taken: dict[object, int] = {}
        healthy = module.healthy(TUNE_SEED) if hasattr(module, "healthy") else iter(())
        for cases in (module.cases(TUNE_SEED), healthy):
            for case in cases:
                taken[case.code] = taken.get(case.code, 0) + 1
                if taken[case.code] <= _PER_CODE:
                    results[f"{module.__name__} {case.name}"] = [_plain(f) for f in judge(case).findings]
    (folder / "findings.json").write_text(json.dumps(results, default=str))


def _plain(result: Any) -> Any:
    return result.model_dump() if hasattr(result, "model_dump") else asdict(result)


RUNS = ("demo/demo/run", "footage/run")
"""Stored run folders."""


def concluded(folder: Path, stored: Path) -> None:
    """The analysis of the stored tables, written again."""
    for run in RUNS:
        if (stored / run).is_dir():
            shutil.copytree(stored / run, folder / run)
            shutil.rmtree(folder / run / "analysis")
            _command("report", run, cwd=folder, log=f"{run.replace('/', '-')}.txt")


PARTS: dict[str, tuple[Callable[[Path], None], bool]] = {
    "scores": (scores, True), "diagnosis": (diagnosis, False), "demo": (demo, False), "footage": (footage, True),
}  # fmt: skip
"""The parts to run, and whether each needs the shared folder."""


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value in a JSON document by the path to it; empty lists and objects are values."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            if key not in LEFT_OUT:
                yield from leaves(inner, f"{path}.{key}")
    elif isinstance(value, list) and value:
        for number, inner in enumerate(value):
            yield from leaves(inner, f"{path}[{number}]")
    else:
        yield path, value


def equal(before: Any, after: Any) -> bool:
    """Whether two values are the same, or floating-point numbers closer than one part in 10⁹."""
    if isinstance(before, str):
        before, after = _moved(before), _moved(after)
    numbers = (isinstance(v, int | float) and not isinstance(v, bool) for v in (before, after))
    if all(numbers):
        return before == after or abs(before - after) <= 1e-9 * max(abs(before), abs(after)) + 1e-12
    return type(before) is type(after) and before == after


def is_sentence(value: Any) -> bool:
    """Whether a value is a sentence for a reader, not a code, a name or a number."""
    return isinstance(value, str) and value.strip().count(" ") >= 2


def compare_json(before: Path, after: Path) -> Iterator[tuple[str, str]]:
    """Differences of two JSON files, each with its kind: ``value`` or ``sentence``."""
    old, new = (dict(leaves(json.loads(p.read_text()))) for p in (before, after))
    for path in old.keys() - new.keys():
        yield "value", f"{path}: {_short(old[path])} → not there"
    for path in new.keys() - old.keys():
        yield "value", f"{path}: not there → {_short(new[path])}"
    for path in sorted(old.keys() & new.keys()):
        a, b = old[path], new[path]
        if isinstance(a, str) and isinstance(b, str):
            a, b = _TIMES.sub("…", a), _TIMES.sub("…", b)
        if not equal(a, b):
            words = is_sentence(a) and is_sentence(b)
            yield (
                ("sentence" if words else "value"),
                (f"{a}\n      → {b}" if words else f"{path}: {_short(a)} → {_short(b)}"),
            )


def compare_tables(before: Path, after: Path) -> Iterator[tuple[str, str]]:
    """Differences of two Parquet or CSV tables."""
    read = pl.read_parquet if before.suffix == ".parquet" else (lambda p: pl.read_csv(p, infer_schema_length=None))
    old, new = (read(p).drop(ADDED.get(p.name, ()), strict=False) for p in (before, after))
    if old.schema != new.schema or old.height != new.height:
        yield "value", f"{old.height} rows of {list(old.schema)} → {new.height} rows of {list(new.schema)}"
        return
    for name in old.columns:
        for row, (a, b) in enumerate(zip(old[name].to_list(), new[name].to_list(), strict=True)):
            if not equal(a, b):
                yield "value", f"column {name}, row {row}: {_short(a)} → {_short(b)}"
                break


def compare_text(before: Path, after: Path) -> Iterator[tuple[str, str]]:
    """Lines of terminal output or of a page that differ."""
    old, new = ([_TIMES.sub("…", line) for line in _moved(p.read_text()).splitlines()] for p in (before, after))
    for line in unified_diff(old, new, lineterm="", n=0):
        if not line.startswith(("---", "+++", "@@")):
            yield "sentence", line[:400]


COMPARED: dict[str, Callable[[Path, Path], Iterator[tuple[str, str]]]] = {
    ".json": compare_json, ".parquet": compare_tables, ".csv": compare_tables, ".txt": compare_text, ".html": compare_text,
}  # fmt: skip


def compare(before: Path, after: Path) -> Iterator[tuple[str, str]]:
    """Every difference between two folders, each with its kind."""
    old, new = ({p.relative_to(f) for p in f.rglob("*") if p.suffix in COMPARED} for f in (before, after))
    for path in sorted(old ^ new):
        yield "value", f"{path}: {'not written any more' if path in old else 'not written before'}"
    for path in sorted(old & new):
        for kind, line in COMPARED[path.suffix](before / path, after / path):
            yield kind, f"{path}: {line}"


def _moved(text: Any) -> Any:
    """The text with the present names of the package's files."""
    if isinstance(text, str):
        for old, new in MOVED:
            text = text.replace(old, new)
    return text


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 120 else f"{text[:120]}…"


def _differs(name: str, run: Callable[[Path], None], options: argparse.Namespace) -> bool:
    """Run a part again and print what differs from the stored state; return whether that is too much."""
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        run(Path(scratch))
        if name == "concluded":
            differences = [
                d for r in RUNS if (options.folder / r).is_dir() for d in compare(options.folder / r, Path(scratch) / r)
            ]
        else:
            differences = list(compare(options.folder / name, Path(scratch)))
    values = [line for kind, line in differences if kind == "value"]
    sentences = [line for kind, line in differences if kind == "sentence"]
    print(
        f"{name}: {len(values)} value(s) and {len(sentences)} sentence(s) differ, {time.monotonic() - start:.0f} s",
        flush=True,
    )
    shown = [*values[:_SHOWN], *(sentences if options.sentences else sentences[:_SHOWN])]
    for line in shown:
        print(f"    {line}")
    if len(shown) < len(differences):
        print(f"    … and {len(differences) - len(shown)} more")
    return bool(values) or (bool(sentences) and not options.sentences)


def main() -> int:
    """Store the results, or compare them with the stored ones."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("keep", "check"))
    parser.add_argument("folder", type=Path, help="where the state is stored")
    parser.add_argument("--only", nargs="+", choices=("concluded", *PARTS), default=list(PARTS), help="parts")
    parser.add_argument(
        "--sentences", action="store_true", help="sentences, page and terminal may differ; all are listed"
    )
    options = parser.parse_args()
    failed = False
    for name in options.only:
        if name == "concluded":
            failed |= options.what == "check" and _differs(name, partial(concluded, stored=options.folder), options)
            continue
        run, needs_shared = PARTS[name]
        if needs_shared and not SHARED.is_dir():
            print(f"{name}: left out, {SHARED} is not there")
            continue
        start = time.monotonic()
        if options.what == "keep":
            shutil.rmtree(options.folder / name, ignore_errors=True)
            (options.folder / name).mkdir(parents=True)
            run(options.folder / name)
            print(f"{name}: stored, {time.monotonic() - start:.0f} s", flush=True)
            continue
        failed |= _differs(name, run, options)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())

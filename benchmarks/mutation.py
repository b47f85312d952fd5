"""How many small changes of the code its own tests notice.

    pip install 'cosmic-ray==8.7.0'
    python benchmarks/mutation.py [--area advice|conclusions|detectors] [--draw 160] [--seed 20261129] [--jobs 2]
                                  [--write docs/diagnosis.md]

A mutant is the code with one small change: another number, comparison or operator, a negation, an exchanged ``and``, a loop
that does nothing (by the operators of cosmic-ray), or a word of a sentence exchanged for its opposite (:data:`OPPOSITES`).
It is killed if a test of its own room fails. Mutants are drawn by seed from all that there are, equally often from each operator
as far as they last. Left out, because they change nothing that runs or nothing that is said: annotations, decorators,
docstrings, assertions.

The area ``advice`` has the causes, the prescription and the settings that are compared when a run continues, and runs the ten
named mutants of :data:`NAMED` besides. One test is not asked: the one that compares the hash of the causes notices every change.
"""

from __future__ import annotations

import argparse
import ast
import io
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

# The tool of this benchmark alone: no other part of the project needs it, so the environment does not have it.
try:
    from cosmic_ray.ast import ast_nodes, get_ast  # pyright: ignore[reportMissingImports]
    from cosmic_ray.mutating import mutate_code  # pyright: ignore[reportMissingImports]
    from cosmic_ray.plugins import get_operator, operator_names  # pyright: ignore[reportMissingImports]
except ImportError:
    raise SystemExit("cosmic-ray is missing; install it: pip install 'cosmic-ray==8.7.0'") from None

from _machine import machine, write_between

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src/touchstone"
TIMEOUT = 120.0
SWAP = "words/opposite"

OPPOSITES = {
    "real": "fake", "higher": "lower", "more": "fewer", "above": "below", "add": "remove", "better": "worse",
    "poorer": "richer", "extreme": "small", "largest": "smallest", "first": "last", "confirmed": "suspected",
    "before": "after", "HIGH": "LOW",
}  # fmt: skip
OPPOSITE = {**OPPOSITES, **{second: first for first, second in OPPOSITES.items()}}
_WORD = re.compile(r"(?<![\w.{])(" + "|".join(OPPOSITE) + r")(?![\w}.:!])")

UNMUTATED = (
    "core/NoOp",
    "core/VariableInserter",
    "core/VariableReplacer",
    "core/RemoveDecorator",
    "core/ExceptionReplacer",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Code that is mutated, and the tests that must notice.

    Attributes:
        sources: files and folders below the package.
        tests: folders and files of tests.
    """

    sources: tuple[str, ...]
    tests: tuple[str, ...]


DIAGNOSIS = tuple(
    f"tests/conclusions/diagnosis/test_{name}.py" for name in ("order", "witness", "questions", "verdicts")
)
"""Tests of the rules that all causes share; the others in that folder make complete examinations, and take long."""

AREAS = {
    "advice": Area(
        sources=("conclusions/diagnosis", "conclusions/prescription", "runs/folder.py"),
        tests=("tests/conclusions/diagnosis/causes", "tests/conclusions/prescription", *DIAGNOSIS),
    ),
    "conclusions": Area(sources=("conclusions/examination", "conclusions/metrics"), tests=()),
    "detectors": Area(sources=("detectors",), tests=()),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """One small change.

    Attributes:
        path: file below the package.
        operator: what is changed.
        place: the how manieth place of the operator in the file, or the changed text itself.
    """

    path: str
    operator: str
    place: int | str

    @property
    def code(self) -> str:
        """The whole file, changed."""
        if isinstance(self.place, str):
            return self.place
        source = (PACKAGE / self.path).read_text("utf-8")
        return mutate_code(source, get_operator(self.operator)(), self.place) or source

    @property
    def change(self) -> tuple[int, str, str]:
        """Line, what it holds, and what it holds in the mutant."""
        old, new = (PACKAGE / self.path).read_text("utf-8").splitlines(), self.code.splitlines()
        line = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
        return line + 1, old[line].strip(), new[line].strip()


def silent_lines(source: str) -> set[int]:
    """Lines of which a change is not to be noticed: docstrings, annotations, decorators, assertions, imports."""
    lines: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        for silent in _silent(node):
            lines.update(range(silent.lineno, (silent.end_lineno or silent.lineno) + 1))
    return lines


def _silent(node: ast.AST) -> Iterator[ast.stmt | ast.expr]:
    if (
        isinstance(node, ast.Assert | ast.Import | ast.ImportFrom)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        or (isinstance(node, ast.AnnAssign) and node.value is None)
    ):
        yield node
    elif isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield from node.decorator_list
        if isinstance(node, ast.FunctionDef):
            annotations = (node.returns, *(a.annotation for a in (*node.args.args, *node.args.kwonlyargs)))
            yield from (annotation for annotation in annotations if annotation is not None)


def mutants_of(path: Path) -> Iterator[Mutant]:
    """All mutants of a file."""
    source = path.read_text("utf-8")
    silent = silent_lines(source)
    tree = get_ast(source)
    nodes = list(ast_nodes(tree))
    shown = path.relative_to(PACKAGE).as_posix()
    for name in operator_names():
        if name in UNMUTATED:
            continue
        operator = get_operator(name)()
        places = (position for node in nodes for position in operator.mutation_positions(node))
        for place, ((line, _), _) in enumerate(places):
            if line not in silent:
                yield Mutant(path=shown, operator=name, place=place)
    for code in _swapped(source, silent):
        yield Mutant(path=shown, operator=SWAP, place=code)


def _swapped(source: str, silent: set[int]) -> Iterator[str]:
    """A word of a sentence for its opposite; a text without a space is a code, and no sentence."""
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.STRING or token.start[0] in silent or " " not in token.string:
            continue
        begin = starts[token.start[0] - 1] + token.start[1]
        for match in _WORD.finditer(_without_values(token.string)):
            word = match.group(1)
            at = begin + match.start(1)
            yield source[:at] + OPPOSITE[word] + source[at + len(word) :]


def _without_values(text: str) -> str:
    """The text with what is inserted into it blanked out."""
    return re.sub(r"\{[^{}]*\}", lambda m: "\0" * len(m.group()), text)


def draw(mutants: Sequence[Mutant], count: int, seed: int) -> list[Mutant]:
    """So many, in turn from each operator, so that the frequent ones do not crowd out the others."""
    chance = random.Random(seed)
    by_operator: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in mutants:
        by_operator[_family(mutant.operator)].append(mutant)
    for those in by_operator.values():
        chance.shuffle(those)
    drawn: list[Mutant] = []
    while len(drawn) < count and any(by_operator.values()):
        for name in sorted(by_operator):
            if by_operator[name] and len(drawn) < count:
                drawn.append(by_operator[name].pop())
    return drawn


def _family(operator: str) -> str:
    return operator.removeprefix("core/").split("_")[0]


def tests_of(area: Area, path: str) -> list[str]:
    """The tests of a file's own room: those of the area, or those that mirror the file, or those of its folder."""
    if path in ROOMS:
        return list(ROOMS[path])
    if area.tests:
        return list(area.tests)
    mirrored = ROOT / "tests" / Path(path).parent / f"test_{Path(path).stem}.py"
    folder = mirrored.parent
    while not folder.exists():
        folder = folder.parent
    return [(mirrored if mirrored.exists() else folder).relative_to(ROOT).as_posix()]


class Copies:
    """Copies of the repository, one for each job, in which mutants are tried."""

    def __init__(self, folder: Path, jobs: int) -> None:
        self._free: SimpleQueue[Path] = SimpleQueue()
        for number in range(jobs):
            copy = folder / str(number)
            for name in ("src", "tests"):
                shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
            shutil.copy(ROOT / "pyproject.toml", copy)
            self._free.put(copy)

    def notices(self, mutant: Mutant, tests: Sequence[str]) -> bool:
        """Whether a test fails; one that does not end in time counts as failed."""
        copy = self._free.get()
        file = copy / "src/touchstone" / mutant.path
        before = file.read_text("utf-8")
        try:
            file.write_text(mutant.code, "utf-8")
            return not _pass(copy, tests)
        finally:
            file.write_text(before, "utf-8")
            self._free.put(copy)

    def whole(self, tests: Sequence[str]) -> bool:
        """Whether the tests pass while nothing is changed."""
        copy = self._free.get()
        try:
            return _pass(copy, tests)
        finally:
            self._free.put(copy)


def _pass(copy: Path, tests: Sequence[str]) -> bool:
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-m", "not slow", *tests]
    command += [
        "--deselect",
        "tests/conclusions/diagnosis/test_order.py::test_the_counts_were_learned_from_these_causes",
    ]
    environment = os.environ | {"PYTHONPATH": str(copy / "src"), "OMP_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1"}
    try:
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, timeout=TIMEOUT, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


NAMED: tuple[tuple[str, str, str, str], ...] = (
    (
        "the wrong label in 'weight X videos higher'",
        "conclusions/prescription/detectors.py",
        'missed = "fake" if',
        'missed = "real" if',
    ),
    (
        "the wrong label in 'calls too many videos X'",
        "conclusions/prescription/roadmap.py",
        'called = "real" if (bias.value or 0) > 0 else "fake"',
        'called = "fake" if (bias.value or 0) > 0 else "real"',
    ),
    (
        "the wrong label in 'add n X videos'",
        "conclusions/diagnosis/causes/data/imbalance.py",
        'lacking = "real" if footage.real < footage.fake else "fake"',
        'lacking = "fake" if footage.real < footage.fake else "real"',
    ),
    (
        "the wrong label in 'n times as many X videos'",
        "conclusions/diagnosis/causes/scores/threshold_shift.py",
        'more, odds = ("real", shift) if shift > 0 else ("fake", -shift)',
        'more, odds = ("fake", shift) if shift > 0 else ("real", -shift)',
    ),
    ("a bias is large from 0.45 on", "conclusions/prescription/priority.py", "LARGE_BIAS = 0.30", "LARGE_BIAS = 0.45"),
    (
        "an accuracy of exactly 70 % is LOW",
        "conclusions/prescription/priority.py",
        ' or (priority == "MEDIUM" and accuracy.value == high)',
        "",
    ),
    ("`faces` is not compared on resume", "runs/analysis.py", '"window", "timeout", "faces")', '"window", "timeout")'),
    (
        "a root that cannot be determined hides its symptoms",
        "conclusions/diagnosis/whole.py",
        'if f.kind == "root" and f.verdict != "cannot_tell" for code',
        'if f.kind == "root" for code',
    ),
    (
        "footage is confounded from 40 % of one-sided videos on",
        "conclusions/examination/footage.py",
        "return 2 * self.one_sided >= self.real + self.fake",
        "return 5 * self.one_sided >= 2 * (self.real + self.fake)",
    ),
    (
        "data.imbalance is a task of phase 1",
        "conclusions/diagnosis/causes/data/imbalance.py",
        "    phase=3,",
        "    phase=1,",
    ),
)
"""What is turned round, file, text, and the text that replaces it."""

ROOMS = {
    "runs/folder.py": ("tests/runs/test_settings.py", "tests/runs/test_folder.py"),
    "runs/analysis.py": ("tests/runs/test_settings.py",),
    "conclusions/examination/footage.py": ("tests/conclusions/examination/test_footage.py",),
}
"""Files that tests do not mirror by name, and the tests of their room."""


def named() -> list[Mutant]:
    """The named mutants; each must still be there to be made."""
    mutants: list[Mutant] = []
    for what, path, old, new in NAMED:
        source = (PACKAGE / path).read_text("utf-8")
        if source.count(old) != 1:
            raise SystemExit(f"{what}: {path} holds {source.count(old)} times: {old}")
        mutants.append(Mutant(path=path, operator=f"named: {what}", place=source.replace(old, new)))
    return mutants


def main() -> int:
    """Draw, try, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--area", choices=tuple(AREAS), default="advice")
    parser.add_argument("--draw", type=int, default=160, help="how many mutants")
    parser.add_argument("--seed", type=int, default=20261129)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", nargs="*", default=[], help="files, as they are printed: only mutants of these")
    parser.add_argument("--write", type=Path, help="page that gets the table between its markers")
    options = parser.parse_args()
    area = AREAS[options.area]
    start = time.monotonic()
    files = [
        f for s in area.sources for f in ([PACKAGE / s] if s.endswith(".py") else sorted((PACKAGE / s).rglob("*.py")))
    ]
    everything = [m for f in files for m in mutants_of(f) if not options.only or m.path in options.only]
    chosen = draw(everything, options.draw, options.seed)
    tried = [*(named() if options.area == "advice" and not options.only else ()), *chosen]
    with tempfile.TemporaryDirectory() as folder:
        copies = Copies(Path(folder), options.jobs)
        for tests in {tuple(tests_of(area, m.path)) for m in tried}:
            if not copies.whole(tests):
                raise SystemExit(f"these tests fail while nothing is changed: {' '.join(tests)}")
        with ThreadPoolExecutor(options.jobs) as pool:
            noticed: list[bool] = []
            for result in pool.map(lambda m: copies.notices(m, tests_of(area, m.path)), tried):
                noticed.append(result)
                print(f"{len(noticed)} of {len(tried)}, {time.monotonic() - start:.0f} s", end="\r", file=sys.stderr)
    lines = report(options, everything, tried, noticed, time.monotonic() - start)
    print("\n".join(lines))
    if options.write:
        write_between(options.write, f"mutation {options.area}", lines)
    return 0


def report(
    options: argparse.Namespace,
    everything: Sequence[Mutant],
    tried: Sequence[Mutant],
    noticed: Sequence[bool],
    seconds: float,
) -> list[str]:
    """The table by operator, and every survivor."""
    count, killed = Counter(_family(m.operator) for m in tried), Counter[str]()
    for mutant, result in zip(tried, noticed, strict=True):
        killed[_family(mutant.operator)] += result
    total = sum(noticed)
    lines = [
        f"`python benchmarks/mutation.py --area {options.area} --draw {options.draw} --seed {options.seed}`: {len(tried)} of "
        f"{len(everything)} mutants tried, {total} noticed ({total / max(1, len(tried)):.0%}); {machine()}; {seconds:.0f} s.",
        "",
        "| operator | tried | noticed |",
        "|---|---|---|",
        *(f"| {name} | {count[name]} | {killed[name]} |" for name in sorted(count)),
        "",
    ]
    for mutant, result in zip(tried, noticed, strict=True):
        if not result:
            line, before, after = mutant.change
            lines.append(f"- not noticed: `{mutant.path}:{line}` `{before}` → `{after}`")
    return lines


if __name__ == "__main__":
    sys.exit(main())

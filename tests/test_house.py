"""Rules of the house that no linter knows: names, calls, constants."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import touchstone

PACKAGE = Path(touchstone.__file__).parent
TREES = {path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text()) for path in sorted(PACKAGE.rglob("*.py"))}

ROOT = Path(__file__).parents[1]
OTHERS = {
    path.relative_to(ROOT).as_posix(): ast.parse(path.read_text())
    for folder in ("benchmarks", "scripts")
    for path in sorted((ROOT / folder).rglob("*.py"))
}

SAY_NOTHING = frozenset({"own", "one", "made", "told", "found", "known"})
"""Words that say nothing of what they hold; in any case, and with underscores too."""

MOST_POSITIONAL = 5

EVERYWHERE = {
    "CAUSE": "each file of a cause has one, which the order of the diagnosis imports",
    "INTERVENTIONS": "each file of known changes lists its own; the register joins them",
    "KIND": "each file of a kind of detector offers one",
    "LAYOUT": "each file of a layout offers one",
    "SHAPE": "each view states the shape of what it shows",
    "show": "each view shows a stretch; the register of views takes it from the view's file",
}
"""Names that files have by contract, with the reason; each has one meaning for all of them."""

DOORS = ("cli/", "front/")
"""Commands and calls: what they do is the workflow of the same name, and the name is the user's word for both."""


def _bound(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Names that are bound in a file: variables, constants, parameters, functions, classes, imports under another name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.alias) and node.asname:
            yield node.asname, node.lineno
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            yield node.name, node.lineno


def _says_nothing(name: str) -> bool:
    return name.strip("_").lower() in SAY_NOTHING


def test_a_name_says_what_it_holds():
    trees = TREES | OTHERS
    wrong = [f"{p}:{line} {name}" for p, tree in trees.items() for name, line in _bound(tree) if _says_nothing(name)]
    assert wrong == []


def test_a_name_in_a_template_says_what_it_holds():
    binds = re.compile(r"{%-? *(?:for|set|macro)\b(.*?)(?:=| in |%})")
    wrong = [
        f"{page.name}: {name}"
        for page in sorted(PACKAGE.rglob("*.j2"))
        for part in binds.findall(page.read_text())
        for name in re.findall(r"\w+", part)
        if _says_nothing(name)
    ]
    assert wrong == []


def _public(tree: ast.Module) -> Iterator[str]:
    """Functions and constants of a file that others may import."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            names = [node.name]
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            bound = (n for target in targets for n in ast.walk(target) if isinstance(n, ast.Name))
            names = [n.id for n in bound if n.id.isupper()]
        else:
            continue
        yield from (name for name in names if not name.startswith("_"))


def test_a_function_or_constant_has_one_meaning():
    where: dict[str, set[str]] = defaultdict(set)
    for path, tree in TREES.items():
        for name in _public(tree):
            if name not in EVERYWHERE and not path.startswith(DOORS):
                where[name].add(path)
    assert {name: paths for name, paths in where.items() if len(paths) > 1} == {}


def test_arguments_are_named_where_there_are_many():
    wrong = [
        f"{path}:{node.lineno} {ast.unparse(node.func)}"
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and sum(not isinstance(a, ast.Starred) for a in node.args) > MOST_POSITIONAL
    ]
    assert wrong == []


def test_a_class_name_has_one_meaning():
    where: dict[str, list[str]] = defaultdict(list)
    for path, tree in TREES.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                where[node.name].append(path)
    assert {name: paths for name, paths in where.items() if len(paths) > 1} == {}


def _imported(path: str, tree: ast.Module) -> Iterator[str]:
    """``module.NAME`` of everything that a file imports from the package."""
    package = Path("touchstone", path).parent.parts
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) + "." if node.level else ""
            yield from (f"{base}{node.module or ''}".rstrip(".") + f".{name.name}" for name in node.names)


def test_every_constant_changes_something():
    imported = {name for path, tree in TREES.items() for name in _imported(path, tree)}
    nodes = [node for tree in TREES.values() for node in ast.walk(tree)]
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    # What finds itself, KIND for instance, is asked for by its name.
    attributes |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    dead: list[str] = []
    for path, tree in TREES.items():
        module = ".".join(Path("touchstone", path).with_suffix("").parts).removesuffix(".__init__")
        used = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        for node in tree.body:
            targets = (
                node.targets
                if isinstance(node, ast.Assign)
                else [node.target]
                if isinstance(node, ast.AnnAssign)
                else []
            )
            for target in (n for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)):
                name = target.id
                if name.isupper() and name not in used | attributes and f"{module}.{name}" not in imported:
                    dead.append(f"{path}:{node.lineno} {name}")
    assert dead == []

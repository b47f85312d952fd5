"""What the pages name is there: files, modules and the names in them, links and their anchors.

Code moves and pages stay behind; these tests read the pages, and the comments and messages of the code, and look.
"""

from __future__ import annotations

import ast
import importlib
import re
import string
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("src", "docs", "tests", "benchmarks", "scripts")

FILES = sorted(
    path
    for folder in FOLDERS
    for path in (ROOT / folder).rglob("*")
    if path.is_file() and "__pycache__" not in path.parts
)
PAGES = [*sorted(ROOT.glob("*.md")), *(path for path in FILES if path.suffix == ".md")]
CODE = [path for path in FILES if path.suffix in (".py", ".j2", ".sh")] + [
    ROOT / "Makefile",
    ROOT / "pyproject.toml",
    *sorted(ROOT.glob("*.py")),
]
NAMES = ["/" + path.relative_to(ROOT).as_posix() for path in FILES] + ["/" + path.name for path in ROOT.iterdir()]
SOURCE = "\n".join(path.read_text() for path in (ROOT / "src").rglob("*.py"))

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())


def absent(path: Path, pattern: str, there: Callable[[str], bool]) -> list[str]:
    """Where in a file something is named that is not there; one line each."""
    found: list[str] = []
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        for match in re.finditer(pattern, line):
            name = match[1].rstrip(".-/")
            if name and not there(name):
                found.append(f"{path.relative_to(ROOT)}:{number}: {name}")
    return found


# ---------------------------------------------------------------------------------------------------------- links


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    dropped = str.maketrans("", "", string.punctuation.replace("-", "").replace("_", "") + "–—×“”„…’")
    headings = re.findall(r"^#+ +(.*?) *$", page.read_text(), re.MULTILINE)
    return {heading.lower().translate(dropped).replace(" ", "-") for heading in headings}


@each_page
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    broken: list[str] = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        aim = (page.parent / name).resolve() if name else page
        if not aim.exists() or (anchor and anchor not in anchors(aim)):
            broken.append(target)
    assert broken == []


# ---------------------------------------------------------------------------------------------------------- files

PATH = rf"(?<![\w./~-])((?:{'|'.join(FOLDERS)})/[\w./*-]*)(?![\w<{{])"
"""A path from the root of the repository; where a placeholder follows, ``<kind>`` or ``{name}``, its folder is looked for."""


def is_path(name: str) -> bool:
    return any(ROOT.glob(name)) if "*" in name else (ROOT / name).exists()


def is_file_name(name: str) -> bool:
    """Whether a file of the repository ends in this, as readers shorten it: ``kinds/detector.py``; NAME stands for any."""
    folder, _, last = ("/" + name).rpartition("/")
    if folder and last.removesuffix(".py").isupper():
        return any(f"{folder}/" in known for known in NAMES)
    return any(known.endswith("/" + name) for known in NAMES)


def test_paths_from_the_root_are_there() -> None:
    assert [line for path in [*PAGES, *CODE] for line in absent(path, PATH, is_path)] == []


@each_page
def test_modules_that_a_page_names_are_there(page: Path) -> None:
    assert absent(page, r"(?<![\w./<>*-])([\w/]+\.py)\b", is_file_name) == []


def test_modules_that_comments_of_the_package_name_are_there() -> None:
    package = [path for path in CODE if path.is_relative_to(ROOT / "src")]
    assert [line for path in package for line in absent(path, r"(?<![\w./<>*{}-])([\w/]+\.py)\b", is_file_name)] == []


def test_no_text_refers_to_a_document_that_is_not_here() -> None:
    missing = [
        line for path in [*PAGES, *CODE] for line in absent(path, r"(?<![\w<>*{}-])([\w./-]+\.md)\b", is_document)
    ]
    assert missing == []


def is_document(name: str) -> bool:
    return is_file_name(name.lstrip("./"))


def test_folders_beside_the_repository_are_named_only_where_they_are_optional() -> None:
    optional = ("tests", "benchmarks", "scripts")
    texts = [path for path in [*PAGES, *CODE] if path.relative_to(ROOT).parts[0] not in optional]
    named = r"(?<![\w.])((?:\.\./)+[a-z][\w./-]*|shared/[\w./-]+)"
    assert [line for path in texts for line in absent(path, named, beside)] == []


def beside(name: str) -> bool:
    """Whether it can be a path inside the repository, seen from one of its folders."""
    return is_file_name(name.lstrip("./"))


# ---------------------------------------------------------------------------------------------------------- names

DOTTED = r"(?<![\w./@-])((?:touchstone|benchmarks|tests)(?:\.[A-Za-z_]\w*)+)"


def is_name(name: str) -> bool:
    """Whether a module has this name, or something in it; the entry point groups are strings in the code."""
    parts = name.split(".")
    if parts[-1] in ("py", "md", "toml", "html", "json"):
        return True  # a file, looked for above
    for length in range(len(parts), 0, -1):
        module = module_named(".".join(parts[:length]))
        if module is not None:
            return has(module, parts[length:]) or f'"{name}"' in SOURCE
    return False


def module_named(name: str) -> ModuleType | None:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is not None and not name.startswith(error.name):
            raise
        return None


def has(value: object, path: list[str]) -> bool:
    if not path:
        return True
    known = {field.name for field in fields(value)} if is_dataclass(value) else set[str]()
    if path[0] in known or path[0] in getattr(value, "model_fields", {}):
        return True
    return hasattr(value, path[0]) and has(getattr(value, path[0]), path[1:])


@each_page
def test_dotted_names_of_a_page_are_there(page: Path) -> None:
    assert absent(page, DOTTED, is_name) == []


def test_dotted_names_in_docstrings_of_the_package_are_there() -> None:
    package = [path for path in CODE if path.is_relative_to(ROOT / "src")]
    assert [line for path in package for line in absent(path, r":\w+:`~?(touchstone[\w.]*)`", is_name)] == []


def examples(page: Path) -> list[str]:
    """The blocks of Python on a page; inside lists they are indented."""
    blocks = re.findall(r"^( *)```python\n(.*?)^ *```$", page.read_text(), re.MULTILINE | re.DOTALL)
    return [textwrap.dedent(block) for _, block in blocks]


@each_page
def test_what_examples_import_is_there(page: Path) -> None:
    wanted = [
        f"{node.module}.{name.name}"
        for block in examples(page)
        for node in ast.walk(ast.parse(block))
        if isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").startswith("touchstone")
        for name in node.names
    ]
    assert [name for name in wanted if not is_name(name)] == []


FILES_TO_ADD = [block for block in examples(ROOT / "docs" / "extending.md") if block.startswith("# in src/")]


@pytest.mark.parametrize("block", FILES_TO_ADD, ids=lambda block: block.splitlines()[1])
def test_an_example_of_a_file_to_add_can_be_imported_where_it_belongs(block: str) -> None:
    folder = block.splitlines()[0].removeprefix("# in src/").rstrip("/")
    package = folder.replace("/", ".")
    importlib.import_module(package)
    exec(compile(block, f"{folder}/example.py", "exec"), {"__name__": f"{package}.example", "__package__": package})


ELSEWHERE = """
import sys
from pathlib import Path
import numpy as np
import torch
from touchstone.detectors.config import read_detectors
from touchstone.detectors.load import load_detectors
from touchstone.footage.corpus import open_corpus

folder = Path(sys.argv[1])
(detector,) = load_detectors(read_detectors(folder / "detectors.toml"), torch.device("cpu")).detectors
print(detector.card.kind, detector.score(np.full((1, 32, 32, 3), 110, np.uint8)).tolist(), open_corpus(folder / "clips").layout)
"""


def test_a_kind_and_a_layout_work_in_another_package_too(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "extending.md").read_text()
    points = [
        (group, name, value)
        for block in re.findall(r"^```toml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
        for group, named in tomllib.loads(block).get("project", {}).get("entry-points", {}).items()
        for name, value in named.items()
    ]
    assert sorted(name for _, name, _ in points) == ["endings", "level"]
    about = tmp_path / "my_package-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: my-package\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("".join(f"[{group}]\n{name} = {value}\n" for group, name, value in points))
    (tmp_path / "my_package").mkdir()
    for _, name, value in points:
        (block,) = (block for block in FILES_TO_ADD if f'name = "{name}"' in block and "INTERVENTIONS" not in block)
        (tmp_path / (value.partition(":")[0].replace(".", "/") + ".py")).write_text(block)
    (tmp_path / "detectors.toml").write_text("[bright]\nlevel = 100\n")
    (tmp_path / "clips").mkdir()
    for name in ("a_real.mp4", "a_fake.mp4"):
        (tmp_path / "clips" / name).touch()
    program = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{ELSEWHERE}"
    command = [sys.executable, "-c", program, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.split("\n")[0] == "level [1.0] endings", done.stderr

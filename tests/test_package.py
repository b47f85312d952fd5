"""What ``import touchstone`` costs, and what it offers."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import touchstone

HEAVY = ("numpy", "polars", "scipy", "pydantic", "torch", "jinja2", "rich", "typer")


def test_the_import_alone_loads_nothing_heavy():
    code = f"import sys, touchstone; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("name", touchstone.__all__)
def test_every_name_is_there_and_says_what_it_is(name):
    assert getattr(touchstone, name).__doc__
    assert name in dir(touchstone)


def test_editors_are_told_the_same_names():
    stub = ast.parse(Path(touchstone.__file__).with_suffix(".pyi").read_text())
    names = {alias.asname for node in stub.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert names == set(touchstone.__all__)
    listed = next(node.value for node in stub.body if isinstance(node, ast.Assign))
    assert ast.literal_eval(listed) == touchstone.__all__


def test_there_are_about_fifteen_names():
    assert len(touchstone.__all__) <= 17


def test_another_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'analyse'"):
        getattr(touchstone, "analyse")  # noqa: B009


BROUGHT = {"markupsafe": "jinja2", "pydantic_core": "pydantic"}
"""Packages that a declared one always brings, and speaks of in its own interface."""

ABSENT = {
    "dlib": "dlib-bin",
    "onnxruntime": "onnxruntime",
    "tensorboard": "tensorboard",
    "face_recognition_models": "face-recognition-models",
}
"""Packages of extras that need not be installed where tests run, and what they are called in the index."""

GIVEN = frozenset({"pandas"})
"""Never imported but to read what a caller, who has it, hands over."""


def _named(requirements):
    return {re.split(r"[^\w.-]", requirement)[0].lower().replace("_", "-") for requirement in requirements}


def test_every_package_that_is_imported_is_declared():
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    declared = _named(project["dependencies"]) | _named(r for n, named in extras.items() if n != "dev" for r in named)
    imported = {
        name.partition(".")[0]
        for path in Path(touchstone.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom) and not node.level
            else []
        )
    }
    distributions = packages_distributions()
    foreign = {BROUGHT.get(name, name) for name in imported - sys.stdlib_module_names - GIVEN - {"touchstone"}}
    missing = {
        name: distributions.get(name)
        for name in sorted(foreign)
        if not {d.lower().replace("_", "-") for d in distributions.get(name, [ABSENT.get(name, name)])} & declared
    }
    assert missing == {}

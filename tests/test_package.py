"""What ``import touchstone`` costs, and what it offers."""

from __future__ import annotations

import ast
import subprocess
import sys
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
    assert len(touchstone.__all__) <= 16


def test_another_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'analyse'"):
        getattr(touchstone, "analyse")  # noqa: B009

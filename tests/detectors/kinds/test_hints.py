"""A message that tells a user to write a setting names one that exists."""

import ast
import re
from pathlib import Path

import touchstone
from touchstone.detectors.kinds import InputSettings, OutputSettings, kinds

PACKAGE = Path(touchstone.__file__).parent
SETTING = re.compile(r"""\b([a-z_]+) = (?=["{\[…]|$)""")
PYTHON = {"state"}
"""What a line of Python in a message assigns to."""


def texts(path):
    """Texts of a file that are no documentation, those with values in them as they are written."""
    tree = ast.parse(path.read_text())
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.value


def named_settings():
    causes = PACKAGE / "conclusions" / "diagnosis" / "causes" / "weights"
    for path in [
        *sorted((PACKAGE / "detectors").rglob("*.py")),
        *(causes / name for name in ("loading.py", "unreadable.py")),
    ]:
        for text in texts(path):
            yield from ((path.name, setting) for setting in SETTING.findall(text))


def test_every_setting_that_a_message_names_exists():
    models = [kind.settings for kind in kinds().values()] + [InputSettings, OutputSettings]
    real = {field for model in models for field in model.model_fields}
    named = list(named_settings())
    assert {setting for _, setting in named} >= {"onnx", "specialist", "rename", "state", "output"}
    assert [where for where in named if where[1] not in real | PYTHON] == []

"""No regular expression of the package takes long on long text: cells, names and messages come from strangers."""

import importlib
import inspect
import itertools
import pkgutil
import re
import time

import pytest

import touchstone

LENGTHS = (500, 20_000)
"""The short one first: a pattern of cubic time is found within seconds, where the long one would run for hours."""

UNITS = ("x", " ", "0", "1.", "a(", "a ", "a_1", "-", "_", "{ a: ", "a/", '"', "[", "(a", "A", "é", ",", "%", "\\", "e+")
BEGINNINGS = ("", "p_x", "a.b/1 ")


def patterns():
    for found in pkgutil.walk_packages(touchstone.__path__, "touchstone."):
        if found.name.endswith("__main__"):
            continue
        try:
            module = importlib.import_module(found.name)
        except ImportError:  # an extra that is not installed
            continue
        for name, value in vars(module).items():
            for place, pattern in enumerate(value if isinstance(value, tuple | list) else (value,)):
                if isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, str):
                    yield f"{found.name}.{name}[{place}]", pattern, sought(inspect.getsource(module), name)


def sought(source, name):
    """Whether a pattern is looked for everywhere in a text, and not only at its beginning."""
    return re.search(rf"\b{re.escape(name)}\.(?:search|sub|split|finditer|findall)\b", source) is not None


PATTERNS = {pattern.pattern: (where, pattern, anywhere) for where, pattern, anywhere in patterns()}


@pytest.mark.parametrize("text", PATTERNS, ids=lambda text: PATTERNS[text][0])
def test_a_pattern_is_fast_on_long_text(text):
    _, pattern, anywhere = PATTERNS[text]
    for length, unit, beginning in itertools.product(LENGTHS, UNITS, BEGINNINGS):
        long = beginning + unit * (length // len(unit)) + "!"
        before = time.process_time()
        if anywhere:
            pattern.search(long)
        pattern.match(long)
        pattern.fullmatch(long)
        took = time.process_time() - before
        assert took < 0.5, f"{took:.1f} s on {beginning!r} and {length} characters of {unit!r}"

"""The command line: each command reads its arguments, makes one call and prints the result."""

from . import analyze, cache, corpus, demo, inspect, report, scores, train  # noqa: F401  they register their commands
from .app import app, main
from .scripts import run_script

__all__ = ["app", "main", "run_script"]

"""The command: arguments in, one call, pretty output."""

from . import _analyze, _corpus, _demo, _inspect, _report, _scores, _train  # noqa: F401  they register their commands
from ._app import app, main
from ._scripts import run_script

__all__ = ["app", "main", "run_script"]

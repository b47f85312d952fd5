"""The command ``touchstone``: its options, and how errors become one line and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Annotated

import typer
from rich.console import Console

from touchstone import __version__
from touchstone.vocabulary.errors import MissingExtraError, StoppedError, TouchstoneError
from touchstone.vocabulary.system import system_errors

from .options import say

FOOTAGE_PACKAGES = frozenset({"av", "cv2", "PIL", "safetensors", "torch", "torchvision"})
"""Names under which the packages of the extra ``footage`` are imported."""

app = typer.Typer(
    name="touchstone",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Examines deepfake-video detectors: how good each one really is, why it fails, and what to do about it.",
)


def _say_version(wanted: bool) -> None:
    if wanted:
        print(f"touchstone {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    _version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_say_version, help="Print the version and exit.")
    ] = False,
) -> None:
    """Options of the command itself."""


def main() -> None:
    """Run the command and exit."""
    sys.exit(guarded(app))


def guarded(call: Callable[[], object]) -> int:
    """Call, and report an error that the user can fix as one line on standard error.

    Returns:
        Exit code: 0, 2 for a user's mistake, 130 for a run that was stopped; a command ends with 3 by itself, see
        :data:`touchstone.cli.options.TOO_FEW_SCORES`.
    """
    errors = Console(stderr=True)
    try:
        with system_errors():
            call()
    except StoppedError as stopped:
        say(errors, f"\n{stopped}")
        return 130
    except ModuleNotFoundError as error:
        if error.name not in FOOTAGE_PACKAGES:
            raise
        say(errors, f"touchstone: {MissingExtraError('analysing footage', 'footage')}")
        return 2
    except TouchstoneError as error:
        say(errors, f"touchstone: {error}")
        return 2
    return 0

"""The command ``touchstone``: what it is called with, and how it ends."""

from __future__ import annotations

import sys
from collections.abc import Callable

import typer
from rich.console import Console

from touchstone.errors import TouchstoneError

app = typer.Typer(
    name="touchstone",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Examines deepfake-video detectors: how good each one really is, why it fails, and what to do about it.",
)


def main() -> None:
    """Run the command; a user's mistake is one line and exit code 2, an interrupt is 130."""
    sys.exit(guarded(lambda: app(standalone_mode=False)))


def guarded(call: Callable[[], object]) -> int:
    """Call, and turn what a user can mend into one line on standard error; returns the exit code."""
    from typer.main import get_command  # noqa: F401  click's exceptions are imported with it
    import click

    errors = Console(stderr=True)
    try:
        result = call()
    except TouchstoneError as error:
        errors.print(f"touchstone: {error}", markup=False, highlight=False, soft_wrap=True)
        return 2
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        errors.print("\nStopped. Everything that was computed is saved; the same command continues.")
        return 130
    return result if isinstance(result, int) else 0

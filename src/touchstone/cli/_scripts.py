"""The scripts at the root of the repository, by the names that users of the first generation know.

They take the options of ``touchstone analyze``; without any they analyse the demo's generated clips. Beside the run folder they
leave the JSON files that their users expect in the current directory.
"""

from __future__ import annotations

import sys
from fnmatch import fnmatch
from pathlib import Path

from touchstone.tables import write_bytes

from ._app import app, guarded


def run_script(name: str, only: str | None, files: tuple[str, ...]) -> None:
    """Run one script and end the process.

    Args:
        name: of the script, for its messages.
        only: domain that it is about; ``None`` for all.
        files: patterns of the files in ``analysis/`` that are copied into the current directory.
    """
    sys.exit(guarded(lambda: _run(name, only, files, sys.argv[1:])))


def _run(name: str, only: str | None, files: tuple[str, ...], arguments: list[str]) -> None:
    limited = ["--only", only] if only else []
    if arguments:
        out = Path(_value(arguments) or f"runs/{Path(name).stem}")
        given = arguments if _value(arguments) or _asks_help(arguments) else [*arguments, "--out", str(out)]
        app(["analyze", *given, *limited], prog_name=name, standalone_mode=False)
        if _asks_help(arguments):
            return
        run = out
    else:
        from rich.console import Console

        from touchstone.runs.demo import demo

        from ._progress import TerminalProgress
        from ._summary import show

        console = Console()
        console.print("No footage named: analysing generated clips with untrained networks. See --help for your own.")
        written = demo(Path("demo"), TerminalProgress(console))
        show(written, console)
        run = written.folder
    for path in sorted((run / "analysis").glob("*.json")):
        if any(fnmatch(path.name, pattern) for pattern in files):
            write_bytes(Path(path.name), path.read_bytes())
            print(f"wrote {path.name}")


def _asks_help(arguments: list[str]) -> bool:
    return "--help" in arguments or "-h" in arguments


def _value(arguments: list[str]) -> str | None:
    """The value of ``--out``, however it is written."""
    for number, argument in enumerate(arguments):
        if argument in ("--out", "-o") and number + 1 < len(arguments):
            return arguments[number + 1]
        if argument.startswith("--out="):
            return argument.removeprefix("--out=")
    return None

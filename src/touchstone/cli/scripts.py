"""The scripts at the root of the repository, under the names that users of the first version know.

They take the options of ``touchstone analyze``. Without options they analyse the built-in corpus with the reference
specialists. They write the run folder, and copy the JSON files that their users expect to the current directory.
"""

from __future__ import annotations

import sys
from fnmatch import fnmatch
from pathlib import Path

from rich.console import Console

from .app import app, guarded
from .options import say


def run_script(name: str, only: str | None, files: tuple[str, ...]) -> None:
    """Run one script and end the process.

    Args:
        name: name of the script, for its messages.
        only: domain that it analyses; ``None`` for all.
        files: patterns of the files in ``analysis/`` that are copied into the current directory.
    """
    sys.exit(guarded(lambda: _run(name, only, files, sys.argv[1:])))


def _run(name: str, only: str | None, files: tuple[str, ...], arguments: list[str]) -> None:
    if not arguments:
        _copy(_demo(only), files)
        return
    limited = ["--only", only] if only else []
    given = arguments if _out(arguments) else [*arguments, "--out", f"runs/{Path(name).stem}"]
    try:
        app(["analyze", *given, *limited], prog_name=name)
    except SystemExit as end:
        # The command exits when it is done, so its files are copied here, before the process ends.
        if not end.code and not {"-h", "--help"} & set(arguments):
            _copy(Path(_out(given) or ""), files)
        raise


def _demo(only: str | None) -> Path:
    from touchstone.runs.demo import demo

    from .progress import TerminalProgress
    from .summary import print_summary

    console = Console()
    console.print(
        "No footage given: analysing the built-in corpus with the reference specialists. To analyse your own, see --help."
    )
    building = TerminalProgress(console, "making")
    written = demo(Path("demo"), TerminalProgress(console), (only,) if only else (), building=building)
    print_summary(written, console)
    return written.folder


def _copy(run: Path, patterns: tuple[str, ...]) -> None:
    from touchstone.vocabulary.tables import write_bytes

    for path in sorted((run / "analysis").glob("*.json")):
        if any(fnmatch(path.name, pattern) for pattern in patterns):
            write_bytes(Path(path.name), path.read_bytes())
            say(Console(), f"wrote {path.name}")


def _out(arguments: list[str]) -> str | None:
    """The last value of ``--out``, in whichever way the option is written."""
    out = None
    for number, argument in enumerate(arguments):
        if argument in ("--out", "-o") and number + 1 < len(arguments):
            out = arguments[number + 1]
        elif argument.startswith("--out="):
            out = argument.removeprefix("--out=")
        elif argument.startswith("-o") and not argument.startswith("--"):
            out = argument[2:].removeprefix("=")
    return out

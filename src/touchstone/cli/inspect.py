"""``touchstone inspect``: checkpoints, examined without footage."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from .app import app
from .options import OpenOption, open_page
from .plain import text_of

_EXAMPLES = """
Examples:

    touchstone inspect models/cm_model.pt --as cm

    touchstone inspect models/*.pt --out inspections/today --open

FILE is a state dict of torch (bare, or under any name) or a file of safetensors. Its layout need
not be known. No code in it is executed. Several files are compared.
"""


@app.command(epilog=_EXAMPLES)
def inspect(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Checkpoints.")],
    key: Annotated[
        str | None,
        typer.Option(
            "--as", help="Layout to compare the files with: bg, cm, av, rr, ll, tm, tm_legacy, or reference:bg …."
        ),
    ] = None,
    state: Annotated[
        str | None,
        typer.Option("--state", help="Which state of each file, where it holds several, for instance ema."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", help="Folder for tables, findings.json and a report; nothing is written without it."
        ),
    ] = None,
    open_report: OpenOption = False,
) -> None:
    """Inspect checkpoints without footage: find what is missing, damaged, untrained, duplicated or cannot be trained."""
    from touchstone.runs.inspection import inspect
    from touchstone.vocabulary.errors import UsageError

    from .inspection import show_inspection

    if open_report and out is None:
        raise UsageError("--open needs --out FOLDER, because no report is written without it")
    console = Console()
    errors = Console(stderr=True)
    with errors.status("reading") as status:
        inspection = inspect(files, key, out, lambda file: status.update(text_of(file)), state=state)
    show_inspection(inspection, console)
    if open_report and inspection.report is not None:
        open_page(inspection.report)

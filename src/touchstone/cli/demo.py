"""``touchstone demo``: a first look."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from .app import app
from .options import OpenOption, OutOption, RawCsvOption, say_written


@app.command(
    epilog="""
Example:

    touchstone demo --out demo --open
"""
)
def demo(out: OutOption = Path("demo"), raw_csv: RawCsvOption = False, open_report: OpenOption = False) -> None:
    """Show what a run reports: analyse the built-in corpus with the reference specialists and one broken on purpose."""
    from touchstone.runs.demo import demo

    from .progress import TerminalProgress

    console = Console()
    written = demo(out, TerminalProgress(console), building=TerminalProgress(console, "making"), raw_csv=raw_csv)
    say_written(written, console, open_report=open_report)

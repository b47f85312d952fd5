"""Write the reference pages from the code: tables, findings, indicators, commands, output schemas.

python scripts/reference.py docs/reference          # write it
python scripts/reference.py docs/reference --check  # fail if a page is stale
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import touchstone
from touchstone.conclusions.diagnosis import CAUSES
from touchstone.report import write_schemas
from touchstone.vocabulary.domains import CLIP_INDICATORS, DOMAINS, FRAME_INDICATORS
from touchstone.vocabulary.tables import TABLES

COMMANDS = (
    "analyze", "scores", "inspect", "report", "demo", "corpus build", "corpus show", "corpus check", "train", "calibrate",
    "cache",
)  # fmt: skip


def main() -> int:
    """Write or check the reference pages in the named folder."""
    target = Path(sys.argv[1])
    if "--check" not in sys.argv[2:]:
        write(target)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder))
        written = {p.relative_to(folder) for p in Path(folder).rglob("*") if p.is_file()}
        there = {p.relative_to(target) for p in target.rglob("*") if p.is_file()}
        stale = sorted((written ^ there) | {p for p in written & there if not same(Path(folder) / p, folder, target)})
    for path in stale:
        print(f"{target / path} is stale; run make docs")
    return int(bool(stale))


def same(path: Path, folder: str, target: Path) -> bool:
    other = target / path.relative_to(folder)
    return other.is_file() and other.read_bytes() == path.read_bytes()


def write(target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    (target / "tables.md").write_text(tables(), encoding="utf-8")
    (target / "findings.md").write_text(findings(), encoding="utf-8")
    (target / "indicators.md").write_text(indicators(), encoding="utf-8")
    (target / "commands.md").write_text(commands(), encoding="utf-8")
    write_schemas(target / "schemas")


def tables() -> str:
    parts = [
        "# Tables\n\nParquet files in `tables/` of a run folder. A value that could not be measured is null, never NaN.\n"
    ]
    for table in TABLES.values():
        parts.append(
            f"\n## {table.name}\n\nOne row per {table.row}; key: {', '.join(f'`{k}`' for k in table.key)}.\n\n"
        )
        parts.append("| column | type | holds |\n|---|---|---|\n")
        for column in table.columns:
            required = "" if column.required else " (may be null)"
            parts.append(f"| `{column.name}` | {column.dtype} | {cell(column.meaning)}{required} |\n")
    return "".join(parts)


def findings() -> str:
    parts = [
        "# Findings\n\nCauses and symptoms, by the codes in `findings.json`. Codes that nothing looks for yet are marked; "
        "their absence from a run means nothing. docs/diagnosis.md says how causes are told apart.\n\n"
    ]
    parts.append(
        "| code | kind | severity | what it is | read from | explains | looked for |\n|---|---|---|---|---|---|---|\n"
    )
    for code, cause in CAUSES.items():
        explains = ", ".join(f"`{symptom}`" for symptom in cause.explains) or "–"
        parts.append(
            f"| `{code}` | {cause.kind} | {cause.severity} | {cell(cause.meaning)} | {', '.join(cause.needs)} | {explains} | "
            f"{'yes' if cause.examined else 'not yet'} |\n"
        )
    parts.append(
        "\n## Causes that cannot be told apart\n\n| code | looks like | what would separate them |\n|---|---|---|\n"
    )
    for code, cause in CAUSES.items():
        parts += [f"| `{code}` | `{other.code}` | {cell(other.separated_by)} |\n" for other in cause.look_alikes]
    return "".join(parts)


def indicators() -> str:
    parts = ["# Indicators\n\nWhat is measured on footage without a network.\n\n"]
    parts.append("| name | per | unit | range | says | source | domains |\n|---|---|---|---|---|---|---|\n")
    for indicator in (*FRAME_INDICATORS, *CLIP_INDICATORS):
        used = ", ".join(d.key for d in DOMAINS.values() if indicator.name in d.indicators) or "–"
        span = f"{indicator.low:g} to {'∞' if indicator.high == float('inf') else f'{indicator.high:g}'}"
        parts.append(
            f"| `{indicator.name}` | {indicator.level} | {indicator.unit or '–'} | {span} | {cell(indicator.meaning)} "
            f"| {cell(indicator.source)} | {used} |\n"
        )
    return "".join(parts)


def commands() -> str:
    parts = ["# Commands\n"]
    for command in COMMANDS:
        shown = subprocess.run(
            [Path(sys.executable).parent / "touchstone", *command.split(), "--help"],
            check=True,
            capture_output=True,
            text=True,
            # Use the package that this script imports, not an installed one.
            env={
                "COLUMNS": "100",
                "NO_COLOR": "1",
                "TERM": "dumb",
                "PATH": "",
                "PYTHONPATH": str(Path(touchstone.__file__).parents[1]),
            },
        ).stdout
        text = "\n".join(line.rstrip() for line in shown.strip().splitlines())
        parts.append(f"\n## touchstone {command}\n\n```\n{text}\n```\n")
    return "".join(parts)


def cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main())

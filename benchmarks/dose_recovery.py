"""Is the measured dose the dose that was asked for? ``python benchmarks/dose_recovery.py [--write] [NAME …]``

Makes every known change at its three doses to a made-up clip, and to real clips if the folder that TOUCHSTONE_SHARED
names holds some. Measures the dose with a method that is not the inverse of the code. ``--write`` puts the table
into ``docs/interventions.md``. Ends with an error where a made-up clip's dose is not recovered.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks._machine import machine, write_between
from benchmarks.recovery import RECOVERIES, NothingToMeasure, Recovery, real_clip, shared, talking_head

from touchstone.footage.interventions import INTERVENTIONS, ON_OFF, Clip, Intervention

REAL = ("real/grid-03.mpg", "real/videoretalking-input-01.mp4")
PAGE = Path(__file__).resolve().parents[1] / "docs" / "interventions.md"


def material() -> dict[str, Clip]:
    """Name → clip of about two seconds."""
    clips = {"made up": talking_head(48, 256, 320)}
    folder = shared()
    if folder is not None:
        clips |= {
            f"real {number}": real_clip(folder / name, seconds=1.2, max_side=256)
            for number, name in enumerate(REAL, start=1)
        }
    return clips


def recovered(change: Intervention, recovery: Recovery, clip: Clip) -> list[tuple[float, float, bool]] | None:
    """Per dose: the dose, what was measured, and whether that is close enough; ``None`` if the clip cannot show it.

    An intervention that is on or off has a second dose, 0: the sham, in which it must not be found.
    """
    try:
        doses: Sequence[float] = tuple(dict.fromkeys(change.doses))
        rows = [(dose, recovery.estimate(clip, change.apply(clip, dose, 1))) for dose in doses]
        if change.unit == ON_OFF:
            rows.insert(0, (0.0, recovery.estimate(clip, clip)))
    except NothingToMeasure:
        return None
    return [(dose, recovered, recovery.within(dose, recovered)) for dose, recovered in rows]


def tolerance(recovery: Recovery) -> str:
    """How far the measured dose may be from the true one."""
    parts = [f"{recovery.absolute:g}"] if recovery.absolute or not recovery.relative else []
    parts += [f"{100 * recovery.relative:g} %"] if recovery.relative else []
    return " + ".join(parts) if parts != ["0"] else "exact"


def catalogue() -> list[str]:
    """Every intervention as a row of a table."""
    lines = ["| name | domain | unit | doses | region | what it does | method |", "|---" * 7 + "|"]
    for name, change in INTERVENTIONS.items():
        doses = "1" if change.unit == ON_OFF else " · ".join(f"{dose:g}" for dose in change.doses)
        row = (f"`{name}`", change.domain, change.unit, doses, change.region, change.meaning, change.source)
        lines.append("| " + " | ".join(row) + " |")
    return lines


def main() -> None:
    names = [word for word in sys.argv[1:] if not word.startswith("-")] or list(INTERVENTIONS)
    clips = material()
    lines = [
        f"| intervention | unit | doses | {' | '.join(clips)} | tolerance | measured by |",
        "|---" * (5 + len(clips)) + "|",
    ]
    missed: list[str] = []
    for name in names:
        change, recovery = INTERVENTIONS[name], RECOVERIES[name]
        cells = []
        for material_name, clip in clips.items():
            rows = recovered(change, recovery, clip)
            if rows is None:
                cells.append("–")
                continue
            cells.append(" · ".join(f"{estimate:.3g}" if good else f"**{estimate:.3g}**" for _, estimate, good in rows))
            missed += [
                f"{name} {dose:g} on {material_name}: {estimate:.3g}" for dose, estimate, good in rows if not good
            ]
        doses = [0.0, 1.0] if change.unit == ON_OFF else change.doses
        shown = " · ".join(f"{dose:g}" for dose in doses)
        lines.append(
            f"| `{name}` | {change.unit} | {shown} | {' | '.join(cells)} | {tolerance(recovery)} | {recovery.how} |"
        )
        print(lines[-1], flush=True)
    print(f"{machine()}; not recovered: {len(missed)}")
    for text in missed:
        print(f"  {text}")
    if "--write" in sys.argv:
        lines += ["", f"Not recovered within the tolerance (bold): {len(missed)} of the cells above."]
        write_between(PAGE, "list", catalogue())
        write_between(PAGE, "recovery", lines)
    if any(" on made up" in text for text in missed):
        raise SystemExit("a dose was not recovered on the made-up clip")


if __name__ == "__main__":
    main()

"""What is said of where the time of a run went, on the terminal and on the page."""

from __future__ import annotations

from touchstone.vocabulary.laps import READING, STAGES, Lap, TimeSpent

_BOUND = {
    "starting": "The start took longest",
    "waiting for videos": "Reading bounded the run: the networks waited for videos",
    "networks": "The networks bounded the run",
    "writing tables": "Writing tables took longest",
    "conclusions": "The conclusions took longest",
}


def time_sentences(times: TimeSpent) -> tuple[str, ...]:
    """The stages of the run and their shares, the stage that bounds it with its parts, and what reading took beside it."""
    stages = sorted(((times.of_stage(stage), stage) for stage in STAGES), reverse=True)
    named = [f"{stage} {seconds:.1f} s ({_share(seconds, times)})" for seconds, stage in stages if seconds >= 0.05]
    named += [f"between them {times.rest:.1f} s"] if times.rest >= 0.05 else []
    sentences = [f"{times.wall:.1f} s for {times.videos} video{'s' * (times.videos != 1)}: {', '.join(named)}"]
    bound = times.bound
    parts = [lap for lap in times.laps if lap.stage == bound and lap.of]
    of_parts = f" ({_listed(parts)})" if parts else ""
    sentences.append(f"{_BOUND[bound]}, {_share(times.of_stage(bound), times)} of the time{of_parts}")
    if times.reading:
        processes = f"{times.readers} process{'es' * (times.readers > 1)}"
        total = sum(lap.seconds for lap in times.reading)
        by_stage = ", ".join(f"{stage} {times.of_stage(stage):.1f} s" for stage in READING if times.of_stage(stage) >= 0.05)
        sentences.append(f"Reading took {total:.1f} s in {processes}, beside the networks: {by_stage}")
    return tuple(sentences)


def _share(seconds: float, times: TimeSpent) -> str:
    return f"{100 * seconds / times.wall:.0f} %" if times.wall > 0 else "–"


def _listed(laps: list[Lap], most: int = 6) -> str:
    shown = [f"{lap.of} {lap.seconds:.1f} s" for lap in laps[:most]]
    more = len(laps) - most
    return ", ".join([*shown, *([f"{more} more {sum(lap.seconds for lap in laps[most:]):.1f} s"] if more > 0 else [])])

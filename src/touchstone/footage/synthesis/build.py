"""Building a corpus: what is planned and not there yet is made, in several processes, and the folder says what it holds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from touchstone import __version__
from touchstone.vocabulary.defaults import TIMEOUT
from touchstone.vocabulary.door import same_again
from touchstone.vocabulary.errors import (
    CorpusError,
    MediaError,
    StoppedError,
    TaskError,
    TouchstoneError,
    UsageError,
    short_reason,
)
from touchstone.vocabulary.processes import cores, in_order, memory_share
from touchstone.vocabulary.progress import Progress
from touchstone.vocabulary.tables import locked, refuse_links, write_bytes

from .card import write_card
from .ledger import FOLDER, Ledger
from .make import WrittenClip, code_hash, make
from .plan import Plan
from .plan_own import OwnPlan
from .recipe import Recipe

RECORD = "corpus.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A corpus that was built.

    Attributes:
        folder: where it is.
        clips: how many it holds.
        new_clips: how many of them were made now.
        left_out: clips of the user's that could not be used, with the reason.
    """

    folder: Path
    clips: int
    new_clips: int
    left_out: tuple[str, ...]


def build_corpus(
    folder: Path, plan: Plan | OwnPlan, progress: Progress, workers: int | None = None, *, raw_csv: bool = False
) -> Built:
    """Make a corpus, or what is missing of it.

    Clips whose recipe and code have not changed since they were made stay as they are; clips that are not planned any
    more are removed.

    Args:
        folder: of the corpus; new, empty, or holding a corpus.
        plan: what it shall hold.
        progress: called for every clip.
        workers: processes; one per processor where ``None``.
        raw_csv: leave cells of the manifest as they are that a spreadsheet would run as formulas.

    Raises:
        UsageError: the folder holds something else.
        CorpusError: nothing could be made, or another process fills the folder.
        StoppedError: by Ctrl-C; finished clips stay, and the same call continues.
    """
    record = folder / RECORD
    if folder.exists() and not record.exists() and any(not path.name.startswith(".") for path in folder.iterdir()):
        raise UsageError(f"{folder} is not empty and holds no corpus built by touchstone; choose another folder")
    for note in plan.notes() if isinstance(plan, OwnPlan) else ():
        progress.note(note)
    recipes = plan.recipes()
    code = code_hash()
    contents = {"schema_version": 1, "touchstone": __version__, "plan": plan.as_record(), "code": code}
    with locked(folder, CorpusError, "folder"):
        refuse_links(folder, {FOLDER, *(Path(r.video).parts[0] for r in recipes)}, CorpusError)
        write_bytes(record, json.dumps(contents, indent=2).encode())
        ledger = Ledger(folder)
        ready = {r.video: w for r in recipes if (w := ledger.find(r.video, r.digest(code)))}
        missing = [r for r in recipes if r.video not in ready]
        waiting = [list(group) for _, group in groupby(missing, key=lambda r: r.origin)]  # one origin: made once
        progress.start(len(recipes), len(ready), None)
        left_out: list[str] = []
        try:
            for written, reason in _clips(folder, waiting, code, workers or cores()):
                if reason:
                    left_out.append(reason)
                    progress.note(reason)
                for clip in written:
                    ledger.enter(clip)
                    ready[clip.video] = clip
                progress.advance(len(written))
        except KeyboardInterrupt as error:
            raise StoppedError(f"Stopped. Finished clips are kept in {folder}; {same_again()} continues.") from error
        finally:
            progress.stop()
        if not ready:
            raise CorpusError(
                f"{folder}: no clip could be made; the first reason: {left_out[0] if left_out else 'none planned'}"
            )
        held = [r for r in recipes if r.video in ready]
        gone = ledger.forget_all_but(r.video for r in held)
        if gone:
            progress.note(f"{gone} clip(s) of another plan removed")
        write_card(folder, plan, held, ready, raw_csv=raw_csv)
    return Built(
        folder=folder, clips=len(held), new_clips=len(missing) - len(recipes) + len(held), left_out=tuple(left_out)
    )


def _clips(
    folder: Path, waiting: Sequence[list[Recipe]], code: str, workers: int
) -> Iterator[tuple[list[WrittenClip], str | None]]:
    """What was written for every origin, or why nothing was; in order, a few ahead."""
    tasks = ((folder, group, code) for group in waiting)
    workers = min(workers, max(1, len(waiting)))
    most = max((len(group) for group in waiting), default=1)
    for (_, group, _), future in in_order(make, tasks, workers, TIMEOUT * most, memory=memory_share(workers)):
        yield _outcome(group[0].video, future)


def _outcome(name: str, future: Any) -> tuple[list[WrittenClip], str | None]:
    try:
        return future.result(), None
    except (MediaError, UsageError) as error:
        return [], f"left out: {error}"
    except TaskError as error:
        return [], f"left out: {name}: making it {error}"
    except (TouchstoneError, OSError):  # not this clip alone: a disk that is full, a package that is missing
        raise
    except Exception as error:  # clips come from strangers
        return [], f"left out: {name}: unexpected {short_reason(error)}"

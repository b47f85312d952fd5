"""Inspect checkpoints without footage: read, recognise, measure and diagnose them, and compare several."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from os.path import realpath
from pathlib import Path
from typing import Any

import polars as pl

from touchstone.conclusions.diagnosis import Finding, diagnose_checkpoints
from touchstone.detectors.checkpoints import Checkpoint, checkpoint_of_state, unmeasured
from touchstone.detectors.isolation import Meant, MeasuredCheckpoint, measure_apart
from touchstone.detectors.keys import LAYOUTS, REFERENCE_KEYS, REFERENCE_PREFIX, domain_of
from touchstone.detectors.reference import LoadedReference, load_reference, reference_domain, reference_key
from touchstone.detectors.specialists import (
    EfficientNet,
    Fit,
    LayoutError,
    Misfit,
    architecture,
    best_layout,
    fit,
    misfit_of,
    plain_efficientnet,
)
from touchstone.footage.corpus import readable
from touchstone.report import write_inspection
from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import CheckpointError, MissingExtraError, RunError, UsageError, short_reason
from touchstone.vocabulary.printable import printable
from touchstone.vocabulary.tables import DETECTORS, TENSORS, from_rows, refuse_links, write_table

CheckpointSource = Path | Mapping[str, Any]
"""A file of torch or safetensors, or a state dict in memory."""

NEAREST = 0.5
"""A file counts as a variant of a known layout if at least this share of tensors matches."""

_IN_MEMORY = Path("state_dict")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Inspected:
    """One file.

    Attributes:
        name: its name in the tables.
        path: the file; ``state_dict`` if it was given in memory.
        checkpoint: what was read; ``None`` if it could not be read.
        fit: comparison with the named layout, or with the nearest if none was named; ``None`` if nothing matches.
        reason: why it cannot be read or does not fit; ``None`` if nothing is wrong.
        domain: domain of a reference specialist, as named or as the file states; ``None`` for other files.
        reference: the reference specialist that it holds.
        nearest: the layout that fits best, for a file that was named a reference specialist and does not fit it.
        misfit: what is the matter with a file that does not fit or is not read, as the ``detectors`` table names it.
        network: the network of another library that it is.
    """

    name: str
    path: Path
    checkpoint: Checkpoint | None = None
    fit: Fit | None = None
    reason: str | None = None
    domain: str | None = None
    reference: LoadedReference | None = None
    nearest: str | None = None
    misfit: str | None = None
    network: EfficientNet | None = None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Inspection:
    """The result for one file or several.

    Attributes:
        files: the files, in the order given.
        tables: the ``detectors`` and ``tensors`` tables.
        findings: what was found, the gravest first.
        command: the command that makes it again.
        report: the report; ``None`` if none was written.
    """

    files: tuple[Inspected, ...]
    tables: dict[str, pl.DataFrame]
    findings: tuple[Finding, ...]
    command: str
    report: Path | None = None


def inspect(
    sources: Sequence[CheckpointSource],
    key: str | None = None,
    out: Path | None = None,
    note: Callable[[str], None] = lambda _: None,
    *,
    state: str | None = None,
) -> Inspection:
    """Inspect checkpoints; with ``out``, write ``tables/``, ``analysis/findings.json`` and ``report.html`` there.

    Args:
        sources: checkpoints of known or unknown layouts; no code in them is executed.
        key: layout to compare all of them with; ``None`` recognises it by their tensors.
        out: folder to write to: new, empty, or one that holds an inspection.
        note: called with the name of the file that is being read.
        state: which state of each file, where it holds several: its name, or a part of it (``ema``).

    Raises:
        UsageError: the layout is unknown, or a file is named twice.
        RunError: ``out`` holds something else.
    """
    keys = (*LAYOUTS, *REFERENCE_KEYS)
    if key is not None and key not in keys:
        raise UsageError(f"there is no layout {key!r}; known layouts are {', '.join(keys)}")
    if out is not None:
        _check_folder(out)
    paths = [source if isinstance(source, Path) else _IN_MEMORY for source in sources]
    files: list[Inspected] = []
    rows: list[dict[str, object]] = []
    tensors: list[pl.DataFrame] = [TENSORS.empty()]
    for name, path, source in zip(_names(paths), paths, sources, strict=True):
        note(f"{path.name}: reading and measuring")
        file, measured = _inspected(name, source, Meant(key=key, state=state))
        files.append(file)
        rows.append(_row(file, key))
        tensors.append(measured)
    tables = {"detectors": from_rows(rows, DETECTORS), "tensors": pl.concat(tensors)}
    said = [*(["--as", key] if key is not None else []), *(["--state", state] if state is not None else [])]
    command = shlex.join(["touchstone", "inspect", *(readable(p) for p in paths), *said])
    inspection = Inspection(
        files=tuple(files), tables=tables, findings=diagnose_checkpoints(tables, command), command=command
    )
    return inspection if out is None else save_inspection(inspection, out)


def save_inspection(inspection: Inspection, out: Path) -> Inspection:
    """Write ``tables/``, ``analysis/findings.json`` and ``report.html``; return the inspection with its report.

    Raises:
        RunError: ``out`` holds something else.
    """
    _check_folder(out)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    for table in (DETECTORS, TENSORS):
        write_table(inspection.tables[table.name], table, out / "tables")
    page = write_inspection(out, inspection.command, now, inspection.tables, inspection.findings)
    return replace(inspection, report=page)


def _check_folder(out: Path) -> None:
    if (out / "run.json").exists():
        raise RunError(f"{out} holds a run; choose another {option('out')}")
    if out.is_file():
        raise RunError(f"{out} is a file; choose a folder for {option('out')}")
    refuse_links(out, ("tables", "analysis"), RunError)
    if out.is_dir() and not _is_inspection(out):
        raise RunError(f"{out} is not empty and holds no inspection; choose another {option('out')}")


def _is_inspection(out: Path) -> bool:
    """Whether a folder holds an inspection, a part of one (the disk was full), or nothing."""
    inside = {path.name for path in out.iterdir() if not path.name.startswith(".")}
    tables = {path.name for path in (out / "tables").glob("[!.]*")}
    return "tensors.parquet" in tables or (inside <= {"tables"} and tables <= {"detectors.parquet"})


def _names(paths: Sequence[Path]) -> list[str]:
    """The stems of the files; where stems are equal, longer parts of the paths."""
    whole = {path: Path(realpath(path)) for path in paths}  # of links that lead to themselves, too
    if len({*whole.values()}) < len(paths):
        twice = next(p for p, n in Counter(whole[path] for path in paths).items() if n > 1)
        raise UsageError(f"{twice.name} is named twice; name every file once")
    for named in (lambda p: p.stem, lambda p: p.name, lambda p: p.as_posix(), lambda p: whole[p].as_posix()):
        names = [printable(readable(Path(named(p)))) for p in paths]
        if len(set(names)) == len(names):
            break
    return names


def _inspected(name: str, source: CheckpointSource, meant: Meant) -> tuple[Inspected, pl.DataFrame]:
    """A file or a state dict, and its rows of the ``tensors`` table; whatever is wrong with it is its own result."""
    path = source if isinstance(source, Path) else _IN_MEMORY
    try:
        measured = measure_apart(source, name, meant) if isinstance(source, Path) else _measured(source, name, meant)
        return _recognised(name, measured.checkpoint, meant.key), measured.tensors
    except CheckpointError as error:
        return Inspected(name=name, path=path, reason=str(error), misfit=_kind_of(error)), TENSORS.empty()
    except MissingExtraError:
        raise
    except Exception as error:  # what a file or an object of the caller holds must not end the others
        return Inspected(name=name, path=path, reason=f"{path.name}: {short_reason(error)}"), TENSORS.empty()


def _measured(state: Mapping[str, Any], name: str, meant: Meant) -> MeasuredCheckpoint:
    """A state dict in memory is the caller's own object, and is measured in this process."""
    checkpoint = checkpoint_of_state(state, _IN_MEMORY, meant.choose)
    return MeasuredCheckpoint(checkpoint=checkpoint, tensors=meant.rows(checkpoint, name))


def _recognised(name: str, checkpoint: Checkpoint, key: str | None) -> Inspected:
    domain = reference_domain(checkpoint, key)
    if domain is not None:
        return _read_reference(name, checkpoint, domain)
    file = Inspected(name=name, path=checkpoint.path, checkpoint=checkpoint)
    return _of_any_layout(file, checkpoint) if key is None else _of_layout(file, checkpoint, key)


def _of_any_layout(file: Inspected, checkpoint: Checkpoint) -> Inspected:
    """Compared with the known layouts; a file that is near to one, and no network of its own, does not fit it."""
    best = best_layout(checkpoint.state)[0]
    if best.exact:
        return replace(file, fit=best)
    network = plain_efficientnet(checkpoint.state)
    if network is not None:
        notes = (*checkpoint.notes, network.advice)
        return replace(file, network=network, checkpoint=replace(checkpoint, notes=notes))
    if best.share < NEAREST:
        return _unknown(file, checkpoint, best)
    misfit = _misfit(checkpoint, best)
    told_apart = f"; {misfit.text}" if misfit is not None else ""
    return replace(
        file,
        fit=best,
        misfit=misfit.kind if misfit is not None else None,
        reason=f"nearest known layout {best.layout}: {best}{told_apart}",
    )


def _unknown(file: Inspected, checkpoint: Checkpoint, best: Fit) -> Inspected:
    """A file of no known layout; where all shapes are those of one, in equal order, a note says so."""
    misfits = (misfit_of(checkpoint.state, key) for key in LAYOUTS)
    texts = tuple(misfit.text for misfit in misfits if misfit is not None and misfit.kind == "renamed")
    if texts:
        file = replace(file, checkpoint=replace(checkpoint, notes=checkpoint.notes + texts))
    return replace(file, fit=best if best.matching else None)


def _of_layout(file: Inspected, checkpoint: Checkpoint, key: str) -> Inspected:
    """Compared with the layout that the user names."""
    compared, best = fit(checkpoint.state, key), best_layout(checkpoint.state)[0]
    if compared.exact:
        return replace(file, fit=compared)
    said = reference_key(checkpoint)
    misfit = None if best.exact or said is not None else _misfit(checkpoint, compared)
    reason = f"{file.path.name} does not fit {key}: {compared}"
    if said is not None:
        reason += f"; it holds the reference specialist {said}: say {option('as_', f'{REFERENCE_PREFIX}{said}')}"
    elif misfit is not None:
        reason += f"; {misfit.text}"
    elif best.layout != key and best.matching:
        reason += f"; it fits best: {best.layout} ({best.matching} of {best.total} tensors)"
    return replace(file, fit=compared, misfit=misfit.kind if misfit is not None else None, reason=reason)


def _kind_of(error: CheckpointError) -> str | None:
    kind = error.columns().get("misfit")
    return None if kind is None else str(kind)


def _misfit(checkpoint: Checkpoint, compared: Fit) -> Misfit | None:
    return misfit_of(checkpoint.state, compared.layout, compared.mismatched if compared.complete else ())


def _read_reference(name: str, checkpoint: Checkpoint, domain: str) -> Inspected:
    try:
        loaded = load_reference(checkpoint, domain)
    except LayoutError as error:
        nearest = error.best.layout if error.best is not None else None
        return Inspected(
            name=name,
            path=checkpoint.path,
            checkpoint=checkpoint,
            fit=error.fit,
            reason=str(error),
            domain=domain,
            nearest=nearest,
        )
    except CheckpointError as error:
        return Inspected(name=name, path=checkpoint.path, checkpoint=checkpoint, reason=str(error), domain=domain)
    return Inspected(name=name, path=checkpoint.path, checkpoint=checkpoint, domain=domain, reference=loaded)


def _row(file: Inspected, key: str | None) -> dict[str, object]:
    """Its row of the ``detectors`` table; its kind is ``checkpoint`` if neither the user nor the file names a layout."""
    compared = file.fit
    kind = "checkpoint" if key is None else "specialist"
    if file.domain is not None or key in REFERENCE_KEYS:
        kind = "reference"
    domain = domain_of(key) if key is not None else file.domain
    row: dict[str, object] = {
        "detector": file.name, "kind": kind, "domain": domain, "path": readable(file.path),
        "status": "ok" if file.reason is None else "failed", "reason": file.reason,
    }  # fmt: skip
    row["misfit"] = file.misfit
    if file.checkpoint is None:
        return row
    held = {name: tensor for name, tensor in file.checkpoint.state.items() if unmeasured(tensor) is None}
    learnt = (t for n, t in held.items() if (t.is_floating_point() or t.is_complex()) and "running_" not in n)
    row |= {"sha256": file.checkpoint.sha256, "parameters": sum(t.numel() for t in learnt)}
    if file.reference is not None:
        loaded = file.reference
        row |= {"layout": f"{REFERENCE_PREFIX}{file.domain}", "architecture": loaded.architecture}
        row |= {"input": loaded.input.to_json(), "output": loaded.card.output.to_json()}
    if file.network is not None:
        row["architecture"] = str(file.network)
    if compared is None or (file.reason is None and not compared.exact):
        return row
    if compared.exact:
        row["architecture"] = architecture(compared.layout)
    if file.domain is not None:
        row["layout"] = file.nearest
    else:
        best = best_layout(file.checkpoint.state)[0]
        row["layout"] = best.layout if best.matching else None
    row["domain"] = domain or domain_of(compared.layout)
    row["missing_keys"] = list(compared.missing)
    row["unexpected_keys"] = [*compared.unexpected, *(name for name, _, _ in compared.mismatched)]
    return row

"""Layout *manifest*: a table (CSV, Parquet, JSON) with one row per video."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from touchstone.vocabulary.errors import CorpusError

from ..entry import Corpus, Entry, Label, readable

# Column names seen in the wild, lower case, best first.
_NAMES: dict[str, tuple[str, ...]] = {
    "path": ("path", "video", "file", "filename", "file_name", "filepath", "video_path", "name"),
    "label": ("label", "class", "klass", "target", "true_label", "ground_truth", "is_fake"),
    "method": ("method", "manipulation", "generator", "attack", "fake_method"),
    "dataset": ("dataset", "data_set", "corpus"),
    "source": ("source", "site", "camera", "origin"),
    "group": ("group", "person", "identity", "subject", "speaker", "actor"),
    "donor": ("donor", "target_person", "second_identity"),
    "split": ("split", "set", "partition", "subset"),
    "sha256": ("sha256", "sha_256", "hash"),
}
_LABELS: dict[str, Label] = {
    "real": "real", "fake": "fake", "original": "real", "manipulated": "fake", "bonafide": "real", "bona fide": "real",
    "spoof": "fake", "genuine": "real", "pristine": "real", "deepfake": "fake", "0": "real", "1": "fake",
    "0.0": "real", "1.0": "fake", "false": "real", "true": "fake",
}  # fmt: skip
_SPELT_OUT = frozenset(name for name in _LABELS if name.isalpha() and name not in ("true", "false"))


def read_manifest(path: Path) -> Corpus:
    """Read a manifest; its paths are relative to the folder that it lies in.

    Raises:
        CorpusError: it cannot be read, lacks a path or label column, holds a label that is none, or gives one video two
            labels.
    """
    table = _read(path)
    columns = _recognise(table, path)
    entries: dict[str, tuple[int, Entry]] = {}
    repeated = 0
    for number, row in enumerate(table.iter_rows(named=True), start=2):
        entry = _entry(row, columns, path, number)
        if entry.video in entries:
            first, known = entries[entry.video]
            if known.label != entry.label:
                raise CorpusError(
                    f"{path}: {entry.video} is {known.label} in row {first} and {entry.label} in row {number}; "
                    "correct one of them"
                )
            repeated += 1
            continue
        entries[entry.video] = (number, entry)
    if not entries:
        raise CorpusError(f"{path}: the manifest has no rows")
    notes = ["columns read: " + ", ".join(f"{field} from {column!r}" for field, column in columns.items())]
    values = {str(v).strip().lower() for v in table.get_column(columns["label"]).unique().to_list()}
    if not values <= _SPELT_OUT:
        notes.append("labels are numbers or truth values: 1 and true were read as fake, 0 and false as real")
    if repeated:
        notes.append(f"{repeated} repeated row(s) left out")
    if "group" not in columns:
        notes.append("no group column: every video counts as independent")
    ordered = sorted((entry for _, entry in entries.values()), key=lambda e: e.video)
    return Corpus(path.parent, "manifest", tuple(ordered), tuple(notes))


def _read(path: Path) -> pl.DataFrame:
    try:
        match path.suffix.lower():
            case ".parquet":
                table = pl.read_parquet(path)
            case ".json":
                table = pl.read_json(path)
            case ".jsonl" | ".ndjson":
                table = pl.read_ndjson(path)
            case ".tsv":
                table = pl.read_csv(path, separator="\t", infer_schema=False)
            case _:
                table = pl.read_csv(path, infer_schema=False)
    except (pl.exceptions.PolarsError, OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path} cannot be read as a manifest: {str(error).splitlines()[0]}") from error
    return table


def _recognise(table: pl.DataFrame, path: Path) -> dict[str, str]:
    known = {column.strip().lower(): column for column in table.columns}
    found = {
        field: next(known[name] for name in names if name in known)
        for field, names in _NAMES.items()
        if any(name in known for name in names)
    }
    for field in ("path", "label"):
        if field not in found:
            raise CorpusError(
                f"{path}: no {field} column; its columns are {', '.join(table.columns)}; "
                f"call one {field} (known names: {', '.join(_NAMES[field])})"
            )
    return found


def _entry(row: dict[str, Any], columns: dict[str, str], path: Path, number: int) -> Entry:
    def text(field: str) -> str | None:
        value = row.get(columns[field]) if field in columns else None
        value = str(value).strip() if value is not None else ""
        return value or None

    relative, label = text("path"), text("label")
    if relative is None or "\0" in relative:
        raise CorpusError(f"{path}: row {number} has no usable path")
    if label is None or label.lower() not in _LABELS:
        raise CorpusError(f"{path}: row {number} has the label {label!r}; write real or fake")
    sha256 = text("sha256")
    return Entry(
        video=readable(Path(relative).as_posix()),
        path=path.parent / relative,
        label=_LABELS[label.lower()],
        method=text("method"),
        dataset=text("dataset"),
        source=text("source"),
        group=text("group"),
        donor=text("donor"),
        split=text("split"),
        sha256=sha256.lower() if sha256 else None,
    )

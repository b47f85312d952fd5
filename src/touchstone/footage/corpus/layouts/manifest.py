"""Layout *manifest*: a table (CSV, Parquet, JSON) with one row per video, or any file of labels that names videos."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from touchstone.vocabulary.errors import CorpusError, TableError
from touchstone.vocabulary.excerpts import names_of, quoted
from touchstone.vocabulary.sheets import (
    LabelSheet,
    Meaning,
    Sheet,
    described,
    find_fields,
    grouped,
    not_used,
    read_sheet,
    settled,
    special_form,
    text,
    with_lineage,
)
from touchstone.vocabulary.words import (
    CODED,
    COLUMNS,
    FAKE_AUDIO_WORDS,
    LABELS,
    MEASURED,
    METADATA,
    WORDED,
    Label,
    spelled_plainly,
)

from ..entry import Corpus, Entry, readable
from ..layout import Layout, LayoutPriority

_FILES = ("manifest.csv", "manifest.parquet", "manifest.json")
_FIELDS = {"path": "video"} | {name: name for name in
           ("label", "method", "dataset", "source", "group", "donor", "split", "sha256")}  # fmt: skip
"""What a manifest calls a field, and what the table of column names calls it."""

_OF_VIDEO = " of the video"
"""How columns end that are made of others."""


class Manifest(Layout):
    """A table that says what each file is; it wins over every other layout of the same folder."""

    name = "manifest"
    description = "a table of paths and labels, or a folder with a manifest.csv, .parquet or .json"
    priority = LayoutPriority.SAID

    def read(self, path: Path) -> Corpus | None:
        """A file that is given is a manifest; of a folder, the first of its known names."""
        if path.is_file():
            return read_manifest(path)
        file = next((path / name for name in _FILES if os.path.lexists(path / name)), None)
        return None if file is None else read_manifest(file)


LAYOUT = Manifest()


def read_manifest(path: Path) -> Corpus:
    """Read a manifest; its paths are relative to the folder that it lies in.

    Raises:
        CorpusError: it cannot be read, lacks a path or label column, holds an unknown label, or gives one video two
            labels.
    """
    form = _form(path)
    columns = form.fields
    entries: dict[str, tuple[int, Entry]] = {}
    repeated = 0
    for number, row in zip(form.sheet.numbers, form.sheet.frame.iter_rows(named=True), strict=True):
        entry = _entry(row, form, number)
        if entry.video in entries:
            first, before = entries[entry.video]
            if before.label != entry.label:
                raise CorpusError(
                    f"{path}: {entry.video} is {before.label} in row {first} and {entry.label} in row {number}; "
                    "correct one of them"
                )
            repeated += 1
            continue
        entries[entry.video] = (number, entry)
    if not entries:
        raise CorpusError(f"{path}: the manifest has no rows")
    notes = ["columns read: " + ", ".join(f"{field} from {column!r}" for field, column in columns.items())]
    notes += [*([form.note] if form.note else []), *_of_labels(form)]
    if repeated:
        notes.append(f"{repeated} repeated row(s) left out")
    if "group" not in columns:
        notes.append("no group column: videos are assumed independent")
    properties, said = _properties(form, {entry.video: entry.label for _, entry in entries.values()})
    ordered = sorted((entry for _, entry in entries.values()), key=lambda e: e.video)
    return Corpus(
        root=path.parent, layout="manifest", entries=tuple(ordered), notes=(*notes, *said), properties=properties
    )


def _properties(form: LabelSheet, labelled: Mapping[str, Label]) -> tuple[pl.DataFrame, list[str]]:
    """What other columns state of the videos; what a video file itself says is measured, whatever a manifest holds."""
    sheet, used = form.sheet, {*form.fields.values()}
    field_of = {c: field for field, c in find_fields(sheet, {}).items() if c not in used and field != "folder"}
    free = [c for c in sheet.columns if c not in used and c not in field_of and not c.endswith(_OF_VIDEO)]
    of_files = [c for c in free if spelled_plainly(c) in MEASURED or spelled_plainly(c) in WORDED]
    left = {
        "each video file says it itself": [c for c in field_of if field_of[c] in METADATA] + of_files,
        "it is of scores, not of videos": [c for c in field_of if field_of[c] not in METADATA],
    }
    left = {reason: columns for reason, columns in left.items() if columns}
    _, stated, notes = described(sheet, [c for c in free if c not in of_files], METADATA)
    keys = pl.Series("video", [_key(path) for path in text(sheet, form.fields["path"]).to_list()], dtype=pl.String)
    label = keys.replace_strict(dict(labelled), default=None, return_dtype=pl.String).alias("label")
    table, said = settled(pl.DataFrame([keys, label, *stated]))
    return table, [*([not_used(left)] if left else []), *notes, *said]


def _key(path: str) -> str:
    return readable(Path(path).as_posix())


def _form(path: Path) -> LabelSheet:
    """The table, and which column is what; fields have the names of a manifest."""
    try:
        sheet = read_sheet(path, bare=True)
    except TableError as error:
        reason = str(error).removeprefix(str(path)).lstrip(":, ")
        raise CorpusError(f"{path} cannot be read as a manifest: {reason}") from error
    form = special_form(sheet, Meaning())
    if form is None:
        return _with_groups(LabelSheet(form="manifest", sheet=sheet, fields=_columns(sheet), meaning=Meaning()))
    fields = {name: form.fields[field] for name, field in _FIELDS.items() if field in form.fields}
    return LabelSheet(form=form.form, sheet=form.sheet, fields=fields, meaning=form.meaning, note=form.note)


def _with_groups(form: LabelSheet) -> LabelSheet:
    """Without groups that name none; with those that columns such as ``original`` give, as for tables of scores."""
    sheet, videos = form.sheet, text(form.sheet, form.fields["path"])
    held = {name: text(sheet, form.fields[name]) for name in ("group", "donor", "source") if name in form.fields}
    kept, left = grouped(held, videos, form.fields)
    notes = list(left.values())
    lineage: dict[str, str] = {}
    if "group" not in kept:
        kept, lineage = with_lineage(sheet, kept, videos, form.fields)
        notes += lineage.values()
    new = {name: cells for name, cells in kept.items() if cells is not held.get(name)}
    fields = {name: column for name, column in form.fields.items() if name not in held or name in kept}
    new_columns = [cells.alias(f"{name}{_OF_VIDEO}") for name, cells in new.items()]
    frame = sheet.frame.drop(lineage).with_columns(new_columns)  # they describe the group, not the video
    fields |= {name: f"{name}{_OF_VIDEO}" for name in new}
    return replace(form, sheet=replace(sheet, frame=frame), fields=fields, note="; ".join(notes))


def _columns(sheet: Sheet) -> dict[str, str]:
    names = sheet.lower()
    if not sheet.header and sheet.frame.width == 2:
        return dict(zip(("path", "label"), sheet.columns, strict=True))
    said = {"video": names["path"]} if "path" in names else {}
    fields = find_fields(sheet, said)
    columns = {name: fields.get(field) for name, field in _FIELDS.items()}
    for name in ("path", "label"):
        if columns[name] is None:
            raise CorpusError(
                f"{sheet.path}: no {name} column; its columns are {names_of(sheet.columns)}; "
                f"call one {name} (known names: {', '.join(COLUMNS[_FIELDS[name]])})"
            )
    return {name: column for name, column in columns.items() if column is not None}


def _of_labels(form: LabelSheet) -> list[str]:
    """What a reader must know of how labels were read."""
    values = {_cell(value).lower() for value in form.sheet.frame[form.fields["label"]].unique().to_list()}
    notes: list[str] = []
    if values & CODED and not form.meaning.label_fake:
        notes.append("labels are numbers or truth values: 1 and true were read as fake, 0 and false as real")
    if values & FAKE_AUDIO_WORDS:
        notes.append("a real picture with false sound was read as fake")
    return notes


def _cell(value: Any) -> str:
    """A cell as text; JSON does not tell 1 from 1.0, and people write 1."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _entry(row: dict[str, Any], form: LabelSheet, number: int) -> Entry:
    path = form.sheet.path

    def text(field: str) -> str | None:
        return (_cell(row[form.fields[field]]) if field in form.fields else "") or None

    relative, label = text("path"), text("label")
    if relative is None or "\0" in relative:
        raise CorpusError(f"{path}: row {number} has no usable path")
    sha256 = text("sha256")
    return Entry(
        video=_key(relative),
        path=path.parent / relative,
        label=_label(label, form.meaning, f"{path}: row {number}"),
        method=text("method"),
        dataset=text("dataset"),
        source=text("source"),
        group=text("group"),
        donor=text("donor"),
        split=text("split"),
        sha256=sha256.lower() if sha256 else None,
    )


def _label(word: str | None, meaning: Meaning, where: str) -> Label:
    lower = (word or "").lower()
    if meaning.label_fake and word is not None:
        return "fake" if lower in meaning.label_fake else "real"
    if lower in FAKE_AUDIO_WORDS:
        return meaning.fake_audio
    if lower not in LABELS:
        raise CorpusError(f"{where} has the label {quoted(word)}; write real or fake")
    return LABELS[lower]

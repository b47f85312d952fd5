"""Labels from another file: DFDC's and Celeb-DF's lists, FakeAVCeleb's, AV-Deepfake1M's, or a manifest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from touchstone.vocabulary.errors import TableError

from .cells import text
from .form import Reading
from .names import find_fields, nearest
from .options import Options
from .read import read_sheet
from .scored import read_facts
from .sheet import Sheet


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """What one file of labels says.

    Attributes:
        path: the file.
        facts: one row per video: ``video``, ``label`` and those columns of the ``videos`` table that it holds.
        notes: how it was read, one line each.
    """

    path: Path
    facts: pl.DataFrame
    notes: tuple[str, ...]


def read_labels(path: Path | Sheet, options: Options) -> Labels:
    """Read labels; ``options.columns`` does not count here, ``label_fake`` does.

    Raises:
        TableError: it cannot be read, has no labels, or gives one video two.
    """
    sheet = read_sheet(path)
    options = Options(label_fake=options.label_fake, fake_audio=options.fake_audio, group_pattern=options.group_pattern)
    sheet, reading, options = _celeb(sheet, options) or _fakeavceleb(sheet, options) or _named(sheet, options)
    facts, notes = read_facts(sheet, reading, options)
    return Labels(
        sheet.path,
        _one_each(sheet, facts),
        (f"labels, read as {reading.form}: {facts.height:,} rows", *notes, *reading.notes),
    )


def _celeb(sheet: Sheet, options: Options) -> tuple[Sheet, Reading, Options] | None:
    """``1 Celeb-real/id0_0001.mp4``: lines without header, where 1 is real."""
    if sheet.header or sheet.frame.width != 2 or not sheet.frame[sheet.columns[0]].is_in(["0", "1"]).all():
        return None
    note = "" if options.label_fake else "in lists of this form 1 is real (--label-fake says otherwise)"
    options = options if options.label_fake else Options(label_fake=("0",), group_pattern=options.group_pattern)
    fields = {"video": sheet.columns[1], "label": sheet.columns[0]}
    return sheet, Reading("list of Celeb-DF", fields, {}, notes=(note,) if note else ()), options


def _fakeavceleb(sheet: Sheet, options: Options) -> tuple[Sheet, Reading, Options] | None:
    """``source,target1,target2,method,category,type,race,gender,path,``: the last column, without a name, is the folder."""
    known = sheet.lower()
    if not {"source", "target1", "type", "path"} <= set(known):
        return None
    folder = next((c for c in reversed(sheet.columns) if c.startswith("column ")), None)
    key = sheet.frame[known["path"]]
    if folder is not None:
        parts = pl.DataFrame({"folder": text(sheet, folder).str.strip_chars("/"), "name": key})
        key = parts.select(pl.format("{}/{}", pl.col("folder").str.replace(r"^FakeAVCeleb/", ""), "name")).to_series()
    sheet = replace(sheet, frame=sheet.frame.with_columns(key.alias("key")))
    fields = {"video": "key", "label": known["type"], "group": known["source"], "donor": known["target1"]}
    fields |= {"method": known["method"]} if "method" in known else {}
    note = "the person (column 'source') is the group, target1 the donor"
    return sheet, Reading("meta data of FakeAVCeleb", fields, {}, notes=(note,)), options


def _named(sheet: Sheet, options: Options) -> tuple[Sheet, Reading, Options]:
    fields = find_fields(sheet, options)
    if not sheet.header and sheet.frame.width == 2:
        fields = {"video": sheet.columns[0], "label": sheet.columns[1]}
    for name in ("video", "label"):
        if name not in fields:
            raise TableError(
                f"{sheet.path}: no column of {'labels' if name == 'label' else 'videos'}{nearest(name, sheet.columns)}; its "
                f"columns are {', '.join(sheet.columns[:12])}; call one {name}"
            )
    kept = {
        name: column
        for name, column in fields.items()
        if name not in ("detector", "frame", "clip", "time", "status", "reason")
    }
    return sheet, Reading("labels by column" if sheet.kind == "text" else "labels by video", kept, {}), options


def _one_each(sheet: Sheet, facts: pl.DataFrame) -> pl.DataFrame:
    """Repeated rows once; a video with two labels cannot be used by anyone."""
    facts = facts.filter(pl.col("label").is_not_null())
    two = facts.filter(pl.col("label").n_unique().over("video") > 1)
    if two.height:
        first, second = (
            two.filter(pl.col("video") == two["video"][0])
            .unique("label", keep="first", maintain_order=True)
            .rows(named=True)[:2]
        )
        raise TableError(
            f"{sheet.path}: {first['video']} is {first['label']} in row {first['row']} and {second['label']} in row "
            f"{second['row']}; "
            "correct one of them"
        )
    return facts.unique("video", keep="first", maintain_order=True).drop("row")

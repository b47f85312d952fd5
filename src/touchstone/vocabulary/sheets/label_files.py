"""Files that say which videos are fake: DFDC's and Celeb-DF's lists, FakeAVCeleb's, AV-Deepfake1M's, or a manifest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.excerpts import names_of, quoted
from touchstone.vocabulary.words import TRIAL, did_you_mean

from .cells import Meaning, text
from .facts import read_facts
from .fields import find_fields
from .label_cells import are_labels
from .read import read_sheet
from .sheet import Sheet
from .telling import telling_column

OfParts = Callable[[Sheet, pl.DataFrame], tuple[pl.DataFrame, Sequence[str]]]

_OF_SCORES = ("detector", "frame", "clip", "time", "status", "opt_out", "reason")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class LabelSheet:
    """How the columns of a label file are read.

    Attributes:
        form: name of the form, as it is printed.
        sheet: the file; a form may add the column ``key`` to it.
        fields: field → column: ``video``, ``label``, a column of the ``videos`` table …
        meaning: how its labels are meant.
        note: a further note to print; empty for none.
    """

    form: str
    sheet: Sheet
    fields: dict[str, str]
    meaning: Meaning
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Labels:
    """What one file of labels says.

    Attributes:
        path: the file.
        facts: one row per video: ``video``, ``label``, those columns of the ``videos`` table that it holds, and columns
            ``property NAME`` that may hold properties.
        notes: how it was read, one line each.
        columns: names of its columns.
    """

    path: Path
    facts: pl.DataFrame
    notes: tuple[str, ...]
    columns: tuple[str, ...] = ()


def read_labels(path: Path | Sheet, meaning: Meaning, of_parts: OfParts | None = None) -> Labels:
    """Read labels.

    Args:
        path: the file, or a sheet in memory.
        meaning: how labels and groups are meant.
        of_parts: given the sheet and its facts, returns the facts with one label for each video of which parts are labelled, and
            what is said of it.

    Raises:
        TableError: it cannot be read, has no labels, or gives one video two.
    """
    form = special_form(sheet := read_sheet(path), meaning) or _named(sheet, meaning)
    facts, notes = read_facts(form.sheet, form.fields, form.meaning, used=find_fields(form.sheet, {}).values())
    notes = [f"labels, read as {form.form}: {facts.height:,} rows", *notes, *([form.note] if form.note else [])]
    if of_parts is not None:
        facts, said = of_parts(form.sheet, facts)
        notes += said
    return Labels(path=sheet.path, facts=_one_each(sheet, facts), notes=tuple(notes), columns=tuple(sheet.columns))


def special_form(sheet: Sheet, meaning: Meaning) -> LabelSheet | None:
    """The file as a list of a data set that is known by its form; ``None`` where it is none."""
    forms = (_celeb, _fakeavceleb, _nist, _asvspoof)
    return next((read for form in forms if (read := form(sheet, meaning)) is not None), None)


_OF_CELEB = r"(?i)celeb|youtube[-_]?real|(^|/)id\d+_(id\d+_)?\d+\b"
"""What names of videos of Celeb-DF have in them."""


def _celeb(sheet: Sheet, meaning: Meaning) -> LabelSheet | None:
    """``1 Celeb-real/id0_0001.mp4``: lines without header with names of Celeb-DF, where 1 is real."""
    if sheet.header or sheet.frame.width != 2 or not sheet.frame[sheet.columns[0]].is_in(["0", "1"]).all():
        return None
    if not text(sheet, sheet.columns[1]).str.contains(_OF_CELEB).any():
        return None
    note = "" if meaning.label_fake else f"in lists of this form 1 is real ({option('label_fake')} says otherwise)"
    meaning = meaning if meaning.label_fake else replace(meaning, label_fake=("0",), of_form="list of Celeb-DF")
    fields = {"video": sheet.columns[1], "label": sheet.columns[0]}
    return LabelSheet(form="list of Celeb-DF", sheet=sheet, fields=fields, meaning=meaning, note=note)


def _fakeavceleb(sheet: Sheet, meaning: Meaning) -> LabelSheet | None:
    """``source,target1,target2,method,category,type,race,gender,path,``: the last column, without a name, is the folder."""
    columns = sheet.lower()
    if not {"source", "target1", "type", "path"} <= set(columns):
        return None
    folder = next((c for c in reversed(sheet.columns) if c.startswith("column ")), None)
    key = sheet.frame[columns["path"]]
    if folder is not None:
        parts = pl.DataFrame({"folder": text(sheet, folder).str.strip_chars("/"), "name": key})
        key = parts.select(pl.format("{}/{}", pl.col("folder").str.replace(r"^FakeAVCeleb/", ""), "name")).to_series()
    fields = {"video": "key", "label": columns["type"], "group": columns["source"], "donor": columns["target1"]}
    fields |= {"method": columns["method"]} if "method" in columns else {}
    keyed = replace(sheet, frame=sheet.frame.with_columns(key.alias("key")))
    note = "the person (column 'source') is the group, target1 the donor"
    return LabelSheet(form="meta data of FakeAVCeleb", sheet=keyed, fields=fields, meaning=meaning, note=note)


def _nist(sheet: Sheet, meaning: Meaning) -> LabelSheet | None:
    """``TaskID|ProbeFileID|…|IsTarget|…``: the reference file of NIST's evaluations, where Y is manipulated."""
    columns = sheet.lower()
    if not {"probefileid", "istarget"} <= set(columns):
        return None
    meaning = meaning if meaning.label_fake else replace(meaning, label_fake=("y",), of_form="reference of NIST")
    fields = {"video": columns["probefileid"], "label": columns["istarget"]}
    note = f"in references of NIST, Y is manipulated ({option('label_fake')} says otherwise)"
    return LabelSheet(form="reference of NIST", sheet=sheet, fields=fields, meaning=meaning, note=note)


def _asvspoof(sheet: Sheet, meaning: Meaning) -> LabelSheet | None:
    """``LA_0039 LA_E_2834763 - A11 spoof``: keys of ASVspoof, lines of speaker, utterance, attack and key in any order."""
    words = {c: text(sheet, c) for c in sheet.columns}
    keys = [c for c, cells in words.items() if cells.str.to_lowercase().is_in(["bonafide", "spoof"]).all()]
    trials = [c for c, cells in words.items() if cells.str.contains(TRIAL).all()]
    if sheet.header or not keys or not trials:
        return None
    video = max(trials, key=lambda c: words[c].n_unique())
    speakers = [c for c in trials if c != video]
    attacks = [
        c for c, cells in words.items() if cells.str.contains(r"^(A\d+|-|bonafide)$").all() and cells.n_unique() > 1
    ]
    fields = {"video": video, "label": keys[0]} | ({"group": speakers[0]} if speakers else {})
    fields |= {"method": attacks[0]} if attacks and attacks[0] != keys[0] else {}
    note = "the speaker is the group, the attack the method" if speakers else ""
    return LabelSheet(form="key of ASVspoof", sheet=sheet, fields=fields, meaning=meaning, note=note)


def _named(sheet: Sheet, meaning: Meaning) -> LabelSheet:
    fields = find_fields(sheet, {})
    if not sheet.header and sheet.frame.width == 2:
        turned = are_labels(sheet.frame[sheet.columns[0]]) and not are_labels(sheet.frame[sheet.columns[1]])
        names = ("label", "video") if turned else ("video", "label")
        fields = {str(name): column for name, column in zip(names, sheet.columns, strict=True)}
    if "label" not in fields and (column := _only_labels(sheet, fields)) is not None:
        fields["label"] = column
    note = ""
    free = [c for c in sheet.columns if c not in fields.values()]
    if "label" in fields and "video" not in fields and (telling := telling_column(sheet, free)) is not None:
        fields["video"] = telling
        note = f"no column is called that of the videos, and {quoted(telling)} alone tells rows apart, so it names them"
    for name in ("video", "label"):
        if name not in fields:
            raise TableError(
                f"{sheet.path}: no column of {'labels' if name == 'label' else 'videos'}{did_you_mean(name, sheet.columns)}; its "
                f"columns are {names_of(sheet.columns)}; call one {name}{sheet.read_so}"
            )
    form = "labels by column" if sheet.kind == "text" else "labels by video"
    fields = {name: column for name, column in fields.items() if name not in _OF_SCORES}
    return LabelSheet(form=form, sheet=sheet, fields=fields, meaning=meaning, note=note)


def _only_labels(sheet: Sheet, fields: Mapping[str, str]) -> str | None:
    """The column beside the fields, if it is the only one and holds nothing but words for labels."""
    rest = [c for c in sheet.columns if c not in fields.values()]
    if len(rest) != 1:
        return None
    return rest[0] if are_labels(sheet.frame[rest[0]]) else None


def _one_each(sheet: Sheet, facts: pl.DataFrame) -> pl.DataFrame:
    """Repeated rows once; a video with two labels cannot be used by anyone."""
    facts = facts.filter(pl.col("label").is_not_null())
    two = facts.filter(pl.col("label").n_unique().over("video") > 1)
    if two.height:
        rows = two.filter(pl.col("video") == two["video"][0]).unique("label", keep="first", maintain_order=True)
        first, second = rows.rows(named=True)[:2]
        raise TableError(
            f"{sheet.path}: {first['video']} is {first['label']} in row {first['row']} and {second['label']} in row "
            f"{second['row']}; correct one of them"
        )
    return facts.unique("video", keep="first", maintain_order=True).drop("row")

"""What a corpus folder says of itself: manifest, truth, faces, and a card for people."""

from __future__ import annotations

import io
import shlex
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import polars as pl

from touchstone.footage.corpus import readable
from touchstone.footage.interventions import INTERVENTIONS
from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.printable import printable
from touchstone.vocabulary.tables import TRUTH, csv_bytes, write_bytes, write_table

from .make import WrittenClip
from .plan import Plan
from .plan_own import OwnPlan
from .recipe import Recipe, UserFile

_SHAM = "sham"
"""Name of what was done to real clips: the same decoding and encoding, nothing between."""

_COLUMNS = (
    "path", "label", "method", "group", "source", "dataset", "split", "sha256", "difficulty", "codec", "scene",
)  # fmt: skip


def write_card(
    folder: Path,
    plan: Plan | OwnPlan,
    recipes: Sequence[Recipe],
    written: Mapping[str, WrittenClip],
    *,
    raw_csv: bool = False,
) -> None:
    """Write ``manifest.csv``, ``truth.parquet``, ``faces.parquet`` and ``README.md``.

    Args:
        folder: of the corpus.
        plan: that it follows.
        recipes: of the clips that it holds.
        written: those clips by their keys.
        raw_csv: leave cells of the manifest as they are that a spreadsheet would run as formulas.
    """
    write_table(truth(recipes, written), TRUTH, folder)
    _write_faces(folder, recipes, written)
    write_bytes(folder / "README.md", _words(plan, recipes).encode())
    write_bytes(
        folder / "manifest.csv", csv_bytes(_manifest(recipes, written), raw=raw_csv)
    )  # last: with it the folder is a corpus


def truth(recipes: Iterable[Recipe], written: Mapping[str, WrittenClip]) -> pl.DataFrame:
    """The ``truth`` table: one row per planted defect, and one of the sham for every real clip.

    A defect spans the whole clip; its interventions change the region that is named, in every frame that has it.
    """
    sham = {"intervention": _SHAM, "domain": "common", "dose": None, "unit": "", "region": "frame", "seed": None}
    rows = [
        {"video": recipe.video, "start": 0.0, "duration": None, **planted}
        for recipe in recipes
        if recipe.video in written
        for planted in ([asdict(defect) for defect in recipe.defects] or [sham])
    ]
    return pl.DataFrame(rows, schema=TRUTH.schema)


def _write_faces(folder: Path, recipes: Sequence[Recipe], written: Mapping[str, WrittenClip]) -> None:
    rows = [
        (recipe.video, index, *(round(value, 2) for value in box))
        for recipe in recipes
        for index, box in enumerate(written[recipe.video].faces)
        if box is not None
    ]
    columns = {"video": pl.String, "index": pl.Int64, **dict.fromkeys(("x", "y", "width", "height"), pl.Float64)}
    buffer = io.BytesIO()
    pl.DataFrame(rows, schema=columns, orient="row").write_parquet(buffer, compression="zstd")
    write_bytes(folder / "faces.parquet", buffer.getvalue())


def _manifest(recipes: Sequence[Recipe], written: Mapping[str, WrittenClip]) -> pl.DataFrame:
    rows = [
        (r.video, r.label, r.method or None, r.group, r.source or None, r.dataset, r.split, written[r.video].sha256,
         r.difficulty, r.codec, r.scene or None)
        for r in sorted(recipes, key=lambda r: r.video)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=dict.fromkeys(_COLUMNS, pl.String()), orient="row")


def _words(plan: Plan | OwnPlan, recipes: Sequence[Recipe]) -> str:
    fakes = [r for r in recipes if r.label == "fake"]
    splits = Counter((r.split, r.label) for r in recipes)
    from_user = isinstance(plan, OwnPlan)
    what = (
        "Real clips of the user. Each is here twice, once unchanged and once with a planted defect; all were decoded, cut "
        "and encoded alike."
        if from_user
        else "Made by code from a seed: the persons do not exist, and nothing was downloaded. Each take is here twice, "
        "once unchanged and once with a planted defect; all went through the same chain."
    )
    lines = [
        "# A corpus with known defects\n",
        f"{what} *Fake* means: it carries the defects that `truth.parquet` names, with dose, unit and region.\n",
        f"- seed {plan.seed}, {len(recipes)} clips, {len(fakes)} of them fake, {len({r.group for r in recipes})} groups",
        f"- written by `{_command(plan)}`; the same command continues a build that was stopped, and makes nothing twice",
        "- `manifest.csv`: path, label, method (domains of the defects), group (person), source (camera), split, "
        "hash, difficulty",
        "- `truth.parquet`: one row per planted defect; real clips have one row of the sham, without a dose",
        "- `faces.parquet`: the face in every frame, pixels\n",
        "| split | real | fake |\n|---|---|---|",
        *(
            f"| {s} | {splits[s, 'real']} | {splits[s, 'fake']} |"
            for s in ("train", "val", "test")
            if splits[s, "real"]
        ),
        "",
        "No group is in two splits.",
    ]
    if not from_user:
        held = _held_out(recipes)
        lines.append(f"Only the test split has: {', '.join(held)}." if held else "")
    lines += ["", "| defect | domain | clips | doses | unit | region |\n|---|---|---|---|---|---|"]
    for key in (*DOMAINS, "common"):
        for name, intervention in INTERVENTIONS.items():
            doses = [d.dose for r in fakes for d in r.defects if d.intervention == name]
            if intervention.domain == key and doses:
                shown = ", ".join(f"{dose:g}" for dose in sorted(set(doses)))
                lines.append(
                    f"| {name} | {key} | {len(doses)} | {shown} | {intervention.unit} | {intervention.region} |"
                )
    kinds = Counter(r.difficulty for r in fakes)
    lines += [
        "",
        f"Fakes: {kinds['plain']} plain, {kinds['hard']} hard (lowest dose), {kinds['two']} with two defects.",
        "",
    ]
    return "\n".join(lines)


def _command(plan: Plan | OwnPlan) -> str:
    words = ["touchstone corpus build FOLDER"]
    if isinstance(plan, OwnPlan):
        words.append(f"--from {shlex.quote(printable(readable(plan.root.name)))}")
    if plan.clips is not None:
        words.append(f"--clips {plan.clips}")
    words.append(f"--seed {plan.seed}")
    if plan.planted != "one":
        words.append(f"--planted {plan.planted}")
    if isinstance(plan, Plan) and plan.stored != "drawn":
        words.append(f"--stored {plan.stored}")
    if plan.domains != tuple(DOMAINS):
        words += [f"--domains {key}" for key in plan.domains]
    return " ".join(words)


def _held_out(recipes: Sequence[Recipe]) -> list[str]:
    """Codecs, cameras and scenes that the test split has and the others lack, where there are others."""
    test = [r for r in recipes if r.split == "test"]
    rest = [r for r in recipes if r.split != "test"]
    if not rest:
        return []
    only_in_test: list[str] = []
    for word, get in (("codec", lambda r: r.codec), ("camera", lambda r: r.source), ("scene", lambda r: r.scene)):
        here, there = {get(r) for r in test}, {get(r) for r in rest}
        only_in_test += [
            f"the {word} {name}" for name in sorted(here - there) if not isinstance(test[0].origin, UserFile)
        ]
    return only_in_test

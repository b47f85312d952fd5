"""Does anything but the defects reveal the labels of the built-in corpus? ``python benchmarks/corpus.py FOLDER``.

Prints, for a folder that ``touchstone corpus build`` has written:

1. the AUC of a classifier that sees only what the container says (gradient boosting, cross-validated by person);
2. the AUC of every single property and every single indicator, over all fakes and for the fakes of each domain alone, against the
   real clips of the same takes; those that do not belong to the planted domain must not separate fake from real;
3. the share of frames in which the face detector finds the head, and how well its box fits the known one.

Intervals are those of :func:`touchstone.conclusions.metrics.auc_estimate`, with persons as groups. ``--keep TABLE``
stores what was measured, so that a second call needs no video.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from touchstone.conclusions.metrics import Estimate, Sample, auc_estimate, proportion
from touchstone.footage.corpus import Entry, open_corpus
from touchstone.footage.faces import open_face_detector
from touchstone.footage.media import Box, open_video
from touchstone.footage.observe import observe
from touchstone.vocabulary.domains import CLIP_INDICATORS, DOMAINS, FRAME_INDICATORS

BAR = 0.60
LEAST = 20  # clips that define a value
LOOKS = 100  # clips in which the face detector looks
QUANTITIES = (
    "file_size", "frame_count", "duration", "bitrate", "bits_per_pixel", "compression_ratio", "fps", "width", "height",
    "audio_rate", "audio_duration",
)  # fmt: skip
CATEGORIES = ("container", "codec", "pixel_format", "audio_codec", "has_audio", "variable_frame_rate")
INDICATORS = tuple(indicator.name for indicator in (*FRAME_INDICATORS, *CLIP_INDICATORS))


def measured(folder: Path) -> pl.DataFrame:
    """One row per clip: manifest, container, and the mean of each indicator over the sampled frames."""
    entries = open_corpus(folder).entries
    faces = pl.read_parquet(folder / "faces.parquet")
    faces_of = {video: part for (video,), part in faces.partition_by("video", as_dict=True).items()}
    # the detector takes longer than everything else together, so it sees one frame of some clips only
    every = max(1, len(entries) // LOOKS)
    work = [(e, _boxes(faces_of.get(e.video)) if number % every == 0 else {}) for number, e in enumerate(entries)]
    with ProcessPoolExecutor(os.cpu_count(), mp_context=multiprocessing.get_context("spawn")) as pool:
        return pl.DataFrame(list(pool.map(_row, work, chunksize=4)), infer_schema_length=None)


def _boxes(part: pl.DataFrame | None) -> dict[int, Box]:
    return (
        {}
        if part is None
        else {row[0]: Box(*row[1:]) for row in part.select("index", "x", "y", "width", "height").iter_rows()}
    )


def _row(work: tuple[Entry, dict[int, Box]]) -> dict[str, object]:
    entry, boxes = work
    seen = observe(entry.path, ())
    row: dict[str, object] = {"video": entry.video, "label": entry.label, "method": entry.method, "group": entry.group}
    row |= seen.video
    for indicator in FRAME_INDICATORS:
        values = [frame[indicator.name] for frame in seen.frames if frame[indicator.name] is not None]
        row[indicator.name] = float(np.mean(values)) if values else None
    row |= {indicator.name: seen.clips[0][indicator.name] for indicator in CLIP_INDICATORS} if seen.clips else {}
    row |= {"looked": 0, "found": 0, "overlap": None}
    if boxes:
        with open_video(entry.path, frames=1, window=0) as video:
            for frame in video.frames():
                faces = open_face_detector("dlib").detect(frame.rgb)
                best = max((_overlap(face.box, boxes[frame.index]) for face in faces), default=0.0)
                row |= {"looked": 1, "found": int(best >= 0.5), "overlap": best if best >= 0.5 else None}
    return row


def _overlap(a: Box, b: Box) -> float:
    wide = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    high = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    shared = max(0.0, wide) * max(0.0, high)
    return shared / (a.width * a.height + b.width * b.height - shared)


def metadata_auc(table: pl.DataFrame, seeds: int = 5) -> Estimate:
    """AUC of gradient boosting on the container metadata; each prediction comes from training on other persons."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.model_selection import StratifiedGroupKFold

    numbers = table.select(pl.col(QUANTITIES).cast(pl.Float64)).to_numpy()
    codes = np.column_stack(
        [table[name].cast(pl.String).fill_null("none").rank("dense").to_numpy() for name in CATEGORIES]
    )
    features = np.column_stack([numbers, codes])
    fake, group = _labels(table)
    p = np.zeros(len(fake))
    for seed in range(seeds):
        for train, test in StratifiedGroupKFold(5, shuffle=True, random_state=seed).split(features, fake, group):
            model = HistGradientBoostingClassifier(
                max_iter=100, learning_rate=0.05, min_samples_leaf=10, random_state=seed
            )
            p[test] += model.fit(features[train], fake[train]).predict_proba(features[test])[:, 1] / seeds
    return auc_estimate(Sample(np.clip(p, 0, 1), fake, group))


def single(table: pl.DataFrame, name: str) -> Estimate | None:
    """AUC of one property alone; categories by the share of fakes among other persons' clips of the same value."""
    fake, group = _labels(table)
    if name in CATEGORIES:
        values = table[name].cast(pl.String).fill_null("none").rank("dense").to_numpy().astype(int)
        if len(set(values)) < 2:
            return None
        cells = np.zeros((group.max() + 1, values.max() + 1, 2))
        np.add.at(cells, (group, values, fake.astype(int)), 1)
        others = (cells.sum(axis=0) - cells)[group, values]
        score = np.where(others.sum(axis=1) > 0, others[:, 1] / np.maximum(others.sum(axis=1), 1), 0.5)
        return auc_estimate(Sample(score, fake, group))
    column = table[name].cast(pl.Float64)
    measured = column.is_not_null().to_numpy()
    if column.drop_nulls().n_unique() < 2:
        return None
    rank = column.drop_nulls().rank("average").to_numpy() / measured.sum()
    if fake[measured].all() or not fake[measured].any() or measured.sum() < LEAST:
        return None
    return auc_estimate(Sample(rank, fake[measured], group[measured]))


def _labels(table: pl.DataFrame) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    return (table["label"] == "fake").to_numpy(), table["group"].rank("dense").to_numpy().astype(np.int64) - 1


def reach(estimate: Estimate) -> float:
    """The interval limit farther from 0.5; one below 0.5 counts as 1 − limit, because a low AUC reveals as much as a high one."""
    if estimate.low is None or estimate.high is None:
        return 1.0
    return max(estimate.high, 1 - estimate.low)


def of_domain(table: pl.DataFrame, domain: str) -> pl.DataFrame:
    """Fakes with a single defect of this domain, and the real clips of the same takes."""
    take = pl.col("video").str.replace("^(real|fake)/", "").str.replace(r"\.[^.]+$", "")
    table = table.with_columns(take=take)
    mine = table.filter(method=domain)["take"]
    return table.filter(
        pl.col("take").is_in(mine.implode()) & (pl.col("method").is_null() | (pl.col("method") == domain))
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--keep", type=Path, help="Parquet file for what was measured")
    options = parser.parse_args()
    if options.keep and options.keep.exists():
        table = pl.read_parquet(options.keep)
    else:
        table = measured(options.folder)
        if options.keep:
            table.write_parquet(options.keep)
    counts = dict(table["label"].value_counts().iter_rows())
    print(f"{counts} clips, {table['group'].n_unique()} persons, {table.filter(status='failed').height} unreadable\n")
    looked, hits = int(table["looked"].sum()), int(table["found"].sum())
    if looked:
        fit = table["overlap"].cast(pl.Float64).mean()
        print(f"face detector: finds {proportion(np.arange(looked) < hits)} of the heads, mean overlap {fit:.2f}")
        for label in ("real", "fake"):
            part = table.filter(label=label)
            print(f"  {label}: {part['found'].sum()} of {part['looked'].sum()}")
    whole = metadata_auc(table)
    print(f"\nmetadata-only classifier, AUC {whole}: {'met' if reach(whole) <= BAR else 'MISSED'}\n")
    print("one property alone, all fakes against all real clips (farther limit from 0.5)")
    for name in (*QUANTITIES, *CATEGORIES, *INDICATORS):
        auc = single(table, name)
        if auc is not None:
            owners = ",".join(key for key, d in DOMAINS.items() if name in d.indicators) or "-"
            print(f"  {name:26} {owners:12} {auc}  {reach(auc):.3f}{'' if reach(auc) <= BAR else '  above the bar'}")
    _by_domain(table)


def _by_domain(table: pl.DataFrame) -> None:
    """Print which properties and indicators change with the defects of a domain that they do not belong to."""
    print("\nby domain: fakes with one defect of it against the real clips of the same takes: AUC [its interval]")
    print("own: belongs to the domain. =: equal in every pair. !: moved, and beyond the bar. ?: too few clips to tell")
    for key, domain in DOMAINS.items():
        part = of_domain(table, key)
        print(f"  {key}, {part.filter(label='fake').height} pairs")
        for name in (*QUANTITIES, *INDICATORS):
            auc = None if _equal(part, name) else single(part, name)
            if auc is None or auc.low is None or auc.high is None:
                continue
            moved = auc.low > 0.5 or auc.high < 0.5
            mark = "own" if name in domain.indicators else "ok" if reach(auc) <= BAR else "!" if moved else "?"
            if mark in ("!", "?"):
                print(f"    {mark} {name:26} {auc.value:.3f} [{auc.low:.3f}, {auc.high:.3f}]")


def _equal(part: pl.DataFrame, name: str) -> bool:
    """Whether the fake and the real clip of every take have the same value."""
    pairs = part.group_by("take").agg(pl.col(name).cast(pl.Float64).n_unique())
    return bool((pairs[name] == 1).all())


if __name__ == "__main__":
    main()

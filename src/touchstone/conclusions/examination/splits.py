"""Which split the conclusions rest on, and how much better detectors look on the videos that they were trained on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl

from touchstone.conclusions.metrics import Difference, Estimate, Sample, auc_contrast, auc_estimate
from touchstone.vocabulary.defaults import JudgedSplit
from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import UsageError
from touchstone.vocabulary.excerpts import names_of, quoted
from touchstone.vocabulary.words import Split, split_of

_BEST: tuple[Split, ...] = ("test", "val", "train")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Optimism:
    """How much higher the AUC of a detector is on the training split, or on the validation split.

    Attributes:
        detector: its name.
        train: its AUC on that split.
        judged: its AUC on the split that is judged.
        difference: train − judged.
    """

    detector: str
    train: Estimate
    judged: Estimate
    difference: Difference


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SplitChoice:
    """The part of the videos that conclusions rest on, where a column of splits tells parts apart.

    Attributes:
        split: ``test``, ``val`` or ``train``.
        words: the words of the column that mean it.
        videos: its videos.
        left: videos of other splits, or of none, by their words.
        optimism: of every detector that scored both classes of both splits; empty where the training split is judged or absent.
        selection: the same of the validation split, where the test split is judged: a gap there means that something was chosen
            on it, or that the test videos are of another kind.
    """

    split: str
    words: tuple[str, ...]
    videos: int
    left: Mapping[str, int]
    optimism: tuple[Optimism, ...] = ()
    selection: tuple[Optimism, ...] = ()


def choose_split(videos: pl.DataFrame, said: JudgedSplit | None) -> SplitChoice | None:
    """The split to judge: as said, else test, then val; ``None`` where ``all`` is said, or all videos are of one of these.

    A split that holds one label only is taken if no other is there. Where all videos are of the training split, that is judged.

    Args:
        videos: the ``videos`` table.
        said: ``test``, ``val``, ``train`` or ``all``.

    Raises:
        UsageError: no video is of the split that was said, or nothing is said and the words that there are mean no split.
    """
    if said == "all":
        return None
    words: dict[str, Split | None] = {
        word: split_of(word) for word in videos["split"].drop_nulls().unique().sort().to_list()
    }
    meant: set[Split] = {split for split in words.values() if split is not None}
    unknown = [word for word, meaning in words.items() if meaning is None]
    if said is None and meant == {"train"} and unknown:
        trained = ", ".join(word for word in words if word not in unknown)
        raise UsageError(
            f"the videos are of the splits {trained} and {', '.join(unknown[:6])}, and none of these words means test or "
            f"validation; call the videos that no detector was trained on test, or say {option('split', 'all')}"
        )
    if said is None and not meant and len(unknown) > 1:
        raise UsageError(
            f"the column of splits holds {names_of(map(quoted, unknown), 6)}, and none of these means train, validation or test; "
            "call the videos that detectors were trained on train and the others test, or say "
            f"{option('split', 'all')} if no detector was trained on any"
        )
    alone = len(meant) < 2 and not unknown
    if said is None and (not meant or (alone and not (meant == {"train"} and not videos["split"].null_count()))):
        return None
    split = said or _best(videos, words, meant)
    if split not in meant:
        there = ", ".join(words) or "no split"
        raise UsageError(f"{option('split', split)}: no video is of that split; the table names {there}")
    chosen = tuple(word for word, meaning in words.items() if meaning == split)
    inside = videos["split"].is_in(chosen).fill_null(value=False)
    rest = videos.filter(~inside)["split"].fill_null("no split").value_counts(sort=True)
    return SplitChoice(split=split, words=chosen, videos=int(inside.sum()), left=dict(rest.iter_rows()))


def _best(videos: pl.DataFrame, words: Mapping[str, Split | None], meant: Collection[Split]) -> Split:
    """Test, then val, the first with both labels; the training split where there is nothing else."""
    there: list[Split] = [split for split in _BEST if split in meant]
    apart: list[Split] = [split for split in there if split != "train"]
    for split in apart:
        inside = pl.col("split").is_in([word for word, meaning in words.items() if meaning == split])
        if videos.filter(inside)["label"].n_unique() == 2:
            return split
    return (apart or there)[0]


def tables_of(tables: Mapping[str, pl.DataFrame], choice: SplitChoice | None) -> dict[str, pl.DataFrame]:
    """The tables with the rows of the chosen split alone; rows that belong to no video stay."""
    if choice is None:
        return dict(tables)
    kept = tables["videos"].filter(pl.col("split").is_in(choice.words)).select("video")
    return {
        name: table.join(kept, on="video", how="semi", maintain_order="left")
        if "video" in table.columns and name != "rejected"
        else table
        for name, table in tables.items()
    }


def optimism(rows: pl.DataFrame, choice: SplitChoice, other: Split = "train") -> tuple[Optimism, ...]:
    """Compare the training split, or the validation split, with the one that is judged.

    Args:
        rows: the video rows of all detectors and splits, with the column ``split``.
        choice: the split that is judged.
        other: the split that it is compared with; a training split that is judged is compared with none.
    """
    if choice.split in ("train", other):
        return ()
    words = rows["split"].drop_nulls().unique().to_list()
    trained = [word for word in words if split_of(word) == other]
    both = rows.filter(pl.col("split").is_in([*trained, *choice.words]), pl.col("p_fake").is_not_null())
    compared: list[Optimism] = []
    for (name,), part in both.group_by("detector", maintain_order=True):
        sample = Sample.from_rows(part)
        train = part["split"].is_in(trained).to_numpy()
        seen, judged = sample.part(train), sample.part(~train)
        if not seen.two_classes or not judged.two_classes:
            continue
        nobody = train & ~train
        difference = auc_contrast(sample, train, ~train, nobody, test=True)
        compared.append(
            Optimism(detector=str(name), train=auc_estimate(seen), judged=auc_estimate(judged), difference=difference)
        )
    return tuple(compared)

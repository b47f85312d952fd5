"""Divide clips into training and held-out clips, by whole groups, so that no group is in both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from touchstone.vocabulary.errors import CorpusError
from touchstone.vocabulary.hashes import sha256_of

TRAIN = frozenset({"train", "training"})
"""Names of training splits; below, names of validation splits, which are held out, and of test splits, which are never used."""
VAL = frozenset({"val", "valid", "validation", "dev"})
TEST = frozenset({"test", "testing", "eval"})
_SHARE = 0.2
_FEW = 5


@dataclass(frozen=True, slots=True)
class Piece:
    """The facts about one clip that a division needs.

    Attributes:
        group: group of the clip.
        fake: whether it is fake for the specialist that is trained.
        stated: split that the corpus states; ``None`` if it states none.
    """

    group: str
    fake: bool
    stated: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A division of clips.

    Attributes:
        train: positions of the training clips.
        val: positions of the held-out clips.
        rule: how they were divided, as text.
        warnings: warnings for the user, one line each.
    """

    train: tuple[int, ...]
    val: tuple[int, ...]
    rule: str
    warnings: tuple[str, ...] = ()


def stated(split: str | None) -> str:
    """The name of a split, written as in the sets above."""
    return (split or "").strip().lower()


def draw_split(pieces: Sequence[Piece], seed: int) -> Split:
    """Divide clips as the corpus states if it has both training and validation clips, otherwise by groups and a seed.

    Clips of a test split are never used. One in five groups is held out, also among groups with fakes only, with reals only
    and with both.

    Raises:
        CorpusError: the training or the held-out clips would lack a class.
    """
    words = [stated(piece.stated) for piece in pieces]
    train = tuple(i for i, word in enumerate(words) if word in TRAIN)
    val = tuple(i for i, word in enumerate(words) if word in VAL)
    notes: list[str] = []
    if train and val:
        rule = "the corpus's own training and validation splits"
        both = {pieces[i].group for i in train} & {pieces[i].group for i in val}
        if both:
            notes.append(
                f"{len(both)} group(s) are in both splits of the corpus, so validation numbers will be too good"
            )
        odd = len(pieces) - len(train) - len(val) - sum(word in TEST for word in words)
        if odd:
            notes.append(f"{odd} clip(s) belong to neither split and are left out")
    else:
        usable = [i for i, word in enumerate(words) if word not in TEST]
        if not usable:
            raise CorpusError("all clips belong to the test split; train on other footage, or remove the split column")
        held = _held_out([pieces[i] for i in usable], seed)
        train = tuple(i for i in usable if pieces[i].group not in held)
        val = tuple(i for i in usable if pieces[i].group in held)
        rule = f"{len(held)} of {len({pieces[i].group for i in usable})} groups held out, drawn with seed {seed}"
    _check(pieces, train, val)
    groups = len({pieces[i].group for i in val})
    if groups < _FEW:
        notes.append(f"validation rests on {groups} group(s), so its numbers, and values fitted to them, are rough")
    return Split(train=train, val=val, rule=rule, warnings=tuple(notes))


def _held_out(pieces: Sequence[Piece], seed: int) -> set[str]:
    labels: dict[str, set[bool]] = {}
    for piece in pieces:
        labels.setdefault(piece.group, set()).add(piece.fake)
    order = sorted(labels, key=lambda group: sha256_of(f"{seed}:{group}"))
    held: set[str] = set()
    for kind in ({True, False}, {True}, {False}):
        groups = [group for group in order if labels[group] == kind]
        held |= set(groups[: max(1, round(_SHARE * len(groups)))] if len(groups) > 1 else [])
    for fake in (True, False):
        having = [group for group in order if fake in labels[group]]
        if len(having) > 1 and not held & set(having):
            held.add(having[0])
    return held


def _check(pieces: Sequence[Piece], train: Sequence[int], val: Sequence[int]) -> None:
    for side, chosen in (("training", train), ("validation", val)):
        for fake, word in ((True, "fakes"), (False, "real clips")):
            if not any(pieces[i].fake == fake for i in chosen):
                groups = len({piece.group for piece in pieces if piece.fake == fake})
                raise CorpusError(
                    f"the {side} clips hold no {word} for this specialist ({groups} group(s) have any); add footage, or plant "
                    "defects in real clips with: touchstone corpus build FOLDER --from CLIPS"
                )

"""What is told of a training: while it runs, and on the card of its weights."""

from __future__ import annotations

import torch

from touchstone.conclusions.metrics import Estimate

from .judge import LogOddsCalibration, fit_calibration, judge
from .loop import Lesson, Loop
from .samples import Goal, Samples
from .save import CardFacts, counted, made_with
from .settings import Training
from .state import State


def conclude(
    training: Training, samples: Samples, goal: Goal, lesson: Lesson, *, loop: Loop, state: State, device: torch.device
) -> tuple[LogOddsCalibration, CardFacts]:
    """Calibration on the held-out clips, and what the card tells."""
    odds, fake, group = loop.log_odds(lesson.val), lesson.fake[lesson.val], lesson.group[lesson.val]
    calibration = fit_calibration(odds, fake)
    _, auc = judge(odds, fake, group)
    sides = [counted(lesson.fake[rows].tolist(), len(set(lesson.group[rows]))) for rows in (lesson.train, lesson.val)]
    changes = ", ".join(str(change) for change in training.changes())
    shown = f"; training clips also re-encoded and with {changes}" if changes else ""
    data = (
        f"{_names(samples)}: learned from {sides[0]}, held out {sides[1]} ({goal.split.rule}); fake means {goal.meaning}{shown}. "
        f"{made_with(device, state.seconds)}"
    )
    limits = (
        f"Measured on held-out clips of the same footage alone ({_names(samples)}): other cameras, codecs and forgeries are not "
        "in that number.",
        "The epoch that was kept, offset, temperature and threshold were chosen on the same held-out clips: the number "
        "flatters a little.",
        *(f"{line[0].upper()}{line[1:]}." for line in goal.split.warnings),
    )
    return calibration, CardFacts(data, training.command, training.seed, auc, limits)


def _names(samples: Samples) -> str:
    names = sorted({entry.dataset for entry in samples.entries if entry.dataset})
    if not names:
        return samples.corpus.root.resolve().name
    return ", ".join(names[:5]) + (" and others" if len(names) > 5 else "")


def begin_words(key: str, goal: Goal, lesson: Lesson, steps: int, epochs: int) -> str:
    """What is begun, in one line."""
    train = counted(lesson.fake[lesson.train].tolist(), len(set(lesson.group[lesson.train])))
    val = counted(lesson.fake[lesson.val].tolist(), len(set(lesson.group[lesson.val])))
    again = f", continued after epoch {epochs}" if epochs else ""
    return f"{key}: learning from {train}, held out {val} ({goal.split.rule}); at most {steps} steps{again}"


def epoch_words(state: State, auc: Estimate, epochs: int) -> str:
    """The epoch that has ended, in one line."""
    row = state.history[-1]
    kept = ", kept" if row["epoch"] == state.best_epoch else ""
    return (
        f"epoch {row['epoch']}/{epochs}: training loss {row['train_loss']:.3f}, validation loss {row['val_loss']:.3f}{kept}, "
        f"AUC {auc}, {row['seconds']:.0f} s"
    )

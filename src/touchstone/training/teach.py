"""One specialist, from prepared clips to weights: train, calibrate, save and report."""

from __future__ import annotations

import torch

from touchstone.conclusions.metrics import Estimate
from touchstone.detectors.load import choose_device
from touchstone.detectors.threads import torch_threads
from touchstone.vocabulary.processes import cores
from touchstone.vocabulary.progress import Progress

from .folder import KeyFolder, Trained
from .judge import LogOddsCalibration, fit_calibration, loss_and_auc
from .lesson import Lesson, lesson_of
from .logs import board
from .loop import Loop
from .prepare import left_out
from .samples import Goal, Samples
from .save import CardFacts, counted, made_with, save_weights
from .settings import Training
from .state import State, read_state, write_state
from .store import Store
from .subject import make_subject


def teach(
    training: Training, samples: Samples, goal: Goal, store: Store, *, folder: KeyFolder, learning: Progress
) -> Trained:
    """Train the specialist of a folder, or continue its training, and save its weights."""
    key = folder.key
    lesson = lesson_of(samples, goal, store)
    for line in (*goal.split.warnings, *left_out(store, [*goal.train, *goal.val])):
        learning.note(f"{key}: {line}")
    state = read_state(folder.state) or State(threads=cores())
    device = choose_device(training.device)
    with torch_threads(state.threads):
        subject, recipe = make_subject(key, training), training.recipe(key)
        loop = Loop(subject, lesson, recipe, seed=training.seed, steps=training.steps, device=device)
        learning.note(_begin(key, goal, lesson, loop.total, len(state.history)))
        with board(folder.board if "tensorboard" in training.logs else None, len(state.history)) as log:

            def tell(now: State, auc: Estimate) -> None:
                folder.write_log(now.history)
                log(now.history[-1])
                learning.note(f"{key} {_epoch(now, auc, recipe.epochs)}")

            def save(now: State) -> None:
                write_state(folder.state, now)

            loop.run(state, save=save, tell=tell, progress=learning, seconds=training.save_seconds)
        if state.step < loop.total:
            learning.note(f"{key}: no smaller validation loss since epoch {state.best_epoch}; stopped early")
        loop.load_best(state)
        calibration, facts = _conclude(training, samples, goal, lesson, loop=loop, state=state, device=device)
        save_weights(folder.weights, loop.network, facts, calibration)
    for line in calibration.notes:
        learning.note(f"{key}: {line}")
    result = Trained(
        key=key, weights=folder.weights, auc=str(facts.auc), epoch=state.best_epoch, epochs=len(state.history),
        minutes=round(state.seconds / 60, 2),
    )  # fmt: skip
    folder.finish(result)
    return result


def _conclude(
    training: Training, samples: Samples, goal: Goal, lesson: Lesson, *, loop: Loop, state: State, device: torch.device
) -> tuple[LogOddsCalibration, CardFacts]:
    """Calibration on the held-out clips, and the facts for the card."""
    odds, fake, group = loop.log_odds(lesson.val), lesson.fake[lesson.val], lesson.group[lesson.val]
    calibration = fit_calibration(odds, fake)
    _, auc = loss_and_auc(odds, fake, group)
    train, val = _sides(lesson)
    changes = ", ".join(str(change) for change in training.changes())
    shown = f"; training clips also re-encoded and with {changes}" if changes else ""
    data = (
        f"{_names(samples)}: learned from {train}, held out {val} ({goal.split.rule}); fake means {goal.meaning}{shown}. "
        f"{made_with(device, state.seconds)}"
    )
    limits = (
        f"Measured only on held-out clips of the same footage ({_names(samples)}), not on other cameras, codecs and forgeries.",
        "Epoch, offset, temperature and threshold were chosen on the same held-out clips, so the number is a little too good.",
        *(f"{line[0].upper()}{line[1:]}." for line in goal.split.warnings),
    )
    return calibration, CardFacts(data=data, command=training.command, seed=training.seed, auc=auc, limits=limits)


def _sides(lesson: Lesson) -> tuple[str, str]:
    """The training clips and the held-out clips, as text."""
    train, val = (counted(lesson.fake[at].tolist(), len(set(lesson.group[at]))) for at in (lesson.train, lesson.val))
    return train, val


def _names(samples: Samples) -> str:
    names = sorted({entry.dataset for entry in samples.entries if entry.dataset})
    if not names:
        return samples.corpus.root.resolve().name
    return ", ".join(names[:5]) + (" and others" if len(names) > 5 else "")


def _begin(key: str, goal: Goal, lesson: Lesson, steps: int, epochs: int) -> str:
    """The training that begins, in one line."""
    train, val = _sides(lesson)
    again = f", continued after epoch {epochs}" if epochs else ""
    return f"{key}: learning from {train}, held out {val} ({goal.split.rule}); at most {steps} steps{again}"


def _epoch(state: State, auc: Estimate, epochs: int) -> str:
    """The epoch that has ended, in one line."""
    row = state.history[-1]
    kept = ", kept" if row["epoch"] == state.best_epoch else ""
    return (
        f"epoch {row['epoch']}/{epochs}: training loss {row['train_loss']:.3f}, validation loss {row['val_loss']:.3f}{kept}, "
        f"AUC {auc}, {row['seconds']:.0f} s"
    )

"""The training loop: AdamW, a learning rate that rises and falls, early stopping; a resumed training repeats it exactly.

Order, dropout and augmentation are drawn from (seed, epoch, step), and the learning rate depends on the step only. So the
weights, the moments and the number of the step are all that a saved state needs.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F

from touchstone.conclusions.metrics import Estimate
from touchstone.vocabulary.door import option, same_again
from touchstone.vocabulary.errors import RunError, StoppedError, UsageError
from touchstone.vocabulary.progress import Progress

from .judge import loss_and_auc
from .lesson import ClipSource, Lesson, Measuring
from .repeatable import asked_to_stop, repeatable
from .settings import TrainingRecipe
from .state import State
from .subject import Subject

_LOOKS = 32  # clips that are scored at once


class Loop:
    """One training.

    Args:
        subject: what is trained; it is moved to the device.
        lesson: data to train on.
        recipe: settings of the training.
        seed: random seed.
        steps: end after this many steps; ``None`` for the epochs of the recipe.
        device: where the network runs.

    Raises:
        UsageError: there are fewer than two clips to train on.
    """

    def __init__(
        self,
        subject: Subject,
        lesson: Lesson,
        recipe: TrainingRecipe,
        seed: int,
        steps: int | None,
        device: torch.device,
    ) -> None:
        if len(lesson.train) < 2:
            raise UsageError(f"{len(lesson.train)} training clip(s) can be used; at least 2 are needed, so add footage")
        self._subject, self._lesson, self._recipe, self._seed, self._device = subject, lesson, recipe, seed, device
        self._source = Measuring(lesson.source, subject)
        subject.network.to(device)
        self._batch = min(recipe.batch, len(lesson.train))
        self.per_epoch = len(lesson.train) // self._batch
        self.total = recipe.epochs * self.per_epoch if steps is None else steps
        share = lesson.fake[lesson.train].mean()
        share += (1 - share) * subject.planting
        self._weights = torch.tensor([0.5 / (1 - share), 0.5 / share], dtype=torch.float32, device=device)
        learned = [p for p in subject.network.parameters() if p.requires_grad]
        self._optimizer = torch.optim.AdamW(learned, lr=recipe.lr, weight_decay=recipe.weight_decay)

    @property
    def network(self) -> torch.nn.Module:
        """The network that is trained."""
        return self._subject.network

    def run(
        self,
        state: State,
        *,
        save: Callable[[State], None],
        tell: Callable[[State, Estimate], None],
        progress: Progress,
        seconds: float,
    ) -> State:
        """Train from a state until the training is finished.

        Args:
            state: state to continue from.
            save: writes a state.
            tell: called after every epoch with the state and the AUC with its interval.
            progress: reports every step.
            seconds: longest time between two saved states.

        Raises:
            StoppedError: stopped by Ctrl-C; the state is saved.
            RunError: the state belongs to another network, or the loss is no longer finite.
        """
        self._restore(state)
        progress.start(self.total, state.step, None)
        saved = began = time.monotonic()
        try:
            with asked_to_stop() as asked, repeatable(self._device):
                while not state.finished:
                    self._step(state)
                    progress.advance(1)
                    now = time.monotonic()
                    state.seconds, began = state.seconds + now - began, now
                    if state.step % self.per_epoch == 0 or state.step == self.total:
                        tell(state, self._end_epoch(state))
                    elif not asked() and now - saved < seconds:
                        continue
                    self._capture(state)
                    save(state)
                    saved = now
                    if asked() and not state.finished:
                        raise StoppedError(
                            f"Stopped after step {state.step} of {self.total}; {same_again()} continues."
                        )
        finally:
            progress.stop()
        return state

    def log_odds(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Log-odds of *fake* of clips by number."""
        return score_all(self._subject, self._source, rows, self._device)

    def load_best(self, state: State) -> None:
        """Load the best weights of a training into the network."""
        self._subject.network.load_state_dict(state.best)

    def _step(self, state: State) -> None:
        epoch, at = divmod(state.step, self.per_epoch)
        order = np.random.default_rng([self._seed, epoch]).permutation(self._lesson.train)
        rows = order[at * self._batch : (at + 1) * self._batch]
        number = int(np.random.SeedSequence([self._seed, epoch, at]).generate_state(1, np.uint64)[0] >> np.uint64(1))
        torch.manual_seed(number)  # dropout draws from the global generator
        self._subject.train()
        for group in self._optimizer.param_groups:
            group["lr"] = self._recipe.lr * pace(state.step, self.total, self._recipe.warm_up)
        seen = torch.from_numpy(self._source.take(rows))
        random = torch.Generator().manual_seed(number)
        seen, fake = self._subject.planted(seen, torch.from_numpy(self._lesson.fake[rows]), random)
        truth = fake.long().to(self._device)
        with torch.autocast(self._device.type, torch.bfloat16, enabled=self._device.type == "cuda"):
            logits = self._subject.learn(seen, random)
        loss = F.cross_entropy(logits.float(), truth, self._weights, label_smoothing=self._recipe.smoothing)
        if not math.isfinite(value := loss.item()):
            raise RunError(f"the loss is not finite at step {state.step}; start again with a smaller {option('lr')}")
        self._optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._subject.network.parameters(), self._recipe.clip)
        self._optimizer.step()
        state.step += 1
        state.epoch_loss += value

    def _end_epoch(self, state: State) -> Estimate:
        lesson = self._lesson
        rows = lesson.val
        loss, auc = loss_and_auc(self.log_odds(rows), lesson.fake[rows], lesson.group[rows])
        epoch = len(state.history) + 1
        if not math.isfinite(loss):
            raise RunError(
                f"the validation loss is not finite in epoch {epoch}; start again with a smaller {option('lr')}"
            )
        since = state.step - (epoch - 1) * self.per_epoch
        row = {"epoch": epoch, "step": state.step, "train_loss": state.epoch_loss / since, "val_loss": loss}
        row |= {"val_auc": auc.value, "val_auc_low": auc.low, "val_auc_high": auc.high, "val_n": auc.n}
        state.history.append({**row, "seconds": round(state.seconds, 1)})
        state.epoch_loss = 0.0
        if loss < state.best_loss:
            state.best_loss, state.best_epoch = loss, epoch
            state.best = {k: v.detach().cpu().clone() for k, v in self._subject.network.state_dict().items()}
        state.finished = state.step >= self.total or epoch - state.best_epoch >= self._recipe.patience
        return auc

    def _capture(self, state: State) -> None:
        # after a training has finished, only its best weights are needed
        state.network = {} if state.finished else self._subject.network.state_dict()
        state.optimizer = {} if state.finished else self._optimizer.state_dict()

    def _restore(self, state: State) -> None:
        if not state.network:
            return
        try:
            self._subject.network.load_state_dict(state.network)
            self._optimizer.load_state_dict(state.optimizer)
        except (RuntimeError, ValueError, KeyError) as error:
            raise RunError(
                f"the saved state belongs to a network of another version; start again with another {option('out')}"
            ) from error


def score_all(
    subject: Subject, source: ClipSource, rows: NDArray[np.int64], device: torch.device
) -> NDArray[np.float64]:
    """Log-odds of *fake* of measured clips by number, in evaluation mode."""
    subject.network.to(device)
    parts = [rows[at : at + _LOOKS] for at in range(0, len(rows), _LOOKS)]
    with repeatable(device):
        return np.concatenate([subject.log_odds(source.take(part), device) for part in parts])


def pace(step: int, total: int, warm_up: float) -> float:
    """Share of the highest learning rate: it rises linearly, then falls as half a cosine wave (Loshchilov & Hutter 2017).

    >>> [round(pace(step, 10, 0.2), 2) for step in (0, 1, 5, 9)]
    [0.5, 0.98, 0.5, 0.03]
    """
    rise = min(1.0, (step + 1) / max(1.0, warm_up * total))
    return rise * (0.5 * (1 + math.cos(math.pi * min(1.0, step / total))) + 1e-3)

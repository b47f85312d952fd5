"""Does it call everything fake, or everything real? From decisions alone: what is seen before any cause is sought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from touchstone.conclusions.metrics import Estimate, Performance

ALIKE = 0.95
"""Share of each class that is decided alike, from which on a detector is said to call everything so."""

_FEWEST = 5
"""Scored videos of each class below which nothing is said: so few are wrong by chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneAnswer:
    """What a detector calls nearly every video, whatever it is shown.

    Attributes:
        called: ``fake`` or ``real``.
        real: share of the real videos that is called so.
        fake: share of the fake videos that is called so.
        threshold: P(fake) from which on a video is called fake.
    """

    called: Literal["real", "fake"]
    real: Estimate
    fake: Estimate
    threshold: float

    @property
    def headline(self) -> str:
        """What it does, in three words."""
        return f"calls everything {self.called}"

    @property
    def statement(self) -> str:
        """The same with the shares by class."""
        shares = f"{_share(self.real, 'real')} and {_share(self.fake, 'fake')}"
        return f"{self.headline}: {shares} videos, at threshold {self.threshold:g}"


def one_answer_of(performance: Performance) -> OneAnswer | None:
    """What it calls at least 95 % of the real and of the fake videos; ``None`` where the classes are decided apart.

    Args:
        performance: its numbers, with five scored videos of each class or more; the ratio of the classes makes no difference.
    """
    real, fake = performance.real_accuracy, performance.fake_accuracy
    if real.value is None or fake.value is None or min(real.n, fake.n) < _FEWEST:
        return None
    if fake.value >= ALIKE and 1 - real.value >= ALIKE:
        return OneAnswer(called="fake", real=_rest(real), fake=fake, threshold=performance.threshold)
    if real.value >= ALIKE and 1 - fake.value >= ALIKE:
        return OneAnswer(called="real", real=real, fake=_rest(fake), threshold=performance.threshold)
    return None


def _rest(share: Estimate) -> Estimate:
    """The share of the others."""
    low, high = (None if limit is None else 1 - limit for limit in (share.high, share.low))
    return share.with_value(1 - (share.value or 0.0), low, high, share.warning)


def _share(share: Estimate, label: str) -> str:
    limits = "" if share.low is None or share.high is None else f" [{share.low:.1%}, {share.high:.1%}]"
    return f"{share.value or 0.0:.1%} of {share.n:,} {label}{limits}"

"""What is said of the split that is judged, and of how much better detectors look on the training split."""

from __future__ import annotations

from touchstone.conclusions.examination import Optimism, SplitChoice
from touchstone.vocabulary.door import option

from .numbers import score


def judged_split(choice: SplitChoice) -> str:
    """Which videos everything rests on, and which are left."""
    left = ", ".join(f"{count:,} of {word}" for word, count in choice.left.items())
    words = " and ".join(choice.words)
    rest = f"; not judged: {left}" if left else ""
    return f"Judged on the split {words}: {choice.videos:,} videos{rest} ({option('split', 'all')} pools them)"


def optimism_sentence(gap: Optimism) -> str:
    """The AUC on the training split beside that on the split that is judged."""
    low, high = gap.difference.estimate.low, gap.difference.estimate.high
    value = gap.difference.estimate.value
    assert value is not None
    assert low is not None
    assert high is not None
    return (
        f"{gap.detector}: AUC {score(gap.train)}, n = {gap.train.n:,} on the training split, {score(gap.judged)}, "
        f"n = {gap.judged.n:,} on the split that is judged; "
        f"optimism {value:+.2f} [{low:+.2f}, {high:+.2f}]"
    )


def split_sentences(choice: SplitChoice | None) -> tuple[str, ...]:
    """All sentences on the split; none where all videos are judged."""
    if choice is None:
        return ()
    gaps = (g for g in choice.optimism if g.difference.estimate.low is not None)
    return (judged_split(choice), *(optimism_sentence(gap) for gap in gaps))

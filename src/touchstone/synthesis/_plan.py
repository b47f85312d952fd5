"""The plan of a corpus: which clips there are, decided by the seed alone before anything is made.

Every real clip is a take that went through the sham: the same chain, nothing planted. Every fake is the same take, with a defect
or two. Both files of a pair draw their quality independently. So whatever a file tells beside its pictures and sound says nothing
about its label, and whatever the scene is, both labels have it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from touchstone.domains import DOMAINS
from touchstone.errors import UsageError
from touchstone.interventions import INTERVENTIONS, ON_OFF, Intervention

from ._background import FAMILIES as SCENES
from ._camera import CAMERAS
from ._draw import dice, whole
from ._encoder import FAMILIES as CODECS
from ._encoder import draw_encoding
from ._recipe import Defect, Difficulty, Recipe
from ._scene import SIZES, Take

Split = Literal["train", "val", "test"]

SPLITS: dict[str, dict[Split, float]] = {
    "demo": {"test": 1.0},
    "small": {"train": 0.5, "val": 0.2, "test": 0.3},
    "full": {"train": 0.6, "val": 0.15, "test": 0.25},
}
SIZES_BY_NAME = {"demo": 48, "small": 240, "full": 1600}
"""Clips of a corpus by its name."""

DATASET = "touchstone synthetic"
TAKES_PER_PERSON = 3
# Persons and takes of one split never have the numbers of another, whatever the size of the corpus: with one seed, nobody of
# any corpus's test split is in any other corpus's training split.
_FIRST = {"train": 0, "val": 100_000, "test": 200_000}
# One in five fakes has two defects, one in five the lowest dose.
_KINDS: tuple[Difficulty, ...] = ("plain", "hard", "plain", "two", "plain")
# The order in which two defects are planted: what is before the lens, what is in the camera, what is done to the file.
_ORDER = ("bg", "ll", "av", "rr", "tm", "cm")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a made corpus holds.

    Attributes:
        seed: decides everything.
        clips: how many, half of them real.
        domains: keys of the domains whose defects are planted.
        splits: share of the clips in each.
        seconds: shortest and longest clip.
    """

    seed: int = 0
    clips: int = SIZES_BY_NAME["demo"]
    domains: tuple[str, ...] = tuple(DOMAINS)
    splits: tuple[tuple[Split, float], ...] = (("test", 1.0),)
    seconds: tuple[float, float] = (2.4, 3.4)

    def __post_init__(self) -> None:
        if self.clips < 2:
            raise UsageError(f"a corpus has at least 2 clips, a real and a fake one, not {self.clips}")
        check_domains(self.domains)

    def recipes(self) -> tuple[Recipe, ...]:
        """Every clip, the real one of a take before its fake."""
        found: list[Recipe] = []
        pairs = self.clips // 2
        for split, count in _shares(self.splits, pairs):
            persons = max(2, -(-count // TAKES_PER_PERSON)) if count > 1 else 1
            for number in range(count):
                take, codec = self._take(split, number, persons)
                defects, difficulty = draw_defects(self.seed, take.number, number, self.domains)
                found += self._pair(take, codec, split, defects, difficulty)
        return tuple(found)

    def told(self) -> dict[str, object]:
        """The plan in plain words, for the corpus's record."""
        return {
            "from": None,
            "seed": self.seed,
            "clips": self.clips,
            "domains": list(self.domains),
            "splits": dict(self.splits),
            "seconds": list(self.seconds),
        }

    def _take(self, split: Split, number: int, persons: int) -> tuple[Take, str]:
        key = _FIRST[split] + number
        one = dice(self.seed, "plan", key)
        # the last of each is seen in the test split alone
        known = slice(None) if split == "test" else slice(-1)
        camera = CAMERAS[known][int(one.integers(len(CAMERAS[known])))]
        scene = SCENES[known][int(one.integers(len(SCENES[known])))]
        codec = CODECS[known][int(one.integers(len(CODECS[known])))]
        width, height = SIZES[int(one.integers(len(SIZES)))]
        fps = camera.rates[int(one.integers(len(camera.rates)))]
        frames = round(float(fps) * one.uniform(*self.seconds))
        person = _FIRST[split] + number % persons
        return Take(self.seed, key, person, camera.name, scene, width, height, Fraction(fps), frames), codec.name

    def _pair(
        self, take: Take, codec: str, split: Split, defects: tuple[Defect, ...], difficulty: Difficulty
    ) -> tuple[Recipe, Recipe]:
        family = next(c for c in CODECS if c.name == codec)

        def recipe(label: Literal["real", "fake"]) -> Recipe:
            one = dice(self.seed, "file", take.number, label)
            return Recipe(
                video=f"{label}/{take.number:06d}{family.suffix}",
                label=label,
                origin=take,
                defects=defects if label == "fake" else (),
                difficulty=difficulty if label == "fake" else "plain",
                encoding=draw_encoding(family, take.width, take.height, take.fps, one),
                codec=codec,
                group=f"person {take.person:06d}",
                source=take.camera,
                dataset=DATASET,
                scene=take.family,
                split=split,
            )

        return recipe("real"), recipe("fake")


def check_domains(domains: Sequence[str]) -> None:
    """Refuse what is no domain.

    Raises:
        UsageError: an unknown key, or none at all.
    """
    for key in domains:
        if key not in DOMAINS:
            raise UsageError(f"no domain {key!r}; there are {', '.join(DOMAINS)}")
    if not domains:
        raise UsageError(f"a corpus needs at least one domain of {', '.join(DOMAINS)}")


def draw_defects(
    seed: int, key: int | str, number: int, domains: Sequence[str], has: frozenset[str] = frozenset({"face", "sound"})
) -> tuple[tuple[Defect, ...], Difficulty]:
    """The defects of fake ``number``: domains and kinds in turn, the intervention and its dose by the seed.

    Args:
        seed: of the corpus.
        key: of the take.
        number: position among the fakes of its split.
        domains: to choose from.
        has: what the clip offers: ``face``, ``sound``.

    Raises:
        UsageError: no intervention of these domains can be made on such a clip.
    """
    possible = {d: [i for i in INTERVENTIONS.values() if i.domain == d and i.needs <= has] for d in domains}
    usable = [d for d in domains if possible[d]]
    if not usable:
        raise UsageError(
            f"a clip without {' or '.join(sorted({'face', 'sound'} - has))} can carry no defect of {', '.join(domains)}"
        )
    # the start is drawn, so that small corpora of several seeds do not all begin with the same domain
    start = whole(seed, "first domain") % len(usable)
    turn, kind = number // len(usable), _KINDS[number % len(_KINDS)]
    first = usable[(start + number) % len(usable)]
    one = dice(seed, "defect", key)
    chosen = [first]
    if kind == "two" and len(usable) > 1:
        others = [d for d in usable if d != first]
        chosen.append(others[int(one.integers(len(others)))])
    elif kind == "two":
        kind = "plain"
    if kind == "hard":
        graded = [i for i in possible[first] if i.unit != ON_OFF]
        if graded:
            return (_defect(graded[int(one.integers(len(graded)))], 0, seed, key),), kind
        kind = "plain"
    defects = tuple(
        _defect(_in_turn(possible[domain], seed, domain, turn), int(one.integers(1, 3)), seed, key)
        for domain in sorted(chosen, key=_ORDER.index)
    )
    return defects, kind


def _in_turn(possible: list[Intervention], seed: int, domain: str, turn: int) -> Intervention:
    """Interventions of a domain one after the other in an order of the seed's, so that small corpora hold many of them."""
    order = dice(seed, "turn", domain).permutation(len(possible))
    return possible[int(order[turn % len(possible)])]


def _defect(intervention: Intervention, level: int, seed: int, key: int | str) -> Defect:
    return Defect(
        intervention.name,
        intervention.domain,
        float(intervention.doses[level]),
        intervention.unit,
        intervention.region,
        whole(seed, "planted", key, intervention.name),
    )


def _shares(splits: tuple[tuple[Split, float], ...], pairs: int) -> list[tuple[Split, int]]:
    """Whole numbers of takes per split that add up.

    >>> _shares((("train", 0.6), ("val", 0.15), ("test", 0.25)), 10)
    [('train', 6), ('val', 2), ('test', 2)]
    """
    total = sum(share for _, share in splits)
    edges = np.round(np.cumsum([0.0, *(share for _, share in splits)]) / total * pairs).astype(int)
    return [(split, int(edges[k + 1] - edges[k])) for k, (split, _) in enumerate(splits)]

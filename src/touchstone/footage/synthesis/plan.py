"""The plan of a corpus: which clips there are, decided by the seed alone before anything is made.

Every real clip is a take that went through the sham: the same chain, nothing planted. Every fake is the same take, with a defect
or two. Both files of a pair draw their quality independently. So whatever a file tells beside its pictures and sound says nothing
about its label, and whatever the scene is, both labels have it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from touchstone.vocabulary.defaults import SEED
from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.errors import UsageError

from .background import BACKGROUND_FAMILIES as SCENES
from .camera import CAMERAS
from .defects import Fake, PlantingPlan, check_domains, draw_planted, fakes_per_take
from .draw import dice
from .encoder import ENCODER_FAMILIES as CODECS
from .encoder import draw_encoding
from .recipe import Recipe
from .scene import SIZES, Take

SplitName = Literal["train", "val", "test"]
Stored = Literal["drawn", "best", "both"]

SPLITS: dict[str, dict[SplitName, float]] = {
    "demo": {"test": 1.0},
    "small": {"train": 0.5, "val": 0.2, "test": 0.3},
    "full": {"train": 0.6, "val": 0.15, "test": 0.25},
    "training": {"train": 0.87, "val": 0.13},
    "matrix": {"test": 1.0},
}
SIZES_BY_NAME = {"demo": 96, "small": 240, "full": 1600, "training": 3640, "matrix": 840}
"""Clips of a corpus by its name."""
PLANTED_BY_NAME: dict[str, PlantingPlan] = {"demo": "half", "training": "each", "matrix": "medium"}
"""How fakes are planted, where it is not one of every take."""
STORED_BY_NAME: dict[str, Stored] = {"training": "both"}
"""How files are stored, where it is not drawn for every file."""
TAKES_BY_NAME = {"demo": 1}
"""Takes of one person, where they are not :data:`TAKES_PER_PERSON`: few clips tell most if each is of somebody else."""

DATASET = "touchstone synthetic"
TAKES_PER_PERSON = 3
# Persons and takes of one split never have the numbers of another, whatever the size of the corpus: with one seed, nobody of
# any corpus's test split is in any other corpus's training split.
_FIRST = {"train": 0, "val": 100_000, "test": 200_000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a made corpus holds.

    Attributes:
        seed: decides everything.
        clips: how many, the real ones among them.
        domains: keys of the domains whose defects are planted.
        splits: share of the clips in each.
        seconds: shortest and longest clip.
        planted: which fakes are made of a take, as :func:`draw_planted` takes it.
        stored: at a quality or a rate that is drawn for every file, at the best quality of each codec, or takes of both.
        takes: of one person.
    """

    seed: int = SEED
    clips: int = 48
    domains: tuple[str, ...] = tuple(DOMAINS)
    splits: tuple[tuple[SplitName, float], ...] = (("test", 1.0),)
    seconds: tuple[float, float] = (2.4, 3.4)
    planted: PlantingPlan = "one"
    stored: Stored = "drawn"
    takes: int = TAKES_PER_PERSON

    def __post_init__(self) -> None:
        if self.clips < 2:
            raise UsageError(f"a corpus has at least 2 clips, a real and a fake one, not {self.clips}")
        check_domains(self.domains)

    def recipes(self) -> tuple[Recipe, ...]:
        """Every clip, the real one of a take before its fake."""
        clips: list[Recipe] = []
        fakes = fakes_per_take(self.planted, len(self.domains))
        for split, count in _shares(self.splits, max(1, self.clips // (1 + fakes))):
            persons = max(2, -(-count // self.takes)) if count > 1 else 1
            for number in range(count):
                take, codec = self._take(split, number, persons)
                clips.append(self._recipe(take, codec, split, number))
                planted = draw_planted(self.planted, self.seed, take.number, number, self.domains)
                clips += [self._recipe(take, codec, split, number, fake) for fake in planted]
        return tuple(clips)

    def as_record(self) -> dict[str, object]:
        """The plan in plain words, for the corpus's record."""
        record = {"from": None, **asdict(self), "splits": dict(self.splits)}
        record["takes_per_person"] = record.pop("takes")
        return record

    def _take(self, split: SplitName, number: int, persons: int) -> tuple[Take, str]:
        key = _FIRST[split] + number
        rng = dice(self.seed, "plan", key)
        # the last of each is seen in the test split alone
        allowed = slice(None) if split == "test" else slice(-1)
        camera = CAMERAS[allowed][int(rng.integers(len(CAMERAS[allowed])))]
        scene = SCENES[allowed][int(rng.integers(len(SCENES[allowed])))]
        codec = CODECS[allowed][int(rng.integers(len(CODECS[allowed])))]
        width, height = SIZES[int(rng.integers(len(SIZES)))]
        fps = camera.rates[int(rng.integers(len(camera.rates)))]
        frames = round(float(fps) * rng.uniform(*self.seconds))
        person = _FIRST[split] + number % persons
        take = Take(
            seed=self.seed, number=key, person=person, camera=camera.name, family=scene, width=width, height=height,
            fps=Fraction(fps), frames=frames,
        )  # fmt: skip
        return take, codec.name

    def _recipe(self, take: Take, codec: str, split: SplitName, number: int, fake: Fake = ("", (), "plain")) -> Recipe:
        mark, defects, difficulty = fake
        label = "fake" if defects else "real"
        family = next(c for c in CODECS if c.name == codec)
        rng = dice(self.seed, "file", take.number, label + mark)
        # two takes drawn, two at their best: every other take has the typical intervention of its domains
        best = self.stored == "best" or (self.stored == "both" and number // 2 % 2 == 1)
        return Recipe(
            video=f"{label}/{take.number:06d}{mark}{family.suffix}",
            label=label,
            origin=take,
            defects=defects,
            difficulty=difficulty,
            encoding=draw_encoding(family, take.width, take.height, take.fps, rng, best=best),
            codec=codec,
            group=f"person {take.person:06d}",
            source=take.camera,
            dataset=DATASET,
            scene=take.family,
            split=split,
        )


def _shares(splits: tuple[tuple[SplitName, float], ...], pairs: int) -> list[tuple[SplitName, int]]:
    """Whole numbers of takes per split that add up.

    >>> _shares((("train", 0.6), ("val", 0.15), ("test", 0.25)), 10)
    [('train', 6), ('val', 2), ('test', 2)]
    """
    total = sum(share for _, share in splits)
    edges = np.round(np.cumsum([0.0, *(share for _, share in splits)]) / total * pairs).astype(int)
    return [(split, int(edges[k + 1] - edges[k])) for k, (split, _) in enumerate(splits)]

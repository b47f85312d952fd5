"""A person of the corpus: what stays the same over all clips of one group."""

from __future__ import annotations

from dataclasses import dataclass

from .draw import dice, whole

Colour = tuple[float, float, float]

# Linear reflectance of skin, light to dark, after the shades that vision laboratories measure on people.
_SKINS: tuple[Colour, ...] = (
    (0.60, 0.40, 0.30), (0.53, 0.33, 0.235), (0.44, 0.26, 0.175), (0.34, 0.19, 0.12), (0.22, 0.12, 0.075),
    (0.145, 0.08, 0.052),
)  # fmt: skip
_HAIRS: tuple[Colour, ...] = (
    (0.018, 0.014, 0.012), (0.035, 0.022, 0.014), (0.075, 0.042, 0.022), (0.17, 0.10, 0.045), (0.33, 0.22, 0.11),
    (0.26, 0.25, 0.24),
)  # fmt: skip
_IRISES: tuple[Colour, ...] = ((0.055, 0.028, 0.014), (0.09, 0.055, 0.022), (0.08, 0.10, 0.05), (0.07, 0.12, 0.20))


@dataclass(frozen=True, slots=True)
class Person:
    """An identity.

    Attributes:
        name: group of all clips of this person.
        skin: linear reflectance.
        hair: linear reflectance of hair and brows.
        iris: linear reflectance of the eyes.
        clothes: linear reflectance of what is worn.
        width: of the head, relative to the mean.
        jaw: how square the lower face is, 0 to 1.
        eyes: half the distance of the eyes' centres, relative to the mean.
        eye_size: relative to the mean.
        nose: how far the nose stands out, relative to the mean.
        lips: fullness, relative to the mean.
        brows: thickness, relative to the mean.
        hairline: height of the forehead, relative to the mean.
        length: of the hair at the sides: 0 cropped, 1 down to the chin.
        stubble: 0 none, 1 dark.
        freckles: 0 none, 1 many.
        pitch: of the voice, hertz.
        tract: formant frequencies relative to those of a mean adult.
        texture: seed of the skin's and hair's fine structure.
    """

    name: str
    skin: Colour
    hair: Colour
    iris: Colour
    clothes: Colour
    width: float
    jaw: float
    eyes: float
    eye_size: float
    nose: float
    lips: float
    brows: float
    hairline: float
    length: float
    stubble: float
    freckles: float
    pitch: float
    tract: float
    texture: int


def draw_person(seed: int, number: int) -> Person:
    """Person ``number`` of the corpus with this seed."""
    rng = dice(seed, "person", number)
    shade = int(rng.integers(len(_SKINS)))
    # Dark skin seldom comes with fair hair.
    hair = _HAIRS[int(rng.integers(len(_HAIRS) if shade < 3 else 3))]
    iris = _IRISES[int(rng.integers(len(_IRISES) if shade < 3 else 2))]
    low = bool(rng.random() < 0.5)
    tint = rng.uniform(0.9, 1.1, 3)
    red, green, blue = (float(a * b) for a, b in zip(_SKINS[shade], tint, strict=True))
    worn = rng.uniform(0.02, 0.5) * rng.uniform(0.4, 1.0, 3)
    return Person(
        name=f"person {number:03d}",
        skin=(red, green, blue),
        hair=hair,
        iris=iris,
        clothes=(float(worn[0]), float(worn[1]), float(worn[2])),
        width=float(rng.uniform(0.94, 1.05)),
        jaw=float(rng.uniform(0.5, 1.0) if low else rng.uniform(0.0, 0.6)),
        eyes=float(rng.uniform(0.95, 1.06)),
        eye_size=float(rng.uniform(0.92, 1.12)),
        nose=float(rng.uniform(0.8, 1.25)),
        lips=float(rng.uniform(0.75, 1.1) if low else rng.uniform(0.95, 1.3)),
        brows=float(rng.uniform(0.9, 1.4) if low else rng.uniform(0.6, 1.0)),
        hairline=float(rng.uniform(0.85, 1.15)),
        length=float(rng.choice([0.0, 0.15] if low else [0.15, 0.7, 1.0])),
        stubble=float(rng.choice([0.0, 0.3, 0.8])) if low else 0.0,
        freckles=float(rng.choice([0.0, 0.0, 0.6])) if shade < 2 else 0.0,
        pitch=float(rng.uniform(85, 140) if low else rng.uniform(165, 240)),
        tract=float(rng.uniform(0.93, 1.02) if low else rng.uniform(1.08, 1.2)),
        texture=whole(seed, "skin", number),
    )

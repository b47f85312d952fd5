"""Which defects the fakes of a take carry: decided by the seed alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from touchstone.footage.interventions import INTERVENTIONS, ON_OFF, Intervention
from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.errors import UsageError

from .draw import dice, whole
from .recipe import Defect, Difficulty

PlantingPlan = Literal["one", "half", "each", "medium"]

MEDIUM: dict[str, tuple[str, float]] = {
    "bg": ("relight", 40),
    "cm": ("region_jpeg", 70),
    "av": ("sound_offset", 200),
    "rr": ("region_upscale", 1.5),
    "ll": ("region_noise", 4),
    "tm": ("region_flicker", 4),
}
"""The intervention, and its medium dose, that stands for each domain where specialists are compared with each other."""

# One in five fakes has two defects, one in five the lowest dose.
_KINDS: tuple[Difficulty, ...] = ("plain", "hard", "plain", "two", "plain")
# The order in which two defects are planted: what is before the lens, what is in the camera, what is done to the file.
_ORDER = ("bg", "ll", "av", "rr", "tm", "cm")

Fake = tuple[str, tuple[Defect, ...], Difficulty]
"""What its file's name ends with, its defects, how hard it is."""


def check_domains(domains: Sequence[str]) -> None:
    """Refuse what is not a domain.

    Raises:
        UsageError: an unknown key, or none at all.
    """
    for key in domains:
        if key not in DOMAINS:
            raise UsageError(f"no domain {key!r}; there are {', '.join(DOMAINS)}")
    if not domains:
        raise UsageError(f"a corpus needs at least one domain of {', '.join(DOMAINS)}")


def draw_planted(
    planted: PlantingPlan,
    seed: int,
    key: int | str,
    number: int,
    domains: Sequence[str],
    *,
    has: frozenset[str] = frozenset({"face", "sound"}),
) -> list[Fake]:
    """The fakes of take ``number``.

    Args:
        planted: ``one`` fake, the domains in turn; ``each`` domain once, every other fake with the domain's entry of
            :data:`MEDIUM` at its medium or high dose, the others with the domain's interventions in turn; ``half``: the
            same for every other domain, and for those between in the next take; ``medium``: each domain once, exactly as
            :data:`MEDIUM` says.
        seed: of the corpus.
        key: of the take.
        number: position of the take in its split.
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
    if planted == "one":
        return [("", *_of_one_fake(seed, key, number, usable, possible))]
    if planted == "medium":
        named = {d: INTERVENTIONS[MEDIUM[d][0]] for d in usable}
        return [(f"-{d}", (_planted(i, MEDIUM[d][1], seed, key),), "plain") for d, i in named.items() if i.needs <= has]
    if planted == "half" and len(usable) > 1:
        usable, number = usable[number % 2 :: 2], number // 2
    return [(f"-{d}", (_each(seed, key, number, d, possible[d]),), "plain") for d in usable]


def fakes_per_take(planted: PlantingPlan, domains: int) -> int:
    """How many fakes are made of a take, at most."""
    return {"one": 1, "half": -(-domains // 2)}.get(planted, domains)


def _of_one_fake(
    seed: int, key: int | str, number: int, usable: Sequence[str], possible: dict[str, list[Intervention]]
) -> tuple[tuple[Defect, ...], Difficulty]:
    # the start is drawn, so that small corpora of several seeds do not all begin with the same domain
    start = whole(seed, "first domain") % len(usable)
    turn, kind = number // len(usable), _KINDS[number % len(_KINDS)]
    first = usable[(start + number) % len(usable)]
    rng = dice(seed, "defect", key)
    chosen = [first]
    if kind == "two" and len(usable) > 1:
        others = [d for d in usable if d != first]
        chosen.append(others[int(rng.integers(len(others)))])
    elif kind == "two":
        kind = "plain"
    if kind == "hard":
        graded = [i for i in possible[first] if i.unit != ON_OFF]
        if graded:
            return (_defect(graded[int(rng.integers(len(graded)))], 0, seed, key),), kind
        kind = "plain"
    defects = tuple(
        _defect(_in_turn(possible[domain], seed, domain, turn), int(rng.integers(1, 3)), seed, key)
        for domain in sorted(chosen, key=_ORDER.index)
    )
    return defects, kind


def _each(seed: int, key: int | str, number: int, domain: str, possible: list[Intervention]) -> Defect:
    rng = dice(seed, "each", key, domain)
    typical = INTERVENTIONS[MEDIUM[domain][0]]
    if number % 2 == 0 and typical in possible:
        return _defect(typical, (1, 1, 2)[int(rng.integers(3))], seed, key)
    return _defect(_in_turn(possible, seed, domain, number // 2), int(rng.integers(1, 3)), seed, key)


def _in_turn(possible: list[Intervention], seed: int, domain: str, turn: int) -> Intervention:
    """Interventions of a domain one after the other in an order of the seed's, so that small corpora hold many of them."""
    order = dice(seed, "turn", domain).permutation(len(possible))
    return possible[int(order[turn % len(possible)])]


def _defect(intervention: Intervention, level: int, seed: int, key: int | str) -> Defect:
    return _planted(intervention, float(intervention.doses[level]), seed, key)


def _planted(intervention: Intervention, dose: float, seed: int, key: int | str) -> Defect:
    i = intervention
    random = whole(seed, "planted", key, i.name)
    return Defect(intervention=i.name, domain=i.domain, dose=float(dose), unit=i.unit, region=i.region, seed=random)

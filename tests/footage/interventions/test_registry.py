"""The register of known changes, and the page that lists it."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.dose_recovery import catalogue

from touchstone.footage.interventions import INTERVENTIONS, ON_OFF
from touchstone.vocabulary.domains import DOMAINS

PAGE = Path(__file__).parents[3] / "docs" / "interventions.md"


@pytest.mark.parametrize("name", INTERVENTIONS)
def test_each_says_what_it_is(name: str) -> None:
    change = INTERVENTIONS[name]
    assert change.name == name
    assert change.domain in {*DOMAINS, "common"}
    assert change.meaning
    assert change.source
    assert ("face" in change.needs) == (change.region in ("face", "mouth", "background"))
    assert ("sound" in change.needs) == (change.region == "sound")


@pytest.mark.parametrize("name", INTERVENTIONS)
def test_doses_rise_or_fall_within_their_limits(name: str) -> None:
    change = INTERVENTIONS[name]
    low, medium, high = change.doses
    if change.unit == ON_OFF:
        assert low == medium == high == 1
    else:
        assert low < medium < high or low > medium > high
        assert all(change.limits[0] <= dose <= change.limits[1] for dose in change.doses)


def test_every_domain_has_several() -> None:
    counts = {key: sum(change.domain == key for change in INTERVENTIONS.values()) for key in (*DOMAINS, "common")}
    assert min(counts.values()) >= 5


def test_the_page_lists_them_as_they_are() -> None:
    page = PAGE.read_text()
    for line in catalogue():
        assert line in page, "run benchmarks/dose_recovery.py --write"
    for name in INTERVENTIONS:
        assert page.count(f"| `{name}` |") == 2, f"{name} is not in both tables"

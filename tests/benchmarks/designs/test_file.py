"""The file of designs names only what there is, and keeps the seeds of the final table apart."""

import pytest

from benchmarks.designs import BACKGROUNDS, DESIGNS, DOUBLES, FAULTS, LEAST, SIZES, seed_of
from touchstone.conclusions.diagnosis import CAUSES
from touchstone.testing import PLANTERS, make_run

NOT_LOOKED_FOR = (
    "scores.misaligned",
    "outputs.activation",
    "outputs.aggregation",
    "evaluation.metric",
    "evaluation.selected_on_test",
)
"""Causes that were planted before anything looked for them."""


def test_there_are_forty_healthy_designs_and_more():
    assert len(DESIGNS) >= 40


@pytest.mark.parametrize("name", DESIGNS)
def test_every_design_can_be_drawn_at_its_smallest_size(name: str):
    design = DESIGNS[name]
    run = make_run(design, min(design.n), seed_of("tune", 0))
    assert 0 < run.deal.fake.sum() < run.n
    assert list(run.p) == list(design.detectors)


def test_every_fault_can_be_planted_and_is_a_cause_with_a_smallest_effect():
    for fault in FAULTS.values():
        assert fault.by in PLANTERS
        assert fault.code in {*CAUSES, *NOT_LOOKED_FOR}
        assert fault.code in LEAST
        assert fault.weak <= fault.strong


def test_doubles_are_two_different_faults():
    for pair in DOUBLES.values():
        assert len({FAULTS[name].code for name in pair}) == 2


def test_the_seeds_of_both_tables_are_apart_and_finite():
    assert SIZES == (100, 400, 3000)
    tune = {seed_of("tune", 0), seed_of("tune", 98_999)}
    assert max(tune) < seed_of("final", 0)
    with pytest.raises(ValueError, match="the seeds tune end after 99000 runs"):
        seed_of("tune", 99_000)


def test_backgrounds_have_names_of_their_own():
    assert len({design.name for design in BACKGROUNDS}) == len(BACKGROUNDS) >= 4
